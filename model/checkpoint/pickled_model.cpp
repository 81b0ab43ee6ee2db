// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <initializer_list>
#include <optional>
#include <string_view>

#include "analysis/data/core/foreign/foreign_file.h"
#include "model/checkpoint/file_kind.h"
#include "model/checkpoint/config_search.h"
#include "model/checkpoint/model_file.h"
#include "model/checkpoint/formats/zip/other_archives.h"
#include "model/checkpoint/formats/pickle/pickle_machine.h"
#include "model/checkpoint/state_dict.h"
#include "model/checkpoint/unread_weights.h"

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
void readExtras(const PickleDocument& document, bool bare, ModelFile& file)
{
    const std::vector<PickleId>& items = document.children(document.root);
    if (document.is(document.root, PickleKind::Dict) && !bare) // the entries of a bare state_dict are tensors
        for (std::size_t i = 0; i + 1 < items.size() && file.topLevelKeys.size() < 100; i += 2)
            file.topLevelKeys.push_back(configValueOf(document, items[i]).text.substr(0, 200));
    FoundConfig config = findConfig(document);
    file.config = std::move(config.entries);
    file.configSource = std::move(config.source);
    file.bestLoss = numberAt(document, { "best_loss", "best_val_loss", "val_loss", "loss" });
    const auto number = numberAt(document, { "epoch" });
    if (number && *number >= 0 && *number < 1e12)
        file.epoch = static_cast<std::int64_t>(*number);
}

/// Every set of weights with the storages of all in one list. A damaged one is left out where another one is sound.
class SetReader {
public:
    SetReader(const PickleDocument& document, const ZipArchive& archive, const std::string& folder,
              const std::string& subject)
        : m_document(document)
        , m_archive(archive)
        , m_folder(folder)
        , m_subject(subject)
    {
    }

    void add(const WeightPlace& place, ModelFile& file)
    {
        auto model = readStateDict(m_document, place.dict, m_archive, m_folder, m_subject);
        if (!model) {
            if (!fault)
                fault = model.error();
            file.warnings.push_back("the weights '" + place.name + "' are damaged: " + model.error().message);
            return;
        }
        for (CheckpointTensor& tensor : model->tensors)
            tensor.storage += storages.size();
        storages.insert(storages.end(), model->storages.begin(), model->storages.end());
        file.sets.push_back({ place.name, std::move(model->tensors), std::move(model->warnings) });
    }

    std::vector<ZipEntry> storages;
    std::optional<Error> fault; ///< the first one

private:
    const PickleDocument& m_document;
    const ZipArchive& m_archive;
    const std::string& m_folder;
    const std::string& m_subject;
};

std::string unreadWeightsOf(const PickleDocument& document)
{
    for (const std::string& name : document.opaqueClasses)
        if (std::string unread = unreadKind(name); !unread.empty())
            return unread;
    return {};
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
    ModelFile file;
    file.unreadWeights = unreadWeightsOf(*document);
    const auto places = findStateDicts(*document, subject);
    if (!places && !file.unreadWeights.empty())
        return failure(ErrorCode::UnsupportedFormat, subject, file.unreadWeights);
    if (!places)
        return tl::unexpected(places.error());
    SetReader reader(*document, *archive, folder, subject);
    for (const WeightPlace& place : *places)
        reader.add(place, file);
    if (file.sets.empty())
        return tl::unexpected(*reader.fault);
    file.storage = [archive, storages = std::move(reader.storages)](std::size_t index) {
        return archive->read(storages[index], storageLimit);
    };
    noteOpaqueClasses(*document, file);
    readExtras(*document, places->front().dict == document->root, file);
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
    if (const std::string other = otherArchive(*archive); !other.empty())
        return failure(ErrorCode::UnsupportedFormat, subject, other);
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
