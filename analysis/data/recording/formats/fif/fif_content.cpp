// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/fif/fif_content.h"

#include <algorithm>
#include <cmath>

#include "analysis/data/recording/formats/fif/fif_collector.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> noRawData(const fs::path& path, const std::map<std::int32_t, int>& blocks)
{
    const bool epochs = blocks.contains(fif::Epochs);
    if (epochs || blocks.contains(fif::Evoked))
        return failure(ErrorCode::UnsupportedFormat, path.string(),
                       "is no continuous recording: save the raw recording that it was made from, as raw FIF",
                       "raw data", epochs ? "epochs" : "averages (evoked responses)");
    return failure(ErrorCode::UnsupportedFormat, path.string(), "is a FIF file without a recording", "raw data",
                   "none");
}

} // namespace

/// Long names stand apart, in the order of the channels, since the struct has room for 15 characters. The list of bad
/// channels uses the short ones.
void FifCollector::nameChannels()
{
    std::map<std::string, std::string> longOf;
    for (std::size_t i = 0; i < m_longNames.size(); ++i) {
        std::string name = toUtf8(trimmed(m_longNames[i]));
        if (name.empty())
            continue;
        longOf[m_content.channels[i].label] = name;
        m_content.channels[i].label = std::move(name);
    }
    for (std::string& bad : m_content.badChannels) {
        if (const auto found = longOf.find(bad); found != longOf.end())
            bad = found->second;
    }
}

Result<void> FifCollector::checkInfo()
{
    const std::size_t described = m_content.channels.size();
    if (m_blocks[fif::MeasurementInfo] > 1)
        return m_file.corrupt("holds several measurements", "one", std::to_string(m_blocks[fif::MeasurementInfo]));
    if (!m_channelCount || described != static_cast<std::size_t>(*m_channelCount))
        return m_file.corrupt("has another number of channels than descriptions of channels",
                              m_channelCount ? std::to_string(*m_channelCount) : "a number of channels",
                              std::to_string(described));
    if (!m_longNames.empty() && m_longNames.size() != described)
        return m_file.corrupt("gives long names to another number of channels than it has", std::to_string(described),
                              std::to_string(m_longNames.size()));
    if (!(m_content.samplingRateHz > 0) || !std::isfinite(m_content.samplingRateHz))
        return m_file.corrupt("has no sampling rate", "a rate above 0 Hz", std::to_string(m_content.samplingRateHz));
    return {};
}

Result<void> FifCollector::finish(const fs::path& path)
{
    const int rawBlocks = m_blocks[fif::RawData] + m_blocks[fif::ContinuousData] + m_blocks[fif::ShieldedRawData];
    if (rawBlocks == 0)
        return noRawData(path, m_blocks);
    if (rawBlocks > 1)
        return failure(ErrorCode::UnsupportedFormat, path.string(), "holds several pieces of raw data",
                       "one block of them", std::to_string(rawBlocks));
    if (auto ok = checkInfo(); !ok)
        return ok;
    nameChannels();
    m_content.shielded = m_blocks[fif::ShieldedRawData] > 0;
    m_content.projectors = std::max(0, m_blocks[fif::Projector] - m_projectorsApplied);
    const auto next = std::ranges::find(m_references, 2, &FifReference::role);
    if (next != m_references.end())
        m_content.next = *next;
    m_content.continuation = std::ranges::find(m_references, 1, &FifReference::role) != m_references.end();
    auto buffers = m_data.buffers(m_file, *m_channelCount);
    if (!buffers)
        return tl::unexpected(buffers.error());
    m_content.buffers = std::move(*buffers);
    return {};
}

bool FifCollector::cutAmongSamples() const
{
    constexpr std::int32_t measurement = 100; // the block around the others: the samples are over
    const auto within = m_file.cutWithin();
    const bool late = within
        && (*within == fif::RawData || *within == fif::ContinuousData || *within == fif::ShieldedRawData
            || *within == measurement);
    return late && m_data.any();
}

Result<FifContent> readFifContent(const fs::path& path)
{
    auto file = FifFile::open(path);
    if (!file)
        return tl::unexpected(file.error());
    FifContent content;
    content.path = path;
    FifCollector collector(*file, content);
    bool begun = false;
    const auto visited = file->walk([&](const FifTag& tag, std::span<const std::int32_t> blocks) -> Result<void> {
        constexpr std::uint32_t idStruct = 31;
        if (!begun && (tag.kind != fif::FileId || tag.type != idStruct || tag.size != 20))
            return file->corrupt("is no FIF file: it does not begin with a file's identity");
        begun = true;
        return collector.visit(tag, blocks);
    });
    if (!visited && !collector.cutAmongSamples())
        return tl::unexpected(visited.error());
    if (!visited)
        content.cut = visited.error().message;
    if (!begun)
        return file->corrupt("is truncated: it ends within its first tag");
    if (auto ok = collector.finish(path); !ok)
        return tl::unexpected(ok.error());
    return content;
}

} // namespace maskscope
