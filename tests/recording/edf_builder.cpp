// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/recording/edf_builder.h"

namespace maskscope::test {

namespace {

std::string field(std::string text, std::size_t width)
{
    text.resize(width, ' ');
    return text;
}

} // namespace

std::string EdfBuilder::bytes() const
{
    auto all = channels;
    if (!annotations.empty())
        all.push_back(
            { bdf ? "BDF Annotations" : "EDF Annotations", "", "-1", "1", "-32768", "32767", bdf ? "20" : "30" });
    const std::string size = headerBytes.empty() ? std::to_string(256 * (all.size() + 1)) : headerBytes;
    std::string out = (bdf ? "\xFF" + field("BIOSEMI", 7) : field("0", 8)) + field("X X X X", 80)
        + field("Startdate X X X X", 80) + field("01.01.26", 8) + field("00.00.00", 8) + field(size, 8)
        + field(reserved, 44) + field(records, 8) + field(recordDuration, 8)
        + field(count.empty() ? std::to_string(all.size()) : count, 4);
    const auto add = [&](auto member, std::size_t width) {
        for (const EdfBuilderSignal& signal : all)
            out += field(signal.*member, width);
    };
    add(&EdfBuilderSignal::label, 16);
    out.append(80 * all.size(), ' ');
    add(&EdfBuilderSignal::unit, 8);
    add(&EdfBuilderSignal::physicalMin, 8);
    add(&EdfBuilderSignal::physicalMax, 8);
    add(&EdfBuilderSignal::digitalMin, 8);
    add(&EdfBuilderSignal::digitalMax, 8);
    out.append(80 * all.size(), ' ');
    add(&EdfBuilderSignal::perRecord, 8);
    out.append(32 * all.size(), ' ');
    for (int record = 0; record < writtenRecords; ++record) {
        for (std::size_t s = 0; s < channels.size(); ++s) {
            const int n = std::stoi(channels[s].perRecord);
            for (int i = 0; i < n; ++i) {
                const int value = static_cast<int>(s) * 1000 + record * n + i;
                out += static_cast<char>(value & 0xFF);
                out += static_cast<char>((value >> 8) & 0xFF);
                if (bdf)
                    out += static_cast<char>((value >> 16) & 0xFF);
            }
        }
        if (!annotations.empty()) {
            std::string list = annotations[static_cast<std::size_t>(record)];
            list.resize(60, '\0');
            out += list;
        }
    }
    return out;
}

} // namespace maskscope::test
