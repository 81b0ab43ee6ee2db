// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Target linking alone does not keep the layers apart: Debian's Torch headers compile without any -I. So the includes
// are read. The second half breaks each rule in a small tree of its own, to show that a rule can fail.
#include "tests/architecture/house_rules.h"

#include <fstream>

#include <unistd.h>

#include <gmock/gmock.h>

namespace maskscope::architecture {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const SourceTree& project()
{
    static const SourceTree tree = readSources(
        MASKSCOPE_SOURCE_DIR, { "analysis", "model", "widgets", "app", "tests", "resources", "packaging" });
    return tree;
}

TEST(Project, IsRead)
{
    EXPECT_GT(project().size(), 60U);
    EXPECT_TRUE(project().contains("model/inference_session.h"));
    EXPECT_THAT(project().at("analysis/data/recording/recording.h").includes,
                ::testing::Contains(::testing::Field(&Include::path, "analysis/data/core/error.h")));
}

TEST(Project, KeepsItsLayersApart) { EXPECT_THAT(layerViolations(project()), IsEmpty()); }

TEST(Project, HasTorchFreePublicHeaders) { EXPECT_THAT(torchInPublicHeaders(project()), IsEmpty()); }

TEST(Project, HasNoIncludeCycle) { EXPECT_THAT(includeCycles(project()), IsEmpty()); }

TEST(Project, HasNoCycleOfFolders) { EXPECT_THAT(folderCycles(project()), IsEmpty()); }

TEST(Project, HasNoCrowdedFolder) { EXPECT_THAT(crowdedFolders(project()), IsEmpty()); }

TEST(Project, HasHeadersThatNeedNothingBefore) { EXPECT_THAT(ownHeaderViolations(project()), IsEmpty()); }

TEST(Project, HasLicensedReadableSources) { EXPECT_THAT(sourceFormViolations(project()), IsEmpty()); }

constexpr const char* kLicence = "// SPDX-"
                                 "FileCopyrightText: x\n// SPDX-"
                                 "License-Identifier: x\n";

/// A project of a few lines in a temporary folder.
class SampleProject : public ::testing::Test {
protected:
    SampleProject() { fs::create_directories(m_root); }
    ~SampleProject() override { fs::remove_all(m_root); }

