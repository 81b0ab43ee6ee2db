// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/checkpoint.h"

#include <new>
#include <unordered_map>

#include "model/checkpoint/checkpoint_archive.h"
#include "model/checkpoint/config_values.h"
#include "model/checkpoint/pickle_machine.h"
#include "model/checkpoint/state_dict.h"
#include "model/checkpoint/tensor_values.h"
#include "model/checkpoint/zip_archive.h"

namespace maskscope {

namespace {

constexpr std::uint64_t pickleLimit = 64U << 20U;
constexpr std::uint64_t storageLimit = std::uint64_t { 16 } << 30U;

std::optional<double> numberAt(const PickleDocument& document, std::initializer_list<const char*> keys)
{
    for (const char* key : keys) {
        const PickleId* value = document.find(document.root, key);
        const auto number = value != nullptr ? configValueOf(document, *value).number : std::nullopt;
        if (number)
            return number;
    }
    return std::nullopt;
}

} // namespace

struct Checkpoint::Contents {
    std::filesystem::path path;
    ZipArchive archive;
    StateDict model;
    std::unordered_map<std::string_view, std::size_t> byName; // views into model.tensors
    ConfigEntries config;
    std::optional<std::int64_t> epoch;
    std::optional<double> bestLoss;
    std::vector<std::string> topLevelKeys;
    std::vector<std::string> warnings;

    void readExtras(const PickleDocument& document, PickleId modelDict)
    {
        for (std::size_t i = 0; i < model.tensors.size(); ++i)
            byName.emplace(model.tensors[i].name, i);
        warnings = model.warnings;
        if (!document.opaqueClasses.empty()) {
            std::string text = "objects of unknown classes were left unread:";
            for (const std::string& name : document.opaqueClasses)
                text += " " + name;
            warnings.push_back(text);
        }
        if (modelDict == document.root)
            return; // a bare state_dict: its entries are tensors
        const std::vector<PickleId>& items = document.children(document.root);
        for (std::size_t i = 0; i + 1 < items.size() && topLevelKeys.size() < 100; i += 2)
            topLevelKeys.push_back(configValueOf(document, items[i]).text.substr(0, 200));
        if (const PickleId* found = document.find(document.root, "config"))
            config = flattenConfig(document, *found);
        if (const PickleId* found = document.find(document.root, "pretrain_config")) { // of a fine-tuned model
            for (auto& [key, value] : flattenConfig(document, *found))
                config.emplace_back("pretrain_config." + key, std::move(value));
        }
        bestLoss = numberAt(document, { "best_loss", "best_val_loss", "val_loss", "loss" });
        const auto number = numberAt(document, { "epoch" });
        if (number && *number >= 0 && *number < 1e12)
            epoch = static_cast<std::int64_t>(*number);
    }
};

Checkpoint::Checkpoint(std::unique_ptr<Contents> contents)
    : m_contents(std::move(contents))
{
}
Checkpoint::Checkpoint(Checkpoint&&) noexcept = default;
Checkpoint& Checkpoint::operator=(Checkpoint&&) noexcept = default;
Checkpoint::~Checkpoint() = default;

Result<Checkpoint> Checkpoint::open(const std::filesystem::path& path)
{
    const std::string subject = path.string();
    auto archive = ZipArchive::open(path);
    if (!archive)
        return tl::unexpected(archive.error());
    const auto pickleEntry = findPickleEntry(*archive, subject);
    if (!pickleEntry)
        return tl::unexpected(pickleEntry.error());
    const auto pickle = archive->read(**pickleEntry, pickleLimit);
    if (!pickle)
        return tl::unexpected(pickle.error());
    const auto document = readPickle({ pickle->data(), pickle->size() }, subject);
    if (!document)
        return tl::unexpected(document.error());
    const auto dict = findStateDict(*document, subject);
    if (!dict)
        return tl::unexpected(dict.error());
    const std::string& name = (*pickleEntry)->name;
    auto model = readStateDict(*document, *dict, *archive, name.substr(0, name.rfind('/') + 1), subject);
    if (!model)
        return tl::unexpected(model.error());
    auto contents
        = std::make_unique<Contents>(Contents { path, std::move(*archive), std::move(*model), {}, {}, {}, {}, {}, {} });
    contents->readExtras(*document, *dict);
    return Checkpoint(std::move(contents));
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
    const auto bytes = m_contents->archive.read(m_contents->model.storages[tensor.storage].entry, storageLimit);
    if (!bytes)
        return tl::unexpected(bytes.error());
    try {
        return gatherAsFloat(tensor, *bytes);
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, subject, "tensor " + tensor.name + " does not fit into memory");
    }
}

const std::filesystem::path& Checkpoint::path() const { return m_contents->path; }

const std::vector<CheckpointTensor>& Checkpoint::tensors() const { return m_contents->model.tensors; }

const CheckpointTensor* Checkpoint::find(std::string_view name) const
{
    const auto found = m_contents->byName.find(name);
    return found == m_contents->byName.end() ? nullptr : &m_contents->model.tensors[found->second];
}

const std::vector<std::pair<std::string, ConfigValue>>& Checkpoint::config() const { return m_contents->config; }

const ConfigValue* Checkpoint::configValue(std::string_view key) const
{
    const std::string inherited = "pretrain_config." + std::string(key);
    const ConfigValue* fallback = nullptr;
    for (const auto& [name, value] : m_contents->config) {
        if (name == key)
            return &value;
        if (name == inherited)
            fallback = &value;
    }
    return fallback;
}

std::optional<std::int64_t> Checkpoint::epoch() const { return m_contents->epoch; }

std::optional<double> Checkpoint::bestLoss() const { return m_contents->bestLoss; }

const std::vector<std::string>& Checkpoint::topLevelKeys() const { return m_contents->topLevelKeys; }

const std::vector<std::string>& Checkpoint::warnings() const { return m_contents->warnings; }

} // namespace maskscope
