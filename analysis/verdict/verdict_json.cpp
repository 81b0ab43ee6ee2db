// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <nlohmann/json.hpp>

#include "analysis/verdict/verdict.h"

namespace maskscope {

namespace {

using Json = nlohmann::ordered_json;

Json optionalJson(const std::optional<double>& value) { return value && std::isfinite(*value) ? Json(*value) : Json(); }

Json optionalJson(const std::optional<Interval>& range) { return range ? Json { range->low, range->high } : Json(); }

std::string_view lackName(Lack lack)
{
    switch (lack) {
    case Lack::Nothing:
        break;
    case Lack::Number:
        return "number";
    case Lack::Interval:
        return "interval";
    case Lack::Recordings:
        return "recordings";
    case Lack::Precision:
        return "precision";
    case Lack::UntrainedCopies:
        return "untrained copies";
    case Lack::Projection:
        return "projection";
    }
    return "nothing";
}

Json evidenceJson(const Evidence& evidence)
{
    Json json { { "text", evidence.text }, { "finding", findingName(evidence.finding) } };
    if (!evidence.key.empty()) {
        json["key"] = evidence.key;
        json["value"] = optionalJson(evidence.value);
        json["interval"] = optionalJson(evidence.interval);
        json["untrained"] = optionalJson(evidence.untrained);
    }
    if (!evidence.thresholdName.empty())
        json["threshold"] = { { "name", evidence.thresholdName }, { "value", optionalJson(evidence.threshold) } };
    if (!evidence.children.empty())
        json["children"] = Json::array();
    for (const Evidence& child : evidence.children)
        json["children"].push_back(evidenceJson(child));
    return json;
}

Json statementJson(const Statement& s)
{
    return { { "id", s.id },
             { "group", s.group },
             { "question", s.question },
             { "finding", findingName(s.finding) },
             { "reason", s.reason },
             { "what_would_change", s.whatWouldChange },
             { "smallest_effect", optionalJson(s.smallestEffect) },
             { "smallest_effect_unit", s.smallestEffectUnit },
             { "lack", lackName(s.lack) },
             { "answer", answerName(s) },
             { "p", optionalJson(s.pValue) },
             { "p_adjusted", optionalJson(s.pAdjusted) },
             { "evidence", evidenceJson(s.evidence) } };
}

} // namespace

std::string verdictJson(const Verdict& verdict)
{
    Json json { { "position_only",
                  { { "finding", findingName(verdict.positionOnly) }, { "reason", verdict.positionOnlyReason } } },
                { "summary", verdict.summary },
                { "statements", Json::array() },
                { "next_steps", verdict.nextSteps } };
    for (const Statement& statement : verdict.statements)
        json["statements"].push_back(statementJson(statement));
    json["thresholds"] = { { "source", verdict.thresholds.source }, { "values", Json::object() } };
    for (const auto& [name, value] : verdict.thresholds.values)
        json["thresholds"]["values"][name] = value;
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

} // namespace maskscope
