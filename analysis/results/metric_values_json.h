// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include "analysis/metrics/metric.h"

namespace maskscope {

/// A number, a list or an object of numbers; what is not finite becomes null.
[[nodiscard]] nlohmann::ordered_json contentJson(const MetricContent& content);
/// {"value", "interval", "null", "unit", "n", ...} of one entry.
[[nodiscard]] nlohmann::ordered_json valueJson(const MetricValue& value);

} // namespace maskscope
