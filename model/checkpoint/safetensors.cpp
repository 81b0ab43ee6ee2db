// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "model/checkpoint/model_file.h"
#include "model/checkpoint/formats/safetensors_header.h"
#include "model/checkpoint/shape_text.h"
#include "model/checkpoint/tensor_names.h"
#include "model/checkpoint/unread_weights.h"

namespace maskscope {

namespace {

__extension__ using Wide = __int128; // products of sizes of a hostile header overflow 64 bits

constexpr std::uint64_t headerLimit = 16U << 20U;
constexpr std::uint64_t lengthBytes = 8;
constexpr Wide elementLimit = Wide { 1 } << 34U;

struct DtypeName {
    std::string_view name;
    TensorType type;
};
constexpr std::array<DtypeName, 11> dtypeNames { {
    { "F64", TensorType::Float64 },
    { "F32", TensorType::Float32 },
    { "F16", TensorType::Float16 },
    { "BF16", TensorType::BFloat16 },
    { "I64", TensorType::Int64 },
    { "I32", TensorType::Int32 },
    { "I16", TensorType::Int16 },
    { "I8", TensorType::Int8 },
    { "U8", TensorType::UInt8 },
    { "BOOL", TensorType::Bool },
    { "C64", TensorType::Complex64 },
} };

/// Every value of the metadata is a text; those that are whole numbers, numbers or booleans count as such.
ConfigValue valueOfText(const std::string& text)
{
    ConfigValue value;
    value.text = text.substr(0, 4'000);
    double number = 0;
    const char* last = text.data() + text.size();
    const auto [end, code] = std::from_chars(text.data(), last, number);
    if (code == std::errc() && end == last && !text.empty())
        value.number = number;
    else if (text == "True" || text == "true" || text == "False" || text == "false")
        value.boolean = text.front() == 'T' || text.front() == 't';
    else
        value.isString = true;
    if (value.boolean)
        value.number = *value.boolean ? 1 : 0;
    value.isNone = text == "None" || text == "null";
    return value;
}

class SafetensorsReader {
public:
    SafetensorsReader(const SafetensorsHeader& header, std::uint64_t dataBytes, const std::string& subject)
        : m_header(header)
        , m_dataBytes(dataBytes)
        , m_subject(subject)
    {
    }

    Result<void> read(ModelFile& file)
    {
        if (auto sound = checkOffsets(); !sound)
            return sound;
        TensorNames names;
        WeightSet set;
        for (const SafetensorsEntry& entry : m_header.entries)
            names.give(entry.name);
        std::string unread;
        for (const SafetensorsEntry& entry : m_header.entries) {
            const auto* known = std::find_if(dtypeNames.begin(), dtypeNames.end(),
                                             [&](const DtypeName& dtype) { return dtype.name == entry.dtype; });
            if (known == dtypeNames.end()) {
                if (file.unreadWeights.empty() && entry.dtype.starts_with("F"))
                    file.unreadWeights
                        = unreadKind("Float8, " + entry.dtype.substr(0, 20) + ": " + entry.name.substr(0, 80));
                unread += unread.size() < 400 ? " " + entry.name.substr(0, 80) + " " + entry.dtype.substr(0, 20) : "";
                continue;
            }
            auto tensor = tensorOf(entry, known->type);
            if (!tensor)
                return tl::unexpected(tensor.error());
            tensor->name = names.bare(entry.name);
            tensor->storage = ranges.size();
            ranges.emplace_back(entry.begin, entry.end - entry.begin);
            set.tensors.push_back(std::move(*tensor));
        }
        set.warnings = names.warnings();
        file.sets.push_back(std::move(set));
        if (!unread.empty())
            file.warnings.push_back("tensors of other number types were left out:" + unread);
        return {};
    }

    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges; // offset and size in the data part

private:
    [[nodiscard]] tl::unexpected<Error> broken(std::string message, std::string expected = {},
                                               std::string found = {}) const
    {
        return failure(ErrorCode::CorruptInput, m_subject, std::move(message), std::move(expected), std::move(found));
    }

    /// The format wants every byte of the data part in exactly one tensor.
    [[nodiscard]] Result<void> checkOffsets() const
    {
        std::vector<const SafetensorsEntry*> order;
        for (const SafetensorsEntry& entry : m_header.entries)
            order.push_back(&entry);
        std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
            return std::pair(a->begin, a->end) < std::pair(b->begin, b->end);
        });
        std::uint64_t reached = 0;
        for (const SafetensorsEntry* entry : order) {
            const std::string label = "tensor " + entry->name.substr(0, 120);
            if (entry->end < entry->begin)
                return broken(label + " ends before it begins");
            if (entry->end > m_dataBytes)
                return broken(label + " reaches beyond the file", "at most " + std::to_string(m_dataBytes) + " bytes",
                              std::to_string(entry->end));
            if (entry->begin < reached)
                return broken(label + " overlaps another tensor");
            if (entry->begin > reached)
                return broken("bytes before " + label + " belong to no tensor");
            reached = entry->end;
        }
        if (reached != m_dataBytes)
            return broken("bytes behind the last tensor belong to none", std::to_string(reached) + " bytes of data",
                          std::to_string(m_dataBytes));
        return {};
    }

