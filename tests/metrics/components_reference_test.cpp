// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What predictions carry against components.py (position, channel) and, for interaction and the recording's own part,
// against least squares row by row in NumPy.
#include <cmath>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/masking/python.h"
#include "tests/metrics/synthetic.h"

namespace maskscope::test {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kReference = R"(
import os; os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import importlib.util, json, numpy as np
d = "FOLDER/"; dim = DIM; BINS = 20
spec = importlib.util.spec_from_file_location("components", "COMPONENTS")
components = importlib.util.module_from_spec(spec); spec.loader.exec_module(components)
z = np.fromfile(d + "predictions.f4", "f4").reshape(-1, dim); y = np.fromfile(d + "targets.f4", "f4").reshape(-1, dim)
p = np.fromfile(d + "position.f8"); r = np.fromfile(d + "recording.i4", "i4"); c = np.fromfile(d + "channel.i4", "i4")
made = components.of({k: {(): v} for k, v in (("predictions", z), ("targets", y), ("position", p), ("recording", r), ("channel", c))})
z, y = z.astype(float), y.astype(float); b = np.minimum((BINS * p).astype(int), BINS - 1); key = c * BINS + b
n = r.max() + 1
def rest(v):                              # each cell's mean less position + channel fitted to the recording's own rows
    out = np.zeros((n, key.max() + 1, dim)); rows = np.zeros(out.shape[:2])
    for i in range(n):
        at = np.flatnonzero(r == i)
        design = np.concatenate([np.eye(c.max() + 1)[c[at]], np.eye(BINS)[b[at]]], 1)
        left = v[at] - design @ np.linalg.lstsq(design, v[at], rcond=None)[0]
        for k in np.unique(key[at]): out[i, k] = left[key[at] == k].mean(0); rows[i, k] = (key[at] == k).sum()
    return out, rows
(dz, rows), (dy, _) = rest(z), rest(y); rows = rows * (((rows > 0).sum(0) > 1)[None])
prod = {"size": (dz, dz), "alignment": (dy, dz), "target_size": (dy, dy)}
made["interaction"] = {k: float(components.products(a, q, rows).mean()) for k, (a, q) in prod.items()}
hat = np.maximum(0, 1 - np.abs(p[:, None] * BINS - np.arange(BINS + 1)[None]))    # linear between the bins' borders
design = np.concatenate([hat, np.eye(c.max() + 1)[c]], 1)                                # and a constant of each channel
own, factor = {"z": np.zeros_like(z), "y": np.zeros_like(y)}, np.zeros(len(z))
for i in range(n):
    others = r != i
    for name, v in (("z", z), ("y", y)):
        course = design @ np.linalg.lstsq(design[others], v[others], rcond=None)[0]
        for k in np.unique(key[r == i]):
            units = [u for u in np.unique(r[key == k]) if u != i]
            at = (r == i) & (key == k)
            if units:
                own[name][at] = (v - course)[at] - np.mean([(v - course)[(r == u) & (key == k)].mean(0) for u in units], 0)
                factor[at] = len(units) / (len(units) + 1)
def mean(a, q): return float(np.mean([(factor * (a * q).mean(1))[r == i].sum() / (factor[r == i] > 0).sum() for i in range(n)]))
made["recording"] = {"size": mean(own["z"], own["z"]), "alignment": mean(own["z"], own["y"]), "target_size": mean(own["y"], own["y"])}
print(json.dumps(made))
)";

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    return text.replace(text.find(what), what.size(), by);
}

template <typename T>
void writeRaw(const fs::path& path, const T* values, Eigen::Index count)
{
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(values), static_cast<std::streamsize>(sizeof(T)) * count);
}

class CarriesReference : public testing::TestWithParam<SyntheticSpec> {
protected:
    void SetUp() override
    {
        m_components = fs::path(MASKSCOPE_SHARED_DIR) / "truth" / "components.py";
        if (!fs::exists(m_components))
            GTEST_SKIP() << "no reference implementation at " << m_components;
        if (!pythonHas("h5py, numpy, scipy"))
            GTEST_SKIP() << "/usr/bin/python3 lacks h5py, numpy or scipy";
    }

    [[nodiscard]] json reference(const PredictionSet& set) const
    {
        const TemporaryFolder folder;
        writeRaw(folder / "predictions.f4", set.predictions.data(), set.predictions.size());
        writeRaw(folder / "targets.f4", set.targets.data(), set.targets.size());
        writeRaw(folder / "position.f8", set.position.data(), set.rows());
        writeRaw(folder / "recording.i4", set.recording.data(), set.rows());
        writeRaw(folder / "channel.i4", set.channel.data(), set.rows());
        std::string program = replaced(kReference, "FOLDER", (folder / "").string());
        program = replaced(program, "DIM", std::to_string(set.dim()));
        const auto output = runPython(replaced(program, "COMPONENTS", m_components.string()));
        EXPECT_TRUE(output);
        return output ? json::parse(*output) : json();
    }

private:
    fs::path m_components;
};

RowMaker mixture(std::uint64_t seed, double strength)
{
    return [random = std::make_shared<Normal>(seed), strength](const TokenPlace& p, Eigen::RowVectorXd& row) {
        for (Eigen::Index d = 0; d < row.size(); ++d) {
            const auto k = static_cast<double>(d);
            row(d) = 3 * strength + std::cos(k + 4 * p.position) * strength + 0.7 * std::sin(k * (p.channel + 1))
                + 0.3 * p.position * std::cos(k * p.channel) + 0.4 * std::sin(k + p.recording + p.channel)
                + (1 + 0.1 * k) * (*random)();
        }
    };
}

TEST_P(CarriesReference, Agrees)
{
    const auto set = makeSet(GetParam(), mixture(1, 0.5), mixture(2, 1));
    const json expected = reference(*set);
    const MetricResult result = computeOne("carries", set);
    int compared = 0;
    for (const char* part : { "position", "channel", "interaction", "recording" })
        for (const auto& [name, value] : expected.at(part).items()) {
            if (!value.is_number())
                continue; // worth of two recordings; intervals have their own method
            const double e = value.get<double>();
            EXPECT_NEAR(number(result, std::string("diag.v1.carries_") + part, name), e, 1e-6 * std::abs(e))
                << part << " " << name;
            ++compared;
        }
    EXPECT_EQ(compared, GetParam().recordings > 2 ? 22 : 18);
    const double error = expected.at("masked_mse").get<double>();
    const double size = number(result, "diag.v1.carries_recording", "size"),
                 alignment = number(result, "diag.v1.carries_recording", "alignment");
    EXPECT_NEAR(number(result, "diag.v1.carries_recording", "worth_share"), (2 * alignment - size) / error, 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Sets, CarriesReference,
                         testing::Values(SyntheticSpec { 2, 5, 24, 8, 0.3, false },
                                         SyntheticSpec { 5, 4, 18, 6, 0.5, true },
                                         SyntheticSpec { 9, 3, 21, 5, 0, true }),
                         [](const auto& spec) { return std::to_string(spec.param.recordings) + "Recordings"; });

} // namespace

} // namespace maskscope::test
