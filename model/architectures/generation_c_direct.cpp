// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Generation C, window equal to D: the standardised window is the token, and the backbone's output the prediction.
#include "model/architectures/architecture_list.h"

namespace maskscope {

namespace {

class GenerationCDirect final : public SignalCodec {
public:
    explicit GenerationCDirect(const NetworkDescription& n)
        : m_width(n.window)
    {
    }

    Traits traits() const override
    {
        return { .standardises = true, .noiseScale = 0, .hidesCodes = true, .output = OutputKind::Signal };
    }
    std::int64_t outputWidth() const override { return m_width; }
    void encode(const at::Tensor& windows, at::Tensor& tokens) override { tokens.copy_(windows); }
    void decode(at::Tensor& embeddings, at::Tensor& out) override
    {
        if (embeddings.requires_grad())
            out = embeddings;
        else
            out.copy_(embeddings);
    }

private:
    std::int64_t m_width;
};

} // namespace

std::unique_ptr<SignalCodec> makeGenerationCDirect(const NetworkDescription& network, WeightReader&)
{
    return std::make_unique<GenerationCDirect>(network);
}

} // namespace maskscope