    [[nodiscard]] Result<CheckpointTensor> tensorOf(const SafetensorsEntry& entry, TensorType type) const
    {
        CheckpointTensor tensor;
        tensor.type = type;
        Wide elements = 1;
        for (const std::uint64_t size : entry.shape) {
            if (size > static_cast<std::uint64_t>(elementLimit))
                return broken("tensor " + entry.name.substr(0, 120) + " is far too large");
            tensor.shape.push_back(static_cast<std::int64_t>(size));
            elements *= static_cast<Wide>(size);
            if (elements > elementLimit)
                return broken("tensor " + entry.name.substr(0, 120) + " is far too large");
        }
        const Wide bytes = elements * static_cast<Wide>(tensorTypeBytes(type));
        if (bytes != static_cast<Wide>(entry.end - entry.begin))
            return broken("tensor " + entry.name.substr(0, 120) + " " + shapeText(tensor.shape)
                              + " and its bytes do not fit together",
                          std::to_string(static_cast<std::uint64_t>(bytes)) + " bytes of "
                              + std::string(tensorTypeName(type)),
                          std::to_string(entry.end - entry.begin));
        tensor.strides.resize(tensor.shape.size(), 1);
        for (std::size_t i = tensor.shape.size(); i-- > 1;)
            tensor.strides[i - 1] = tensor.strides[i] * std::max<std::int64_t>(tensor.shape[i], 1);
        return tensor;
    }

    const SafetensorsHeader& m_header;
    std::uint64_t m_dataBytes;
    const std::string& m_subject;
};

void readMetadata(const SafetensorsHeader& header, ModelFile& file)
{
    for (const auto& [key, text] : header.metadata) {
        const ConfigValue value = valueOfText(text);
        if (key == "epoch" && value.number && *value.number >= 0 && *value.number < 1e12)
            file.epoch = static_cast<std::int64_t>(*value.number);
        else if (key == "best_loss" && value.number)
            file.bestLoss = value.number;
        else if (key != "format") // "pt": the framework
            file.config.emplace_back(key.substr(0, 200), value);
    }
}

std::uint64_t headerLength(std::string_view file)
{
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < lengthBytes; ++i)
        length |= static_cast<std::uint64_t>(static_cast<unsigned char>(file[i])) << (8 * i);
    return length;
}

} // namespace

Result<ModelFile> readSafetensors(const FileBytes& bytes, const std::filesystem::path& path)
{
    const std::string subject = path.string();
    const std::string_view whole = bytes.view(); // of 10 bytes at least: containerOf() has seen them
    const std::uint64_t length = headerLength(whole);
    if (length > whole.size() - lengthBytes)
        return failure(ErrorCode::CorruptInput, subject, "its safetensors header is longer than the file",
                       "at most " + std::to_string(whole.size() - lengthBytes) + " bytes", std::to_string(length));
    if (length > headerLimit)
        return failure(ErrorCode::CorruptInput, subject, "its safetensors header is too large",
                       "at most " + std::to_string(headerLimit) + " bytes", std::to_string(length));
    const auto header = parseSafetensorsHeader(whole.substr(lengthBytes, length), subject);
    if (!header)
        return tl::unexpected(header.error());
    if (header->entries.empty())
        return failure(ErrorCode::UnsupportedFormat, subject, "holds no model", "tensors", "an empty safetensors file");
    const std::uint64_t start = lengthBytes + length;
    SafetensorsReader reader(*header, whole.size() - start, subject);
    ModelFile file;
    if (auto sound = reader.read(file); !sound)
        return tl::unexpected(sound.error());
    readMetadata(*header, file);
    file.storage = [bytes, start, subject, ranges = std::move(reader.ranges)](std::size_t index) {
        Result<StorageBytes> found
            = StorageBytes { bytes.view().substr(start + ranges[index].first, ranges[index].second), nullptr };
        if (auto intact = bytes.requireWhole(subject); !intact)
            found = tl::unexpected(intact.error());
        return found;
    };
    return file;
}

} // namespace maskscope
