// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/state_dict.h"

#include <set>
#include <unordered_map>

#include "model/checkpoint/shape_text.h"
#include "model/checkpoint/tensor_names.h"

namespace maskscope {

namespace {

__extension__ using Wide = __int128; // products of sizes and strides of a hostile file overflow 64 bits

constexpr std::size_t tensorLimit = 100'000;
constexpr Wide elementLimit = Wide { 1 } << 34U;
constexpr Wide repetitionFreeBytes = Wide { 64 } << 20U; ///< all views of a file together, beyond what it stores
constexpr std::uint32_t repetitionLimit = 16;
constexpr Wide repeatedElementLimit = Wide { 1 } << 24U; ///< of views that show an element more than once (stride 0)

/// An explanation where the view leaves its storage of `storageBytes`, else nothing.
std::string viewFault(const PickleTensor& tensor, std::uint64_t storageBytes)
{
    const Wide itemBytes = static_cast<Wide>(tensorTypeBytes(tensor.type));
    const Wide available = static_cast<Wide>(storageBytes) / itemBytes;
    if (tensor.offset < 0)
        return "starts before its storage";
    Wide elements = 1;
    Wide last = tensor.offset;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        if (tensor.shape[i] < 0 || tensor.strides[i] < 0)
            return "has a negative size or stride";
        elements *= tensor.shape[i];
        if (elements > elementLimit)
            return "is far too large";
        if (tensor.shape[i] > 0)
            last += static_cast<Wide>(tensor.shape[i] - 1) * tensor.strides[i];
        if (last > elementLimit)
            break; // beyond any storage; a few more products could overflow even 128 bits
    }
    if (elements == 0)
        return {};
    if (last >= available)
        return "reaches beyond its storage";
    if (elements > available && elements > repeatedElementLimit)
        return "repeats its storage far too often";
    return {};
}

class StateDictReader {
public:
    StateDictReader(const PickleDocument& document, PickleId dict, const ZipArchive& archive, const std::string& folder,
                    const std::string& subject)
        : m_document(document)
        , m_archive(archive)
        , m_folder(folder)
        , m_subject(subject)
    {
        const std::vector<PickleId>& items = document.children(dict);
        for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
            if (document.is(items[i], PickleKind::String))
                m_names.give(document.text(items[i]));
        }
    }

    Result<void> add(PickleId key, PickleId value)
    {
        if (!m_document.is(key, PickleKind::String) || !m_document.is(value, PickleKind::Tensor)) {
            m_skipped.emplace(m_document.is(key, PickleKind::String) ? m_document.text(key).substr(0, 80) : "?");
            return {};
        }
        const std::string_view given = m_document.text(key);
        const PickleTensor& source = m_document.tensors[m_document[value].part];
        auto storage = storageOf(source, given);
        if (!storage)
            return tl::unexpected(storage.error());
        CheckpointTensor tensor { m_names.bare(given), source.type,   source.shape,
                                  source.strides,      source.offset, *storage };
        // Python keeps the last value of a key, at the place of the first one.
        const auto [known, isNew] = m_position.emplace(tensor.name, m_result.tensors.size());
        if (isNew)
            m_result.tensors.push_back(std::move(tensor));
        else
            m_result.tensors[known->second] = std::move(tensor);
        if (m_result.tensors.size() > tensorLimit)
            return failure(ErrorCode::CorruptInput, m_subject, "the model has more than 100000 tensors");
        return {};
    }

    Result<StateDict> finish()
    {
        if (m_tensorBytes > m_storedBytes * repetitionLimit + repetitionFreeBytes)
            return failure(ErrorCode::CorruptInput, m_subject, "its tensors claim far more values than the file holds",
                           "at most " + std::to_string(repetitionLimit) + " times the stored bytes",
                           std::to_string(static_cast<double>(m_tensorBytes)) + " bytes of tensors over "
                               + std::to_string(static_cast<double>(m_storedBytes)));
        m_result.warnings = m_names.warnings();
        if (!m_skipped.empty()) {
            std::string text = "entries of the model that are no tensors were left out:";
            for (const std::string& name : m_skipped)
                text += " " + name;
            m_result.warnings.push_back(text);
        }
        return std::move(m_result);
    }

private:
    Result<std::size_t> storageOf(const PickleTensor& tensor, std::string_view name)
    {
        const PickleStorage& storage = m_document.storages[tensor.storage];
        const std::string label = "tensor " + std::string(name.substr(0, 120)) + " " + shapeText(tensor.shape);
        const ZipEntry* entry = m_archive.find(m_folder + "data/" + storage.key);
        if (entry == nullptr)
            return failure(ErrorCode::CorruptInput, m_subject,
                           label + " has no values: the entry data/" + storage.key.substr(0, 40) + " is missing");
        const Wide declared = static_cast<Wide>(storage.elements) * static_cast<Wide>(tensorTypeBytes(storage.type));
        if (declared < 0 || declared > static_cast<Wide>(entry->bytes))
            return failure(ErrorCode::CorruptInput, m_subject, label + " has too few values in the file",
                           std::to_string(storage.elements) + " elements of "
                               + std::string(tensorTypeName(storage.type)),
                           std::to_string(entry->bytes) + " bytes");
        if (const std::string fault = viewFault(tensor, entry->bytes); !fault.empty())
            return failure(ErrorCode::CorruptInput, m_subject,
                           label + " " + fault + " of " + std::to_string(entry->bytes) + " bytes (offset "
                               + std::to_string(tensor.offset) + ", strides " + shapeText(tensor.strides) + ")");
        const auto [known, isNew] = m_storageIndex.emplace(entry->index, m_result.storages.size());
        Wide bytes = static_cast<Wide>(tensorTypeBytes(tensor.type));
        for (const std::int64_t size : tensor.shape)
            bytes *= size; // viewFault() has bounded the product
        m_tensorBytes += bytes;
        if (isNew) {
            m_storedBytes += static_cast<Wide>(entry->bytes);
            m_result.storages.push_back(*entry);
        }
        return known->second;
    }

    const PickleDocument& m_document;
    const ZipArchive& m_archive;
    const std::string& m_folder;
    const std::string& m_subject;
    StateDict m_result;
    std::unordered_map<std::string, std::size_t> m_position;
    TensorNames m_names;
    std::unordered_map<std::uint64_t, std::size_t> m_storageIndex;
    std::set<std::string> m_skipped;
    Wide m_tensorBytes = 0, m_storedBytes = 0;
};

} // namespace

Result<StateDict> readStateDict(const PickleDocument& document, PickleId dict, const ZipArchive& archive,
                                const std::string& folder, const std::string& subject)
{
    StateDictReader reader(document, dict, archive, folder, subject);
    const std::vector<PickleId>& items = document.children(dict);
    const bool bare = dict == document.root; // other entries beside the tensors are then no part of the model
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
        if (bare && !document.is(items[i + 1], PickleKind::Tensor))
            continue;
        if (auto added = reader.add(items[i], items[i + 1]); !added)
            return tl::unexpected(added.error());
    }
    return reader.finish();
}

} // namespace maskscope
