// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <iterator>
#include <unordered_set>

#include "model/checkpoint/model_file.h"
#include "model/checkpoint/formats/pickle/pickle_machine.h"
#include "model/checkpoint/state_dict.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t manifestLimit = 1U << 16U;
constexpr std::size_t moduleLimit = 100'000;
constexpr std::size_t nameLimit = 400;
constexpr int depthLimit = 64;

/// NAME.maskscope.json, else maskscope.json in the same folder.
std::optional<fs::path> manifestBeside(const fs::path& archive)
{
    fs::path own = archive;
    own.replace_extension(".maskscope.json");
    for (const fs::path& path : { own, archive.parent_path() / "maskscope.json" }) {
        std::error_code ec;
        if (fs::is_regular_file(path, ec))
            return path;
    }
    return std::nullopt;
}

Result<ScriptManifest> readManifestFile(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::string text(manifestLimit + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    auto manifest = parseManifest(text, path.string());
    if (manifest)
        manifest->source = path.filename().string() + " beside it";
    return manifest;
}

Result<ScriptManifest> findManifest(const ZipArchive& archive, const std::string& folder, const fs::path& path)
{
    if (const ZipEntry* entry = archive.find(folder + "extra/maskscope.json")) {
        const auto bytes = archive.read(*entry, manifestLimit);
        if (!bytes)
            return tl::unexpected(bytes.error());
        auto manifest = parseManifest(bytes->view, path.string());
        if (manifest)
            manifest->source = "maskscope.json inside the archive";
        return manifest;
    }
    if (const auto beside = manifestBeside(path))
        return readManifestFile(*beside);
    return failure(ErrorCode::UnsupportedFormat, path.string(),
                   "is a TorchScript archive without a manifest, which would say its inputs and output; export it with "
                   "export_for_maskscope.py, or save the model's state_dict with torch.save",
                   "maskscope.json inside the archive or beside it");
}

/// The tensors of a tree of modules, as a state_dict would name them. Modules are opaque values whose last part is the
/// dict of their attributes.
class ModuleTree {
public:
    explicit ModuleTree(PickleDocument& document)
        : m_document(document)
    {
    }

    /// Adds the dict to the document.
    PickleId flatten()
    {
        visit(m_document.root, {}, 0);
        PickleValue dict { PickleKind::Dict };
        dict.part = static_cast<std::uint32_t>(m_document.childLists.size());
        m_document.childLists.push_back(std::move(m_items));
        return add(dict);
    }

private:
    PickleId add(const PickleValue& value)
    {
        m_document.values.push_back(value);
        return static_cast<PickleId>(m_document.values.size() - 1);
    }

    void visit(PickleId module, const std::string& prefix, int depth)
    {
        const std::vector<PickleId> parts = m_document.children(module);
        const bool isModule = m_document.is(module, PickleKind::Opaque) && !parts.empty()
            && m_document.is(parts.back(), PickleKind::Dict);
        if (!isModule || depth > depthLimit || m_seen.size() > moduleLimit || !m_seen.insert(module).second)
            return;
        const std::vector<PickleId> items = m_document.children(parts.back());
        for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
            if (!m_document.is(items[i], PickleKind::String) || prefix.size() > nameLimit)
                continue;
            const std::string name = prefix + std::string(m_document.text(items[i]).substr(0, nameLimit));
            if (m_document.is(items[i + 1], PickleKind::Tensor))
                addTensor(name, items[i + 1]);
            else
                visit(items[i + 1], name + ".", depth + 1);
        }
    }

    void addTensor(const std::string& name, PickleId tensor)
    {
        PickleValue key { PickleKind::String, static_cast<std::uint32_t>(m_document.texts.size()) };
        m_document.texts.push_back(name);
        m_items.push_back(add(key));
        m_items.push_back(tensor);
    }

    PickleDocument& m_document;
    std::vector<PickleId> m_items;
    std::unordered_set<PickleId> m_seen; // a module may be reached in two ways
};

ConfigValue numberValue(const std::string& text, double number)
{
    ConfigValue value;
    value.text = text;
    value.number = number;
    return value;
}

/// As the config of a training checkpoint would say it, so that mask and rate are found where they always are.
ConfigEntries configOf(const ScriptManifest& manifest)
{
    const auto text = [](double number) {
        std::string digits = std::to_string(number);
        digits.erase(digits.find_last_not_of('0') + 1);
        return digits.back() == '.' ? digits + "0" : digits;
    };
    return { { "mask_ratio", numberValue(text(manifest.maskRatio), manifest.maskRatio) },
             { "sampling_rate_hz", numberValue(text(manifest.samplingRateHz), manifest.samplingRateHz) },
             { "window_length", numberValue(std::to_string(manifest.windowLength), manifest.windowLength) } };
}

} // namespace

Result<ModelFile> readScriptModel(const std::shared_ptr<const ZipArchive>& archive, const std::string& folder,
                                  const fs::path& path)
{
    const std::string subject = path.string();
    auto manifest = findManifest(*archive, folder, path);
    if (!manifest)
        return tl::unexpected(manifest.error());
    const ZipEntry* entry = archive->find(folder + "data.pkl");
    if (entry == nullptr)
        return failure(ErrorCode::CorruptInput, subject, "holds no data.pkl");
    const auto pickle = archive->read(*entry, pickleLimit);
    if (!pickle)
        return tl::unexpected(pickle.error());
    auto document = readPickle(pickle->view, subject);
    if (!document)
        return tl::unexpected(document.error());
    const PickleId dict = ModuleTree(*document).flatten();
    auto model = readStateDict(*document, dict, *archive, folder, subject);
    if (!model)
        return tl::unexpected(model.error());
    ModelFile file;
    file.sets.push_back({ {}, std::move(model->tensors), std::move(model->warnings) });
    file.config = configOf(*manifest);
    file.script = std::move(*manifest);
    file.storage = [archive, storages = std::move(model->storages)](std::size_t index) {
        return archive->read(storages[index], storageLimit);
    };
    return file;
}

} // namespace maskscope
