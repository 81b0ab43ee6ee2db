// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/spatial_projection.h"

#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>

#include "tests/masking/python.h"

namespace maskscope {

namespace {

using testing::AllOf;
using testing::HasSubstr;

std::vector<float> floatsOf(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    const std::string bytes { std::istreambuf_iterator<char>(in), {} };
    std::vector<float> values(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
    return values;
}

/// The largest difference, with infinity for another size.
double difference(const std::vector<float>& a, const std::vector<float>& b)
{
    double worst = a.size() == b.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
        worst = std::max(worst, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return worst;
}

std::string sentenceFor(std::string_view specification, int dModel = 8)
{
    const auto projection = loadSpatialProjection(specification, dModel);
    return projection ? "no error" : projection.error().sentence();
}

TEST(SpatialProjection, RowsAreOrthonormal)
{
    const auto projection = loadSpatialProjection("seed:3", 512);
    ASSERT_TRUE(projection);
    const auto& v = projection->values;
    for (std::size_t a = 0; a < 3; ++a) {
        for (std::size_t b = 0; b < 3; ++b) {
            double dot = 0;
            for (std::size_t d = 0; d < 512; ++d)
                dot += static_cast<double>(v[a * 512 + d]) * static_cast<double>(v[b * 512 + d]);
            EXPECT_NEAR(dot, a == b ? 1.0 : 0.0, 1e-6);
        }
    }
    EXPECT_EQ(projection->source, "seed:3");
}

TEST(SpatialProjection, SeedsEqualTheOracle)
{
    const std::string oracle = MASKSCOPE_SHARED_DIR "/oracle";
    if (!std::filesystem::exists(oracle + "/oracle.py") || !test::pythonHas("torch, h5py, numpy"))
        GTEST_SKIP() << "needs ../shared/oracle and python3-torch";
    const test::TemporaryFolder folder;
    const auto out = [&](int i) { return (folder / std::to_string(i)).string(); };
    ASSERT_TRUE(
        test::runPython("import sys; sys.path.insert(0, '" + oracle
                        + "'); sys.dont_write_bytecode = True\nimport oracle\n"
                          "for i, (d, s) in enumerate([(8, 0), (64, 7), (512, 0), (512, 123456789012), (2048, 1)]):\n"
                          "    oracle.make_projection(d, s).numpy().tofile('"
                        + (folder / "").string() + "' + str(i))\n"));
    const std::pair<int, std::string> cases[]
        = { { 8, "seed:0" }, { 64, "seed:7" }, { 512, "seed:0" }, { 512, "seed:123456789012" }, { 2048, "seed:1" } };
    for (int i = 0; i < 5; ++i) {
        const auto ours = loadSpatialProjection(cases[i].second, cases[i].first);
        ASSERT_TRUE(ours);
        EXPECT_LT(difference(ours->values, floatsOf(out(i))), 1e-7) << cases[i].second;
    }
}

TEST(SpatialProjection, ReadsEveryKindOfNpyFile)
{
    if (!test::pythonHas("numpy"))
        GTEST_SKIP() << "/usr/bin/python3 has no numpy";
    const test::TemporaryFolder folder;
    ASSERT_TRUE(test::runPython("import numpy as np, numpy.lib.format as f\n"
                                "a = np.arange(24).reshape(3, 8) / 7\n"
                                "n = 0\n"
                                "for version in ((1, 0), (2, 0), (3, 0)):\n"
                                "    for kind in ('<f4', '<f8', '>f4', '>f8'):\n"
                                "        for order in 'CF':\n"
                                "            with open('"
                                + (folder / "").string()
                                + "%d.npy' % n, 'wb') as out:\n"
                                  "                f.write_array(out, np.array(a, kind, order=order), version)\n"
                                  "            n += 1\n"));
    for (int n = 0; n < 24; ++n) {
        const auto projection = loadSpatialProjection((folder / (std::to_string(n) + ".npy")).string(), 8);
        ASSERT_TRUE(projection) << projection.error().sentence();
        for (std::size_t i = 0; i < 24; ++i)
            EXPECT_FLOAT_EQ(projection->values[i], static_cast<float>(static_cast<double>(i) / 7)) << n;
        EXPECT_THAT(projection->source, HasSubstr(".npy (SHA-256 "));
    }
}

/// A version 1 file with this header and so many bytes of values.
std::string npyFile(const std::string& header, std::size_t valueBytes)
{
    std::string file("\x93NUMPY\x01\x00", 8);
    file.push_back(static_cast<char>(header.size() & 0xff));
    file.push_back(static_cast<char>(header.size() >> 8));
    return file + header + std::string(valueBytes, '\0');
}

TEST(SpatialProjection, RefusesWithASentence)
{
    const test::TemporaryFolder folder;
    const auto sentence = [&](const std::string& content, int dModel = 8) {
        std::ofstream(folder / "p.npy", std::ios::binary) << content;
        return sentenceFor((folder / "p.npy").string(), dModel);
    };
    const auto header = [](const std::string& type, const std::string& shape) {
        return "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
    };
    const std::string good = npyFile(header("<f4", "(3, 8)"), 96);
    EXPECT_EQ(sentence(good), "no error");
    EXPECT_THAT(sentence(good, 16), AllOf(HasSubstr("p.npy"), HasSubstr("(3, 16)"), HasSubstr("(3, 8)")));
    EXPECT_THAT(sentence(good.substr(0, good.size() - 1)), HasSubstr("cut short"));
    for (const std::size_t length : { 0U, 5U, 9U, 11U, 30U })
        EXPECT_NE(sentence(good.substr(0, length)), "no error");
    EXPECT_THAT(sentence(npyFile(header("<i4", "(3, 8)"), 96)), HasSubstr("float32 or float64"));
    EXPECT_THAT(sentence(npyFile(header("<f4", "(24,)"), 96)), HasSubstr("two axes"));
    EXPECT_THAT(sentence(npyFile(header("<f4", "(999999999, 999999999)"), 96)), HasSubstr("cut short"));
    EXPECT_THAT(sentence(npyFile("{}", 96)), HasSubstr("lacks type, order or shape"));
    EXPECT_THAT(sentence(npyFile("'shape': (" + std::string(60000, ' '), 0)), HasSubstr("header"));
    EXPECT_THAT(sentence("PK\x03\x04 something else"), HasSubstr("is no .npy file"));
    EXPECT_THAT(sentenceFor((folder / "absent.npy").string()), HasSubstr("no such file"));
    EXPECT_THAT(sentenceFor((folder / "").string()), HasSubstr("a folder"));
    for (const auto* bad : { "seed:x", "seed:", "seed:-1", "seed:1.5", "seed:99999999999999999999" })
        EXPECT_THAT(sentenceFor(bad), AllOf(HasSubstr("no whole number"), HasSubstr(bad)));
    EXPECT_THAT(sentenceFor(""), HasSubstr("seed:N or a .npy file"));
}

} // namespace

} // namespace maskscope
