// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/architectures/weight_reader.h"

#include <ATen/ops/zeros.h>

namespace maskscope {

namespace {

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text = "(";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
    return text + ")";
}

} // namespace

at::Tensor WeightReader::take(const std::string& name, const std::vector<std::int64_t>& shape)
{
    const at::Tensor found = takeIfPresent(name, shape);
    if (found.defined())
        return found;
    if (!m_error)
        m_error = Error { ErrorCode::Mismatch, name, "the checkpoint lacks this tensor", shapeText(shape), "nothing" };
    return at::zeros(shape, at::kFloat);
}

at::Tensor WeightReader::takeIfPresent(const std::string& name, const std::vector<std::int64_t>& shape)
{
    const auto entry = m_weights->find(name);
    if (entry == m_weights->end())
        return {};
    if (entry->second.sizes().vec() == shape)
        return entry->second;
    if (!m_error)
        m_error = Error { ErrorCode::Mismatch, name, "tensor of another shape", shapeText(shape),
                          shapeText(entry->second.sizes().vec()) };
    return at::zeros(shape, at::kFloat);
}

std::optional<std::vector<std::int64_t>> WeightReader::shapeOf(const std::string& name) const
{
    const auto entry = m_weights->find(name);
    return entry == m_weights->end() ? std::nullopt : std::optional(entry->second.sizes().vec());
}

void WeightReader::fail(std::string name, std::string message)
{
    if (!m_error)
        m_error = Error { ErrorCode::Mismatch, std::move(name), std::move(message), {}, {} };
}

} // namespace maskscope
