// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/verdict/verdict.h"

#include <algorithm>

#include "analysis/verdict/evidence.h"

namespace maskscope {

std::string_view findingName(Finding finding)
{
    switch (finding) {
    case Finding::Supported:
        return "supported";
    case Finding::NotSupported:
        return "not supported";
    case Finding::NotTestable:
        return "not testable";
    case Finding::TooLittleData:
        break;
    }
    return "too little data";
}

const Statement* Verdict::statement(std::string_view id) const
{
    const auto at = std::find_if(statements.begin(), statements.end(), [&](const Statement& s) { return s.id == id; });
    return at == statements.end() ? nullptr : &*at;
}

Verdict judge(const std::vector<MetricResult>& metrics, const VerdictContext& context,
              const VerdictThresholds& thresholds)
{
    const VerdictInputs in { metrics, context, thresholds };
    Verdict verdict;
    verdict.thresholds = thresholds;
    for (const Factor& factor : factors()) {
        verdict.statements.push_back(dependsStatement(in, factor));
        verdict.statements.push_back(learnedStatement(in, factor));
    }
    verdict.statements.push_back(collapsedStatement(in));
    for (Statement& statement : reconstructionStatements(in))
        verdict.statements.push_back(std::move(statement));
    addConclusions(verdict, context);
    return verdict;
}

} // namespace maskscope
