// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/folder_files.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "tests/recording/temporary_folder.h"

namespace maskscope::test {

namespace {

TEST(FolderFiles, AreThoseThatCanBeOpenedInTheOrderOfPeople)
{
    const TemporaryFolder folder;
    const std::filesystem::path top = folder / "top";
    for (const char* file :
         { "run/epoch_10.pt", "run/epoch_9.pt", "run/epoch_9.projection.npy", "run/notes.txt", "run/.hidden.pt",
           ".git/x.pt", "sub-01/eeg/a.VHDR", "sub-01/eeg/a.eeg", "sub-01/eeg/a.vmrk", "s.set", "s.fdt",
           "1/2/3/4/5/6/too_deep.edf", "1/2/3/4/5/deep.edf" }) {
        std::filesystem::create_directories((top / file).parent_path());
        std::ofstream(top / file) << "x";
    }
    QStringList names;
    for (const QString& path : filesInFolder(QString::fromStdString(top.string())))
        names << path.mid(static_cast<qsizetype>(top.string().size()) + 1);
    names.sort();
    EXPECT_EQ(names.join(' ').toStdString(),
              "1/2/3/4/5/deep.edf run/epoch_10.pt run/epoch_9.pt s.set sub-01/eeg/a.VHDR");
    const QStringList epochs = filesInFolder(QString::fromStdString((top / "run").string()));
    ASSERT_EQ(epochs.size(), 2);
    EXPECT_TRUE(epochs[0].endsWith("epoch_9.pt"));
    EXPECT_TRUE(filesInFolder(QStringLiteral("/no/such/folder")).isEmpty());
}

} // namespace

} // namespace maskscope::test
