// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/formats/safetensors_header.h"

#include <unordered_set>

#include <nlohmann/json.hpp>

namespace maskscope {

namespace {

using Json = nlohmann::json;

constexpr std::size_t entryLimit = 100'000;
constexpr std::size_t rankLimit = 64; // torch's own
constexpr std::size_t metadataLimit = 10'000;

/// {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ..., "__metadata__": {"key": "text"}}
class HeaderReader final : public nlohmann::json_sax<Json> {
public:
    SafetensorsHeader header;
    std::string fault;

    bool start_object(std::size_t /*count*/) override
    {
        m_seen.clear();
        if (++m_depth == 1)
            return true;
        return m_depth == 2 && !m_inList ? true : fail("nests its values deeper than it may");
    }

    bool end_object() override
    {
        if (--m_depth == 1 && !m_inMetadata && m_seen.size() != 3)
            return fail("lacks dtype, shape or data_offsets of " + shown());
        m_inMetadata = false;
        return true;
    }

    bool key(std::string& name) override
    {
        if (m_depth == 1)
            return beginEntry(name);
        m_field = name;
        if (!m_seen.insert(name).second)
            return fail("names '" + name.substr(0, 80) + "' twice in " + shown());
        if (m_inMetadata || name == "dtype" || name == "shape" || name == "data_offsets")
            return true;
        return fail("has an unknown field '" + name.substr(0, 80) + "' in " + shown());
    }

    bool string(std::string& text) override
    {
        if (m_depth != 2 || m_inList)
            return unexpected();
        if (m_inMetadata) {
            header.metadata.emplace_back(m_field, text);
            return header.metadata.size() <= metadataLimit ? true : fail("has more than 10000 metadata");
        }
        if (m_field != "dtype")
            return unexpected();
        header.entries.back().dtype = text;
        return true;
    }

    bool start_array(std::size_t /*count*/) override
    {
        if (m_depth != 2 || m_inMetadata || m_inList || m_field == "dtype")
            return unexpected();
        m_inList = true;
        m_numbers = 0;
        return true;
    }

    bool end_array() override
    {
        m_inList = false;
        return m_field != "data_offsets" || m_numbers == 2 ? true : unexpected();
    }

    bool number_unsigned(std::uint64_t value) override
    {
        if (!m_inList)
            return unexpected();
        SafetensorsEntry& entry = header.entries.back();
        ++m_numbers;
        if (m_field == "shape") {
            entry.shape.push_back(value);
            return m_numbers <= rankLimit ? true : fail("gives " + shown() + " more than 64 dimensions");
        }
        (m_numbers == 1 ? entry.begin : entry.end) = value;
        return m_numbers <= 2 ? true : unexpected();
    }

    bool number_integer(std::int64_t /*value*/) override { return fail("has a negative number in " + shown()); }
    bool number_float(double /*value*/, const std::string& /*text*/) override { return unexpected(); }
    bool boolean(bool /*value*/) override { return unexpected(); }
    bool null() override { return unexpected(); }
    bool binary(Json::binary_t& /*value*/) override { return unexpected(); }
    bool parse_error(std::size_t position, const std::string& /*token*/, const Json::exception& /*error*/) override
    {
        return fail("is no JSON (byte " + std::to_string(position) + ")");
    }

private:
    bool beginEntry(const std::string& name)
    {
        if (!m_names.insert(name).second)
            return fail("names '" + name.substr(0, 80) + "' twice");
        m_inMetadata = name == "__metadata__";
        if (m_inMetadata)
            return true;
        if (header.entries.size() >= entryLimit)
            return fail("lists more than 100000 tensors");
        header.entries.push_back({ name, {}, {}, 0, 0 });
        return true;
    }

    [[nodiscard]] std::string shown() const
    {
        return m_inMetadata || header.entries.empty() ? "__metadata__"
                                                      : "'" + header.entries.back().name.substr(0, 80) + "'";
    }
    bool unexpected() { return fail("has a value that does not belong into " + shown()); }
    bool fail(std::string text)
    {
        if (fault.empty())
            fault = std::move(text);
        return false;
    }

    int m_depth = 0;
    bool m_inMetadata = false, m_inList = false;
    std::size_t m_numbers = 0;
    std::string m_field;
    std::unordered_set<std::string> m_names, m_seen;
};

} // namespace

Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view json, const std::string& subject)
{
    HeaderReader reader;
    if (Json::sax_parse(json.begin(), json.end(), &reader))
        return std::move(reader.header);
    return failure(ErrorCode::CorruptInput, subject, "its safetensors header " + reader.fault);
}

} // namespace maskscope
