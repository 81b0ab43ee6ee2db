// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/data/recording/formats/fif/fif_content.h"
#include "analysis/data/recording/formats/fif/fif_data.h"
#include "analysis/data/recording/formats/fif/fif_tags.h"

namespace maskscope {

/// Fills the content of a file from its tags as they come by.
class FifCollector {
public:
    FifCollector(FifFile& file, FifContent& content)
        : m_file(file)
        , m_content(content)
    {
    }

    [[nodiscard]] Result<void> visit(const FifTag& tag, std::span<const std::int32_t> blocks);
    /// Whether samples were gathered and it is among them that the file was cut: all that describes them came before.
    [[nodiscard]] bool cutAmongSamples() const;
    /// Checks what was gathered and completes the content.
    [[nodiscard]] Result<void> finish(const std::filesystem::path& path);

private:
    Result<void> startBlock(std::int32_t block);
    Result<void> readInfo(const FifTag& tag);
    Result<void> readChannel(const FifTag& tag);
    Result<void> readText(const FifTag& tag, std::string& text);
    Result<void> readBadChannels(const FifTag& tag);
    Result<void> readProjector(const FifTag& tag);
    Result<void> readAnnotations(const FifTag& tag);
    Result<void> readReference(const FifTag& tag);
    Result<void> readDate(const FifTag& tag, std::optional<FifDate>& date);
    Result<void> readNumbers(const FifTag& tag, std::vector<double>& values);
    Result<void> checkInfo();
    void nameChannels();

    FifFile& m_file;
    FifContent& m_content;
    FifData m_data;
    std::map<std::int32_t, int> m_blocks; // how many there are of each kind
    std::optional<std::int32_t> m_channelCount;
    std::vector<std::string> m_longNames;
    std::vector<FifReference> m_references;
    int m_projectorsApplied = 0;
};

} // namespace maskscope
