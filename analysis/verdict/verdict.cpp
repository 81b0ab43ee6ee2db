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
    case Finding::SupportedHere:
        return "supported for these recordings";
    case Finding::NotSupported:
        return "not supported";
    case Finding::NotTestable:
        return "not testable";
    case Finding::NotComputable:
        return "not computable";
    case Finding::TooLittleData:
        break;
    }
    return "too little data";
}

bool isYes(Finding finding) { return finding == Finding::Supported || finding == Finding::SupportedHere; }

std::string_view answerName(const Statement& statement)
{
    if (!statement.badNews)
        return findingName(statement.finding);
    return statement.finding == Finding::Supported   ? "yes"
        : statement.finding == Finding::NotSupported ? "no"
                                                     : findingName(statement.finding);
}

void adjustForQuestions(std::vector<Verdict>& verdicts)
{
    std::vector<Statement*> asked;
    for (Verdict& verdict : verdicts)
        for (Statement& statement : verdict.statements)
            if (statement.pValue)
                asked.push_back(&statement);
    std::ranges::stable_sort(asked, {}, [](const Statement* s) { return *s->pValue; });
    double least = 0; // adjusted values do not fall
    for (std::size_t i = 0; i < asked.size(); ++i) {
        least = std::max(least, std::min(1.0, static_cast<double>(asked.size() - i) * *asked[i]->pValue));
        asked[i]->pAdjusted = least;
    }
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
    for (Statement& statement : collapseStatements(in))
        verdict.statements.push_back(std::move(statement));
    verdict.statements.push_back(leakStatement(in));
    for (Statement& statement : reconstructionStatements(in))
        verdict.statements.push_back(std::move(statement));
    addConclusions(verdict, context);
    return verdict;
}

} // namespace maskscope
