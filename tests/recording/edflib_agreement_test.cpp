// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// EDFlib as a second opinion: sample by sample on every file that it accepts. It refuses EDF+ files whose annotation
// signal has a prefilter (PhysioNet's EEGMMIDB) and BDF files of which the number of records is unknown or padded. It
// cuts samples beyond the declared digital range; we and MNE-Python do not, so ours are cut for the comparison.
#include <algorithm>
#include <cmath>
#include <memory>

#include <edflib.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/recording.h"
#include "analysis/data/recording/units.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

void compare(const std::filesystem::path& path, const edf_hdr_struct& header)
{
    const auto recording = readRecording(path);
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int c = 0; c < static_cast<int>(recording->channels.size()); ++c) {
        const auto& signal = header.signalparam[c];
        const auto count = static_cast<std::size_t>(signal.smp_in_file);
        ours.resize(count);
        theirs.resize(count);
        ASSERT_TRUE(recording->source->read(c, 0, ours).has_value());
        ASSERT_EQ(edfread_physical_samples(header.handle, c, static_cast<int>(count), theirs.data()),
                  signal.smp_in_file);
        const Channel& channel = recording->channels[static_cast<std::size_t>(c)];
        if (channel.kind == ChannelKind::Trigger && header.filetype >= EDFLIB_FILETYPE_BDF)
            continue; // delivered as stored bits
        const double scale
            = channel.kind == ChannelKind::Trigger ? 1.0 : microvoltsPer(signal.physdimension).value_or(1.0);
        const auto [low, high] = std::minmax(signal.phys_min, signal.phys_max);
        double worst = 0;
        for (std::size_t i = 0; i < count; ++i)
            worst = std::max(worst, std::abs(std::clamp(ours[i], scale * low, scale * high) - scale * theirs[i]));
        EXPECT_LT(worst, 1e-9 * scale * std::max(std::abs(signal.phys_max), std::abs(signal.phys_min)))
            << channel.label;
    }
}

TEST(EdflibAgreement, EverySampleOfEveryFileItAccepts)
{
    if (!std::filesystem::exists(shared / "recordings" / "edf"))
        GTEST_SKIP() << "no shared recordings";
    int accepted = 0;
    for (const char* folder : { "edf", "bdf" }) {
        for (const auto& entry : std::filesystem::directory_iterator(shared / "recordings" / folder)) {
            if (entry.path().extension() == ".json")
                continue;
            SCOPED_TRACE(entry.path().filename());
            const auto header = std::make_unique<edf_hdr_struct>();
            if (edfopen_file_readonly(entry.path().c_str(), header.get(), EDFLIB_DO_NOT_READ_ANNOTATIONS) != 0)
                continue;
            compare(entry.path(), *header);
            edfclose_file(header->handle);
            ++accepted;
        }
    }
    EXPECT_GE(accepted, 15);
}

} // namespace
} // namespace maskscope::test
