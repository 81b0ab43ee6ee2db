// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <zlib.h>

namespace maskscope::test {

/// Writes MATLAB 5.0 files element by element, right or wrong, in either byte order.
struct MatBuilder {
    bool bigEndian = false;

    template <typename T>
    [[nodiscard]] std::string number(T value) const
    {
        std::string bytes(sizeof(T), '\0');
        std::memcpy(bytes.data(), &value, sizeof(T)); // the tests run on little-endian machines
        if (bigEndian)
            std::ranges::reverse(bytes);
        return bytes;
    }

    [[nodiscard]] std::string element(std::uint32_t type, std::string content) const
    {
        const auto size = static_cast<std::uint32_t>(content.size());
        if (size > 0 && size <= 4) { // the short form
            content.resize(4);
            return number((size << 16U) | type) + content;
        }
        content.resize((content.size() + 7) / 8 * 8);
        return number(type) + number(size) + content;
    }

    [[nodiscard]] std::string array(std::uint32_t matClass, const std::vector<std::int32_t>& sizes,
                                    const std::string& name, const std::string& content) const
    {
        std::string dimensions;
        for (const std::int32_t size : sizes)
            dimensions += number(size);
        return element(14,
                       element(6, number(matClass) + number(std::uint32_t { 0 })) + element(5, dimensions)
                           + element(1, name) + content);
    }

    [[nodiscard]] std::string scalar(double value, const std::string& name = {}) const
    {
        return array(6, { 1, 1 }, name, element(9, number(value)));
    }

    [[nodiscard]] std::string text(const std::string& value, const std::string& name = {}) const
    {
        std::string letters;
        for (const char c : value)
            letters += number(static_cast<std::uint16_t>(static_cast<unsigned char>(c)));
        return array(4, { value.empty() ? 0 : 1, static_cast<std::int32_t>(value.size()) }, name, element(4, letters));
    }

    /// A struct array of `count` elements; `values` run through all fields of the first, then of the second ...
    [[nodiscard]] std::string structure(const std::vector<std::string>& fields, const std::vector<std::string>& values,
                                        std::int32_t count, const std::string& name = {}) const
    {
        std::string names;
        for (std::string field : fields) {
            field.resize(32);
            names += field;
        }
        std::string content = element(5, number(std::int32_t { 32 })) + element(1, names);
        for (const std::string& value : values)
            content += value;
        return array(2, { 1, count }, name, content);
    }

    [[nodiscard]] std::string compressed(const std::string& whole) const
    {
        uLongf size = compressBound(whole.size());
        std::string packed(size, '\0');
        ::compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(whole.data()),
                   whole.size());
        packed.resize(size);
        return number(std::uint32_t { 15 }) + number(static_cast<std::uint32_t>(size)) + packed;
    }

    [[nodiscard]] std::string file(const std::string& elements) const
    {
        std::string head = "MATLAB 5.0 MAT-file, Platform: TEST";
        head.resize(124, ' ');
        return head + number(std::uint16_t { 0x0100 }) + (bigEndian ? "MI" : "IM") + elements;
    }
};

/// A small dataset: sample t of channel c is 100 c + t. Fields can be replaced one by one.
struct EeglabBuilder {
    MatBuilder mat;
    int channels = 3;
    int samples = 20; ///< an epoch
    int trials = 1;
    bool flat = false; ///< every field a variable of its own
    bool compressed = false;
    std::vector<std::pair<std::string, std::string>> replaced; ///< field, array ("" takes the field away)
    std::vector<std::pair<double, std::string>> events { { 3, "square" } }; ///< latency, type
    std::string eventDuration; ///< an array for all events, none where empty

    [[nodiscard]] std::string samplesAsFloat32() const
    {
        std::string bytes;
        for (int t = 0; t < samples * trials; ++t) {
            for (int c = 0; c < channels; ++c)
                bytes += mat.number(static_cast<float>(100 * c + t));
        }
        return bytes;
    }

    [[nodiscard]] std::string data(const std::string& name = {}) const
    {
        std::vector<std::int32_t> sizes { channels, samples };
        if (trials > 1)
            sizes.push_back(trials);
        return mat.array(7, sizes, name, mat.element(7, samplesAsFloat32()));
    }

    [[nodiscard]] std::string eventArray(const std::string& name) const
    {
        std::vector<std::string> values;
        for (const auto& [latency, type] : events) {
            const bool number = !type.empty() && type.find_first_not_of("-0123456789.") == std::string::npos;
            values.insert(values.end(), { mat.scalar(latency), number ? mat.scalar(std::stod(type)) : mat.text(type) });
            if (!eventDuration.empty())
                values.push_back(eventDuration);
        }
        std::vector<std::string> fields { "latency", "type" };
        if (!eventDuration.empty())
            fields.emplace_back("duration");
        return mat.structure(fields, values, static_cast<std::int32_t>(events.size()), name);
    }

    [[nodiscard]] std::string channelArray(const std::string& name) const
    {
        std::vector<std::string> values;
        const char* labels[] = { "Fz", "C3", "EOG1", "Pz", "Oz" };
        for (int c = 0; c < channels; ++c) // Fz before, C3 to the left, EOG1 nowhere
            values.insert(values.end(),
                          { mat.text(labels[c % 5]), c == 2 ? mat.text("EOG") : mat.text(""),
                            c == 2 ? mat.array(6, { 0, 0 }, "", mat.element(9, "")) : mat.scalar(c == 0 ? 80 : 0),
                            mat.scalar(c == 1 ? 70 : 0), mat.scalar(40) });
        return mat.structure({ "labels", "type", "X", "Y", "Z" }, values, channels, name);
    }

    [[nodiscard]] std::string bytes() const
    {
        const auto named = [&](const char* field) { return flat ? std::string(field) : std::string(); };
        std::vector<std::pair<std::string, std::string>> fields {
            { "nbchan", mat.scalar(channels, named("nbchan")) },
            { "pnts", mat.scalar(samples, named("pnts")) },
            { "trials", mat.scalar(trials, named("trials")) },
            { "srate", mat.scalar(250, named("srate")) },
            { "ref", mat.text("common", named("ref")) },
            { "chanlocs", channelArray(named("chanlocs")) },
            { "event", eventArray(named("event")) },
            { "data", data(named("data")) },
        };
        for (const auto& [name, array] : replaced) {
            const auto old = std::ranges::find(fields, name, &std::pair<std::string, std::string>::first);
            if (old == fields.end())
                fields.emplace_back(name, array);
            else
                old->second = array;
        }
        std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
        std::string elements;
        std::vector<std::string> names;
        std::vector<std::string> values;
        for (const auto& [name, array] : fields) {
            names.push_back(name);
            values.push_back(array);
            elements += compressed ? mat.compressed(array) : array;
        }
        if (flat)
            return mat.file(elements);
        const std::string eeg = mat.structure(names, values, 1, "EEG");
        return mat.file(compressed ? mat.compressed(eeg) : eeg);
    }
};

} // namespace maskscope::test