    void add(const std::string& path, const std::string& text)
    {
        fs::create_directories((m_root / path).parent_path());
        std::ofstream(m_root / path) << text;
    }
    SourceTree tree() const { return readSources(m_root, { "analysis", "model", "widgets", "app" }); }

private:
    fs::path m_root = fs::temp_directory_path() / ("maskscope-rules-" + std::to_string(::getpid()));
};

TEST_F(SampleProject, ThatKeepsEveryRulePasses)
{
    add("analysis/a.h", std::string(kLicence) + "#include <vector>\n#include <Eigen/Core>\n#include <hdf5.h>\n");
    add("model/session.h", std::string(kLicence) + "#include \"analysis/data/masking/mask_plan.h\"\n");
    add("model/layers/scan.cpp", std::string(kLicence) + "#include <ATen/core/Tensor.h>\n");
    add("widgets/view.cpp", std::string(kLicence) + "#include <QWidget>\n#include \"analysis/figures/figure.h\"\n");
    add("app/main.cpp", std::string(kLicence) + "#include <QApplication>\n#include \"model/session.h\"\n");
    EXPECT_THAT(layerViolations(tree()), IsEmpty());
    EXPECT_THAT(torchInPublicHeaders(tree()), IsEmpty());
    EXPECT_THAT(includeCycles(tree()), IsEmpty());
    EXPECT_THAT(sourceFormViolations(tree()), IsEmpty());
}

TEST_F(SampleProject, AHeaderThatIsNotReadFirstIsFound)
{
    add("analysis/good.h", "");
    add("analysis/good.cpp", "#include \"analysis/good.h\"\n#include <string>\n");
    add("analysis/late.h", "");
    add("analysis/late.cpp", "#include <string>\n#include \"analysis/late.h\"\n");
    EXPECT_THAT(ownHeaderViolations(tree()),
                ElementsAre(HasSubstr("analysis/late.cpp: its first include is not analysis/late.h")));
}

TEST_F(SampleProject, BreakingTheLayersIsFound)
{
    add("analysis/data/core/a.cpp", "#include <QString>\n  #  include <torch/torch.h>\n#include <QtCore/QString>\n");
    add("analysis/data/core/b.h", "#include \"model/session.h\"\n#include \"widgets/v.h\"\n#include \"app/main.h\"\n");
    add("model/a.cpp", "#include <QObject>\n#include \"analysis/metrics/metric.h\"\n#include \"app/main.h\"\n");
    add("analysis/data/core/c.h",
        "#include \"analysis/numerics/blas.h\"\n#include \"analysis/data/hdf5/hdf5_file.h\"\n");
    add("model/b.cpp", "#include \"analysis/figures/figure.h\"\n#include \"widgets/v.h\"\n#include <hdf5.h>\n");
    add("widgets/v.cpp",
        "#include <ATen/ATen.h>\n#include <hdf5.h>\n#include \"analysis/data/hdf5/hdf5_file.h\"\n"
        "#include \"model/session.h\"\n#include \"app/main.h\"\n");
    EXPECT_THAT(
        layerViolations(tree()),
        UnorderedElementsAre(
            "analysis/data/core/a.cpp:1: includes QString, but analysis knows no Qt",
            "analysis/data/core/a.cpp:2: includes torch/torch.h, but analysis knows no Torch",
            "analysis/data/core/a.cpp:3: includes QtCore/QString, but analysis knows no Qt",
            "analysis/data/core/b.h:1: includes model/session.h, but analysis does not know model",
            "analysis/data/core/b.h:2: includes widgets/v.h, but analysis does not know widgets",
            "analysis/data/core/b.h:3: includes app/main.h, but only app knows app",
            "analysis/data/core/c.h:1: includes analysis/numerics/blas.h, but analysis/data knows nothing but itself",
            "model/a.cpp:1: includes QObject, but model knows no Qt",
            "model/a.cpp:2: includes analysis/metrics/metric.h, but model knows only analysis/data of analysis",
            "model/a.cpp:3: includes app/main.h, but only app knows app",
            "model/b.cpp:1: includes analysis/figures/figure.h, but model knows only analysis/data of analysis",
            "model/b.cpp:2: includes widgets/v.h, but model does not know widgets",
            "model/b.cpp:3: includes hdf5.h, but model knows no HDF5",
            "widgets/v.cpp:1: includes ATen/ATen.h, but widgets know no Torch",
            "widgets/v.cpp:2: includes hdf5.h, but widgets know no HDF5",
            "widgets/v.cpp:3: includes analysis/data/hdf5/hdf5_file.h, but widgets know no HDF5",
            "widgets/v.cpp:4: includes model/session.h, but widgets do not know model",
            "widgets/v.cpp:5: includes app/main.h, but only app knows app"));
}

TEST_F(SampleProject, TorchBehindAPublicHeaderIsFound)
{
    add("model/session.h", "#include \"model/layers/scan.h\"\n");
    add("model/layers/scan.h", "#include <c10/core/Device.h>\n");
    EXPECT_THAT(torchInPublicHeaders(tree()),
                ElementsAre(HasSubstr("model/layers/scan.h:1: includes c10/core/Device.h")));
}

TEST_F(SampleProject, AnIncludeCycleIsFound)
{
    add("analysis/a.h", "#include \"analysis/b.h\"\n");
    add("analysis/b.h", "#include \"analysis/a.h\"\n");
    EXPECT_THAT(includeCycles(tree()), ElementsAre(HasSubstr("analysis/b.h:1"), HasSubstr("analysis/a.h:1")));
}

TEST_F(SampleProject, ACycleOfFoldersIsFound)
{
    add("analysis/a/one.h", "#include \"analysis/a/inner/two.h\"\n");
    add("analysis/a/inner/two.h", "#include \"analysis/b/three.h\"\n");
    add("analysis/b/three.h", "");
    add("analysis/b/four.h", "#include \"analysis/a/five.h\"\n");
    add("analysis/a/five.h", "");
    EXPECT_THAT(includeCycles(tree()), IsEmpty()); // of files there is none
    EXPECT_THAT(folderCycles(tree()),
                UnorderedElementsAre(HasSubstr("analysis/a/one.h:1"), HasSubstr("analysis/a/inner/two.h:1"),
                                     HasSubstr("analysis/b/four.h:1")));
}

TEST_F(SampleProject, ACrowdedFolderIsFound)
{
    for (int i = 0; i < 16; ++i)
        for (const std::string suffix : { ".h", ".cpp" })
            add("analysis/a/f" + std::to_string(i) + suffix, "");
    EXPECT_THAT(crowdedFolders(tree()), IsEmpty());
    add("analysis/a/one_more.h", "");
    EXPECT_THAT(crowdedFolders(tree()), ElementsAre("analysis/a: 17 names, more than 16"));
}

TEST_F(SampleProject, AMissingLicenceALongFileAndAShortIncludeAreFound)
{
    add("analysis/bare.cpp", "#include \"bare.h\"\n");
    std::string text = kLicence;
    for (int i = 0; i < 599; ++i)
        text += "\n";
    add("analysis/long.py", text);
    EXPECT_THAT(sourceFormViolations(tree()),
                UnorderedElementsAre(HasSubstr("analysis/bare.cpp: no line"), HasSubstr("analysis/bare.cpp: no line"),
                                     HasSubstr("analysis/bare.cpp:1: includes bare.h"), HasSubstr("601 lines")));
}

} // namespace
} // namespace maskscope::architecture
