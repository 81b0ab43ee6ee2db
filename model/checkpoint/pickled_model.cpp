// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <initializer_list>
#include <string_view>

#include "analysis/core/foreign_file.h"
#include "model/checkpoint/file_kind.h"
#include "model/checkpoint/model_file.h"
#include "model/checkpoint/pickle_machine.h"
#include "model/checkpoint/state_dict.h"

namespace maskscope {

namespace {

constexpr std::string_view pickleName = "data.pkl";

const ZipEntry* locate(const ZipArchive& archive)
{
    for (const ZipEntry& entry : archive.entries()) {
        const std::size_t slash = entry.name.find('/');
        if (slash != std::string::npos && slash > 0 && std::string_view(entry.name).substr(slash + 1) == pickleName)
            return &entry;
    }
    return nullptr;
}

bool isTorchScript(const ZipArchive& archive, const std::string& folder)
{
    if (archive.find(folder + "constants.pkl") != nullptr)
        return true;
    for (const ZipEntry& entry : archive.entries()) {
        if (entry.name.compare(0, folder.size() + 5, folder + "code/") == 0)
            return true;
    }
    return false;
}

std::string firstNames(const ZipArchive& archive)
{
    std::string text = "a zip file of " + std::to_string(archive.entries().size()) + " entries";
    std::size_t shown = 0;
    for (const ZipEntry& entry : archive.entries()) {
        if (++shown > 4)
            break;
        text += (shown == 1 ? ": " : ", ") + entry.name.substr(0, 60);
    }
    return text;
}

Result<void> requireLittleEndian(const ZipArchive& archive, const std::string& folder, const std::string& subject)
{
    const ZipEntry* order = archive.find(folder + "byteorder");
    if (order == nullptr)
        return {};
    const auto bytes = archive.read(*order, 64);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (bytes->view == "little" || bytes->view == "little\n")
        return {};
    return failure(ErrorCode::UnsupportedFormat, subject, "its numbers have another byte order", "'little'",
                   "'" + std::string(bytes->view) + "'; re-save it on a little-endian machine");
}

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

void noteOpaqueClasses(const PickleDocument& document, ModelFile& file)
{
    if (document.opaqueClasses.empty())
        return;
    std::string text = "objects of unknown classes were left unread:";
    for (const std::string& name : document.opaqueClasses)
        text += " " + name;
    file.warnings.push_back(text);
}

/// What stands beside the model in a training checkpoint.
void readExtras(const PickleDocument& document, ModelFile& file)
{
    const std::vector<PickleId>& items = document.children(document.root);
    for (std::size_t i = 0; i + 1 < items.size() && file.topLevelKeys.size() < 100; i += 2)
        file.topLevelKeys.push_back(configValueOf(document, items[i]).text.substr(0, 200));
    if (const PickleId* found = document.find(document.root, "config"))
        file.config = flattenConfig(document, *found);
    if (const PickleId* found = document.find(document.root, "pretrain_config")) { // of a fine-tuned model
        for (auto& [key, value] : flattenConfig(document, *found))
            file.config.emplace_back("pretrain_config." + key, std::move(value));
    }
    file.bestLoss = numberAt(document, { "best_loss", "best_val_loss", "val_loss", "loss" });
    const auto number = numberAt(document, { "epoch" });
    if (number && *number >= 0 && *number < 1e12)
        file.epoch = static_cast<std::int64_t>(*number);
}

Result<ModelFile> readTrainingCheckpoint(const std::shared_ptr<const ZipArchive>& archive, const ZipEntry& pickleEntry,
                                         const std::string& folder, const std::string& subject)
{
    const auto pickle = archive->read(pickleEntry, pickleLimit);
    if (!pickle)
        return tl::unexpected(pickle.error());
    const auto document = readPickle(pickle->view, subject);
    if (!document)
        return tl::unexpected(document.error());
    const auto dict = findStateDict(*document, subject);
    if (!dict)
        return tl::unexpected(dict.error());
    auto model = readStateDict(*document, *dict, *archive, folder, subject);
    if (!model)
        return tl::unexpected(model.error());
    ModelFile file;
    file.tensors = std::move(model->tensors);
    file.warnings = std::move(model->warnings);
    file.storage = [archive, storages = std::move(model->storages)](std::size_t index) {
        return archive->read(storages[index], storageLimit);
    };
    noteOpaqueClasses(*document, file);
    if (*dict != document->root) // the entries of a bare state_dict are tensors
        readExtras(*document, file);
    return file;
}

} // namespace

Result<ModelFile> readZipModel(FileBytes file, const std::filesystem::path& path)
{
    const std::string subject = path.string();
    const auto arrays = foreignByContent(path, file.view().substr(0, 4096));
    auto opened = ZipArchive::open(std::move(file), subject);
    if (!opened)
        return tl::unexpected(opened.error());
    const auto archive = std::make_shared<const ZipArchive>(std::move(*opened));
    const ZipEntry* pickle = locate(*archive);
    if (pickle == nullptr && arrays && arrays->table)
        return notACheckpoint(*arrays, subject);
    if (pickle == nullptr)
        return failure(ErrorCode::UnsupportedFormat, subject, "is no checkpoint",
                       "a zip file written by torch.save, with an entry <name>/data.pkl", firstNames(*archive));
    const std::string folder = pickle->name.substr(0, pickle->name.size() - pickleName.size());
    if (auto little = requireLittleEndian(*archive, folder, subject); !little)
        return tl::unexpected(little.error());
    if (isTorchScript(*archive, folder))
        return readScriptModel(archive, folder, path);
    return readTrainingCheckpoint(archive, *pickle, folder, subject);
}

} // namespace maskscope
