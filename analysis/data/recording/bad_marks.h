// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Whether an annotation marks its span as bad: as MNE-Python decides it, its text begins with "bad" in any case; and
/// what BrainVision files keep of such a text behind the type of a marker ("Comment/BAD_movement").
[[nodiscard]] bool marksBad(std::string_view text);

/// Samples [first, end) that belong to no segment; with none of them, a mere border.
struct LeftOutSpan {
    std::int64_t first = 0;
    std::int64_t end = 0;
};

/// Takes spans out of the segments: windows then neither overlap nor straddle them.
[[nodiscard]] std::vector<Segment> withoutSpans(const std::vector<Segment>& segments, std::vector<LeftOutSpan> spans,
                                                double samplingRateHz);

/// Annotations that lie before the first or after the last sample are left out, and counted; what reaches over the ends
/// is cut there. As MNE-Python does.
void leaveOutAnnotationsBeyond(Recording& recording);

/// Leaves out what is marked as bad: spans of time belong to no segment, channels are set aside. Where it is kept, that
/// is said instead.
void respectBadMarks(Recording& recording, bool keepBad);

/// Names the channels that their reader set aside, with the reasons.
void sayWhatIsSetAside(Recording& recording);

} // namespace maskscope
