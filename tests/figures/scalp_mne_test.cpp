// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Scalp maps against MNE-Python: its files in ../shared/scalp, and the program itself where it is installed.
#include <cstdio>
#include <cstdlib>
#include <numbers>
#include <set>

#include <gtest/gtest.h>

#include "analysis/figures/scalp_head.h"
#include "analysis/figures/scalp_map.h"
#include "analysis/numerics/scalp/head_sphere.h"
#include "analysis/numerics/scalp/scalp_interpolator.h"
#include "analysis/numerics/scalp/scalp_surface.h"
#include "tests/figures/scalp_tables.h"

namespace maskscope::test {

namespace {

using Points = std::vector<Eigen::Vector2d>;
using TriangleSet = std::set<std::set<int>>;

/// Places of MNE-Python's grid: res x res over a box (x from, to, y from, to).
Points gridOf(const std::vector<double>& box, std::size_t res)
{
    Points places;
    const auto step = [&](double from, double to, std::size_t i) {
        return from + (to - from) * static_cast<double>(i) / static_cast<double>(res - 1);
    };
    for (std::size_t row = 0; row < res; ++row)
        for (std::size_t column = 0; column < res; ++column)
            places.emplace_back(step(box[0], box[1], column), step(box[2], box[3], row));
    return places;
}

/// Largest difference from MNE-Python's grid, in ranges of the values; 1 where one of the two has no value.
double worstOnGrid(const ScalpSurface& surface, const std::vector<double>& box, const std::vector<double>& values,
                   const Table& expected)
{
    const Eigen::VectorXd own = surface.weights(gridOf(box, expected.size()))
        * Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
    double worst = 0;
    for (std::size_t row = 0; row < expected.size(); ++row)
        for (std::size_t column = 0; column < expected.size(); ++column) {
            const double e = expected[row][column], o = own(static_cast<Eigen::Index>(row * expected.size() + column));
            worst = std::isnan(e) && std::isnan(o) ? worst
                : std::isnan(e) || std::isnan(o)   ? 1
                                                   : std::max(worst, std::abs(e - o) / rangeOf(values));
        }
    return worst;
}

TriangleSet triangleSet(const std::filesystem::path& file)
{
    TriangleSet all;
    for (const auto& row : readTable(file))
        all.insert({ static_cast<int>(row[0]), static_cast<int>(row[1]), static_cast<int>(row[2]) });
    return all;
}

TriangleSet triangleSet(const Triangulation& triangulation)
{
    TriangleSet all;
    for (const auto& t : triangulation.triangles)
        all.insert({ t[0], t[1], t[2] });
    return all;
}

double worstDistance(const Points& a, const Points& b)
{
    double worst = a.size() == b.size() ? 0 : 1;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        worst = std::max(worst, (a[i] - b[i]).norm());
    return worst;
}

Points projected(const std::vector<Eigen::Vector3d>& places, const HeadSphere& sphere)
{
    Points all;
    for (const Eigen::Vector3d& p : places)
        all.push_back(projectElectrode(electrodeInMetres(p), sphere));
    return all;
}

class SharedScalp : public testing::TestWithParam<std::string> {
protected:
    std::filesystem::path file(const std::string& name) const
    {
        return std::filesystem::path(MASKSCOPE_SHARED_DIR) / "scalp" / (GetParam() + "_" + name + ".txt");
    }
    void SetUp() override
    {
        if (!std::filesystem::exists(file("pos")))
            GTEST_SKIP() << "needs ../shared/scalp, which is not here";
    }
};

TEST_P(SharedScalp, ElectrodesRingTrianglesAndGridAreMnes)
{
    const Points places = projected(readPlaces(file("locs")), {});
    EXPECT_LT(worstDistance(places, readPoints(file("pos"))) / HeadSphere {}.radius, 1e-6);
    const std::vector<double> values = readColumn(file("val"));
    double half = HeadSphere {}.radius; // of the grid's box: the outline, or what holds all electrodes
    for (const Eigen::Vector2d& p : places)
        half = std::max(half, p.norm() * 1.01);
    // Once from the coordinates, once from MNE-Python's own places on the map.
    for (const Points& electrodes : { places, readPoints(file("pos")) }) {
        const ScalpSurface surface(electrodes, HeadSphere {}.radius);
        EXPECT_LT(worstDistance(surface.points(), readPoints(file("allpts"))), 1e-12);
        EXPECT_EQ(triangleSet(surface.triangulation()), triangleSet(file("tri")));
        for (const char* grid : { "Z_head_64", "Z_head_128" })
            EXPECT_LT(worstOnGrid(surface, { -half, half, -half, half }, values, readTable(file(grid))), 1e-6) << grid;
    }
}

INSTANTIATE_TEST_SUITE_P(Montages, SharedScalp, testing::Values("biosemi64", "GSN-HydroCel-65_1.0"),
                         [](const auto& param) { return param.param.substr(0, 3); });

struct MneCase {
    const char* montage;
    const char* sphere = "default";
};
void PrintTo(const MneCase& c, std::ostream* out) { *out << c.montage << " " << c.sphere; }

bool hasMne()
{
    static const bool has = std::system("/usr/bin/python3 -c 'import mne' 2> /dev/null") == 0;
    return has;
}

/// What MNE-Python makes of a montage.
class InstalledMne : public testing::TestWithParam<MneCase> {
protected:
    std::filesystem::path file(const std::string& name) const { return m_folder / (name + ".txt"); }

