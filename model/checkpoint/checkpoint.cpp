// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/checkpoint.h"

#include <algorithm>
#include <new>
#include <unordered_map>

#include "model/checkpoint/file_kind.h"
#include "model/checkpoint/model_file.h"
#include "model/checkpoint/tensor_values.h"
#include "model/checkpoint/weight_choice.h"

namespace maskscope {

std::int64_t CheckpointTensor::elements() const
{
    std::int64_t count = 1;
    for (const std::int64_t size : shape)
        count *= size;
    return count;
}

struct Checkpoint::Contents {
    Contents(std::filesystem::path where, ModelFile what)
        : path(std::move(where))
        , file(std::move(what))
    {
        for (std::size_t i = 0; i < file.tensors.size(); ++i)
            byName.emplace(file.tensors[i].name, i);
    }

    std::filesystem::path path;
    ModelFile file;
    std::unordered_map<std::string_view, std::size_t> byName; // views into file.tensors
};

namespace {

Result<ModelFile> readModelFile(FileBytes bytes, const std::filesystem::path& path)
{
    const auto container = containerOf(bytes.view(), path.string());
    if (!container)
        return tl::unexpected(container.error());
    return *container == Container::Zip ? readZipModel(std::move(bytes), path) : readSafetensors(bytes, path);
}

} // namespace

Checkpoint::Checkpoint(std::unique_ptr<Contents> contents)
    : m_contents(std::move(contents))
{
}
Checkpoint::Checkpoint(Checkpoint&&) noexcept = default;
Checkpoint& Checkpoint::operator=(Checkpoint&&) noexcept = default;
Checkpoint::~Checkpoint() = default;

Result<Checkpoint> Checkpoint::choose(ModelFile file, const std::filesystem::path& path, std::string_view weights)
{
    const auto describe = [&](const WeightSet& set) {
        ModelFile trial;
        trial.tensors = set.tensors;
        trial.config = file.config;
        return describeCheckpoint(Checkpoint(std::make_unique<Contents>(path, std::move(trial))));
    };
    if (auto chosen = chooseWeights(file, weights, describe, path.string()); !chosen)
        return tl::unexpected(chosen.error());
    return Checkpoint(std::make_unique<Contents>(path, std::move(file)));
}

Result<Checkpoint> Checkpoint::open(const std::filesystem::path& path, std::string_view weights)
{
    auto bytes = FileBytes::map(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    auto file = readModelFile(std::move(*bytes), path);
    return file ? choose(std::move(*file), path, weights) : tl::unexpected(file.error());
}

Result<Checkpoint> Checkpoint::read(std::vector<char> bytes, const std::filesystem::path& path)
{
    auto file = readModelFile(FileBytes::hold(std::move(bytes)), path);
    return file ? choose(std::move(*file), path, {}) : tl::unexpected(file.error());
}

Result<std::vector<float>> Checkpoint::values(const CheckpointTensor& tensor) const
{
    const std::string subject = m_contents->path.string();
    if (tensor.type == TensorType::Complex64 || tensor.type == TensorType::Complex128)
        return failure(ErrorCode::UnsupportedFormat, subject, "tensor " + tensor.name + " is complex", "real numbers",
                       std::string(tensorTypeName(tensor.type)));
    const CheckpointTensor* own = find(tensor.name);
    if (own == nullptr || own->storage != tensor.storage || own->offset != tensor.offset || own->shape != tensor.shape
        || own->strides != tensor.strides || own->type != tensor.type)
        return failure(ErrorCode::InvalidArgument, subject, "tensor " + tensor.name + " is none of this file");
    const auto bytes = m_contents->file.storage(tensor.storage);
    if (!bytes)
        return tl::unexpected(bytes.error());
    try {
        return gatherAsFloat(tensor, bytes->view);
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, subject, "tensor " + tensor.name + " does not fit into memory");
    }
}

const std::filesystem::path& Checkpoint::path() const { return m_contents->path; }

const std::vector<CheckpointTensor>& Checkpoint::tensors() const { return m_contents->file.tensors; }

const CheckpointTensor* Checkpoint::find(std::string_view name) const
{
    const auto found = m_contents->byName.find(name);
    return found == m_contents->byName.end() ? nullptr : &m_contents->file.tensors[found->second];
}

const std::vector<std::pair<std::string, ConfigValue>>& Checkpoint::config() const { return m_contents->file.config; }

const ConfigValue* Checkpoint::configValue(std::string_view key) const
{
    const std::string inherited = "pretrain_config." + std::string(key);
    const ConfigValue* fallback = nullptr;
    for (const auto& [name, value] : m_contents->file.config) {
        if (name == key)
            return &value;
        if (name == inherited)
            fallback = &value;
    }
    return fallback;
}

const std::pair<std::string, ConfigValue>* Checkpoint::configEntry(std::string_view key) const
{
    const ConfigValue* value = configValue(key);
    const std::string end = "." + std::string(key);
    const std::pair<std::string, ConfigValue>* best = nullptr;
    std::ptrdiff_t depth = 0;
    for (const auto& entry : m_contents->file.config) {
        if (&entry.second == value)
            return &entry;
        const auto dots = std::count(entry.first.begin(), entry.first.end(), '.');
        if (entry.first.ends_with(end) && (best == nullptr || dots < depth)) {
            best = &entry;
            depth = dots;
        }
    }
    return best;
}

const std::string& Checkpoint::configSource() const { return m_contents->file.configSource; }

const std::string& Checkpoint::weights() const { return m_contents->file.weights; }

const std::vector<WeightCandidate>& Checkpoint::weightSets() const { return m_contents->file.candidates; }

std::optional<std::int64_t> Checkpoint::epoch() const { return m_contents->file.epoch; }

std::optional<double> Checkpoint::bestLoss() const { return m_contents->file.bestLoss; }

const std::vector<std::string>& Checkpoint::topLevelKeys() const { return m_contents->file.topLevelKeys; }

const ScriptManifest* Checkpoint::script() const
{
    return m_contents->file.script ? &*m_contents->file.script : nullptr;
}

const std::vector<std::string>& Checkpoint::warnings() const { return m_contents->file.warnings; }

} // namespace maskscope
