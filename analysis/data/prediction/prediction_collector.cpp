// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/prediction/prediction_collector.h"

namespace maskscope {

namespace {

template <typename T>
void append(std::vector<T>& to, std::span<const T> from)
{
    to.insert(to.end(), from.begin(), from.end());
}

} // namespace

PredictionCollector::PredictionCollector(const WindowSet& windows, const MaskPlan& mask)
    : m_rows(mask.maskedTokens())
{
    for (const auto& channel : windows.channels)
        m_set.channels.push_back({ channel.name, channel.position });
    for (const auto& recording : windows.recordings) {
        m_set.recordings.push_back(recording.id);
        m_set.subjects.push_back(recording.subject);
    }
}

void PredictionCollector::add(const PredictionBlock& block)
{
    const RowMatrixF& predictions = block.predictions.front();
    const auto first = static_cast<Eigen::Index>(m_set.position.size());
    if (first == 0) { // once: growing would copy all that is there
        m_set.output = block.output;
        m_set.predictions.resize(m_rows, predictions.cols());
        if (block.targets)
            m_set.targets.resize(m_rows, block.targets->cols());
    }
    m_set.predictions.middleRows(first, predictions.rows()) = predictions;
    m_set.predictions.releaseRows(first, predictions.rows());
    if (block.targets) {
        m_set.targets.middleRows(first, predictions.rows()) = *block.targets;
        m_set.targets.releaseRows(first, predictions.rows());
    }
    append(m_set.position, block.position);
    append(m_set.tokenIndex, block.tokenIndex);
    append(m_set.seqLen, block.seqLen);
    append(m_set.sequence, block.sequence);
    append(m_set.channel, block.channel);
    append(m_set.recording, block.recording);
}

} // namespace maskscope