    void SetUp() override
    {
        std::string name = std::string("maskscope_scalp_XXXXXX");
        name = (std::filesystem::temp_directory_path() / name).string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        m_folder = name;
        if (!hasMne())
            GTEST_SKIP() << "needs Debian's python3-mne";
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    /// `rounding`: set before the program. On processors with AVX-512 NumPy has its own trigonometric functions, whose
    /// last bits differ from the C library's.
    void draw(const std::string& rounding)
    {
        const std::string command = rounding
            + " PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 " MASKSCOPE_SOURCE_DIR "/tests/figures/mne_scalp.py "
            + GetParam().montage + " " + GetParam().sphere + " " + m_folder.string() + " 2> /dev/null";
        ASSERT_EQ(std::system(command.c_str()), 0);
    }
    HeadSphere theirSphere() const
    {
        const auto row = readTable(file("sphere")).front();
        return { { row[0], row[1], row[2] }, row[3] };
    }
    HeadSphere ownSphere() const
    {
        std::vector<PredictionChannel> channels;
        std::ifstream names(file("fitted_names"));
        for (const Eigen::Vector3d& place : readPlaces(file("fitted"))) {
            channels.emplace_back();
            std::getline(names, channels.back().name);
            channels.back().position = place;
        }
        const ScalpHead head = scalpHead(scalpSphereFromName(GetParam().sphere).value(), channels);
        EXPECT_EQ(head.problem, "");
        return { { head.centre[0], head.centre[1], head.centre[2] }, head.radius };
    }
    double gridDifference(const Points& electrodes) const
    {
        return worstOnGrid(ScalpSurface(electrodes, theirSphere().radius), readTable(file("box")).front(),
                           readColumn(file("val")), readTable(file("Z")));
    }

private:
    std::filesystem::path m_folder;
};

void say(const MneCase& c, const char* what, double value, const char* unit)
{
    std::printf("%s, sphere %s, %s: %.2g %s\n", c.montage, c.sphere, what, value, unit);
}

TEST_P(InstalledMne, SphereAndElectrodesAreTheSameAndItsOwnPlacesGiveItsGrid)
{
    draw("");
    const HeadSphere theirs = theirSphere(), own = ownSphere();
    // MNE-Python's search for "auto" stops near the minimum; ours goes to it.
    const bool fitted = std::string(GetParam().sphere) == "auto";
    EXPECT_LT((own.centre - theirs.centre).norm() / theirs.radius, fitted ? 5e-6 : 1e-12);
    EXPECT_LT(std::abs(own.radius - theirs.radius) / theirs.radius, fitted ? 5e-6 : 1e-12);
    const Points mne = readPoints(file("pos"));
    const auto places = readPlaces(file("locs"));
    EXPECT_LT(worstDistance(projected(places, theirs), mne) / theirs.radius, 1e-12);
    const double worst = worstDistance(projected(places, own), mne) / theirs.radius;
    say(GetParam(), "electrodes", worst, "head radii");
    EXPECT_LT(worst, fitted ? 1e-5 : 1e-6);
    const double grid = gridDifference(mne);
    say(GetParam(), "grid from its places", grid, "of the range");
    EXPECT_LT(grid, 1e-5);
    const Points own2d = projected(places, theirs);
    const double fromCoordinates = gridDifference(own2d);
    say(GetParam(), "grid from coordinates", fromCoordinates, "of the range");
    EXPECT_LT(fromCoordinates, 1e-2);
}

/// The same written out with the C library's functions, which NumPy takes on processors without AVX-512: where four
/// electrodes of a regular layout lie on a circle but for rounding, this is what decides how they are cut.
Points projectedByTheLibrary(const std::vector<Eigen::Vector3d>& places, const HeadSphere& sphere)
{
    Points all;
    for (const Eigen::Vector3d& place : places) {
        const Eigen::Vector3d p = place - sphere.centre;
        const double r = std::sqrt(p.x() * p.x() + p.y() * p.y() + p.z() * p.z());
        const double polar = std::acos(p.z() / r), azimuth = std::atan2(p.y(), p.x());
        const double scale = r / (std::numbers::pi / 2);
        all.emplace_back(polar * std::cos(azimuth) * scale + sphere.centre.x(),
                         polar * std::sin(azimuth) * scale + sphere.centre.y());
    }
    return all;
}

TEST_P(InstalledMne, GridIsTheSameWithoutVectorFunctions)
{
    draw("NPY_DISABLE_CPU_FEATURES=AVX512_SKX");
    const double worst = gridDifference(projectedByTheLibrary(readPlaces(file("locs")), theirSphere()));
    say(GetParam(), "grid by the C library's functions", worst, "of the range");
    EXPECT_LT(worst, 1e-2);
}

INSTANTIATE_TEST_SUITE_P(Montages, InstalledMne,
                         testing::Values(MneCase { "standard_1020" }, MneCase { "GSN-HydroCel-128" },
                                         MneCase { "biosemi128" }, MneCase { "easycap-M1" }, MneCase { "mgh60" },
                                         MneCase { "biosemi64" }, MneCase { "biosemi256" },
                                         MneCase { "GSN-HydroCel-65_1.0" }, MneCase { "standard_1005" },
                                         MneCase { "easycap-M10" }, MneCase { "mgh70" },
                                         MneCase { "brainproducts-RNP-BA-128" }, MneCase { "standard_1020", "auto" },
                                         MneCase { "GSN-HydroCel-128", "auto" }, MneCase { "biosemi64", "auto" },
                                         MneCase { "standard_1020", "eeglab" }, MneCase { "easycap-M1", "eeglab" }),
                         [](const auto& param) {
                             std::string name = std::string(param.param.montage) + "_" + param.param.sphere;
                             std::ranges::replace_if(
                                 name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
                             return name;
                         });

} // namespace

} // namespace maskscope::test
