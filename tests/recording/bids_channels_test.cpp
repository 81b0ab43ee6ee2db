// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What channels.tsv beside a recording says of its channels.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/reading/bids_channels.h"
#include "analysis/data/recording/recording.h"
#include "tests/recording/edf_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class BidsChannels : public testing::Test {
protected:
    /// Writes NAME below the data set with five channels.
    void write(const std::string& name, const std::string& bytes) const
    {
        std::filesystem::create_directories((m_folder / name).parent_path());
        static_cast<void>(m_folder.write(name, bytes));
    }
    [[nodiscard]] Recording read(const std::string& name, bool keepBad = false) const
    {
        EdfBuilder edf;
        edf.channels
            = { { .label = "Fz" }, { .label = "Cz" }, { .label = "EXG1" }, { .label = "HEO" }, { .label = "Oz" } };
        write(name, edf.bytes());
        const auto recording = readRecording(m_folder / name, std::nullopt, keepBad);
        EXPECT_TRUE(recording.has_value()) << recording.error().sentence();
        return recording.value_or(Recording {});
    }
    TemporaryFolder m_folder;
};

const std::string table = "name\ttype\tunits\tstatus\tstatus_description\n"
                          "Fz\tEEG\tuV\tgood\tn/a\nCz\tEEG\tuV\tbad\tno gel\nEXG1\tEEG\tuV\tgood\tn/a\n"
                          "HEO\tHEOG\tuV\tgood\tn/a\nOz\tMISC\tuV\tn/a\tn/a\n";

TEST_F(BidsChannels, KindsAndStatusAreRespected)
{
    write("sub-01_task-rest_channels.tsv", table);
    const Recording recording = read("sub-01_task-rest_eeg.edf");
    EXPECT_THAT(whyLeftOut(recording, recording.channels[0]), IsEmpty());
    EXPECT_EQ(whyLeftOut(recording, recording.channels[1]), "marked bad in sub-01_task-rest_channels.tsv");
    EXPECT_EQ(recording.channels[2].kind, ChannelKind::Eeg); // whatever its label
    EXPECT_EQ(recording.channels[3].kind, ChannelKind::Eog);
    EXPECT_EQ(recording.channels[4].kind, ChannelKind::Other);
    EXPECT_THAT(
        recording.warnings,
        Contains("channels marked bad in sub-01_task-rest_channels.tsv are left out (--keep-bad keeps them): CZ"));
    const Recording kept = read("sub-01_task-rest_eeg.edf", true);
    EXPECT_THAT(whyLeftOut(kept, kept.channels[1]), IsEmpty());
    EXPECT_THAT(kept.warnings, Contains(HasSubstr("are kept, as asked for (--keep-bad): CZ")));
    EXPECT_EQ(kept.channels[3].kind, ChannelKind::Eog); // a kind is no mark of bad data
    const auto chosen = readRecording(m_folder / "sub-01_task-rest_eeg.edf", std::nullopt, false, { .keepBad = true });
    ASSERT_TRUE(chosen.has_value());
    EXPECT_THAT(whyLeftOut(*chosen, chosen->channels[1]), IsEmpty()); // the same as a choice about this recording
}

TEST_F(BidsChannels, ATypeThatIsNotGivenTakesNothingBack)
{
    write("a_channels.tsv", "name\ttype\nX1\tn/a\nPz\tEEG\n");
    Recording recording;
    recording.path = m_folder / "a.set";
    recording.channels.resize(2);
    recording.channels[0].label = "X1";
    recording.channels[0].kindStated = true; // by the file
    recording.channels[1].label = "Pz";
    recording.channels[1].kind = ChannelKind::Other;
    recording.channels[1].notEeg = "unit % is no voltage";
    applyBidsChannels(recording);
    EXPECT_TRUE(recording.channels[0].kindStated);
    EXPECT_TRUE(recording.channels[1].kindStated);
    EXPECT_EQ(recording.channels[1].kind, ChannelKind::Eeg);
    EXPECT_THAT(recording.channels[1].notEeg, IsEmpty());
}

TEST_F(BidsChannels, TablesFurtherUpAreInherited)
{
    write("dataset_description.json", "{}");
    write("task-rest_channels.tsv", table);
    write("task-other_channels.tsv", "name\tstatus\nFz\tbad\n");
    const std::string name = "sub-01/ses-1/eeg/sub-01_ses-1_task-rest_run-1_eeg.edf";
    EXPECT_EQ(read(name).channels[1].markedBad, "in task-rest_channels.tsv");
    write("sub-01/ses-1/eeg/sub-01_ses-1_task-rest_run-1_channels.tsv", "name\tstatus\r\nOz\tbad\r\n");
    const Recording own = read(name);
    EXPECT_THAT(own.channels[1].markedBad, IsEmpty());
    EXPECT_THAT(own.channels[4].markedBad, Not(IsEmpty()));
    EXPECT_THAT(own.warnings, Contains(HasSubstr("lists 1 of 5 channels")));
}

TEST_F(BidsChannels, OtherNamesAndBrokenTables)
{
    EXPECT_THAT(read("a.edf").warnings, Not(Contains(HasSubstr("channels.tsv"))));
    write("a_channels.tsv", table);
    EXPECT_THAT(read("a.edf").channels[1].markedBad, Not(IsEmpty()));
    write("a_channels.tsv", "\xEF\xBB\xBFname\tstatus\nCz\tbad\n");
    EXPECT_THAT(read("a.edf").channels[1].markedBad, Not(IsEmpty()));
    write("a_channels.tsv", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 77\n");
    EXPECT_THAT(read("a.edf").warnings,
                Contains(AllOf(HasSubstr("a_channels.tsv is not used"), HasSubstr("Git LFS pointer"))));
    write("a_channels.tsv", "label,type\nCz,EEG\n");
    EXPECT_THAT(read("a.edf").warnings, Contains(HasSubstr("has no column 'name'")));
}

} // namespace
} // namespace maskscope::test
