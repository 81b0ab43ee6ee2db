// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever would change a run changes its fingerprint: else the window would call it done.
#include "app/session/fingerprint.h"

#include <functional>
#include <set>
#include <vector>

#include <gmock/gmock.h>

namespace maskscope::test {

namespace {

TEST(Fingerprint, ChangesWithEverythingThatChangesARun)
{
    AnalysisRequest plain;
    plain.recordings = { "r.edf" };
    plain.checkpoints = { { "c.pt", "seed:0" } };
    const std::vector<std::function<void(AnalysisRequest&)>> changes {
        [](AnalysisRequest&) {},
        [](AnalysisRequest& r) { r.recordings.emplace_back("s.edf"); },
        [](AnalysisRequest& r) { r.checkpoints[0].path = "d.pt"; },
        [](AnalysisRequest& r) { r.checkpoints[0].weights = "ema"; },
        [](AnalysisRequest& r) { r.checkpoints[0].projection = "seed:1"; },
        [](AnalysisRequest& r) { r.ratios = { 0.5 }; },
        [](AnalysisRequest& r) { r.style = MaskStyle::Bert; },
        [](AnalysisRequest& r) { r.seed = 1; },
        [](AnalysisRequest& r) { r.untrainedCopies = 1; },
        [](AnalysisRequest& r) { r.projectionDraws = 0; },
        [](AnalysisRequest& r) { r.montage = "m.elc"; },
        [](AnalysisRequest& r) { r.subjects = "names"; },
        [](AnalysisRequest& r) { r.keepBad = true; },
        [](AnalysisRequest& r) { r.modelRateHz = 128; },
        [](AnalysisRequest& r) { r.inference.mambaGroups = 2; },
        [](AnalysisRequest& r) { r.channelsOf["r.edf"].only = { "Cz" }; },
        [](AnalysisRequest& r) { r.channelsOf["r.edf"].exclude = { "Cz" }; },
        [](AnalysisRequest& r) {
            r.channelsOf["r.edf"].kinds = { { "Cz", ChannelKind::Eog } };
        },
        [](AnalysisRequest& r) { r.channelsOf["r.edf"].unit = "mV"; },
        [](AnalysisRequest& r) { r.channelsOf["r.edf"].keepBad = true; }
    };
    std::set<QString> seen;
    for (const auto& change : changes) {
        AnalysisRequest changed = plain;
        change(changed);
        EXPECT_TRUE(seen.insert(fingerprint(changed, changed.checkpoints[0])).second) << "change " << seen.size();
    }
    EXPECT_FALSE(seen.insert(fingerprint(plain, plain.checkpoints[0])).second) << "the same again";
}

} // namespace

} // namespace maskscope::test
