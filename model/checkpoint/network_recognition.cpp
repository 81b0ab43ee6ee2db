// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/network_recognition.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "model/checkpoint/shape_text.h"

namespace maskscope {

namespace {

constexpr std::int64_t dModelLimit = 65'536;
constexpr std::int64_t windowLimit = 10'000'000;
constexpr int layerLimit = 1'000;

bool startsWith(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

/// Looks tensors up below the encoder's prefix and writes down what it saw.
class Recogniser {
public:
    explicit Recogniser(const Checkpoint& checkpoint)
        : m_checkpoint(checkpoint)
    {
        m_net.fineTuned = std::any_of(checkpoint.tensors().begin(), checkpoint.tensors().end(), [](const auto& tensor) {
            return startsWith(tensor.name, "backbone.temporal_encoder.")
                || startsWith(tensor.name, "backbone.backbone.layers.");
        });
        m_prefix = tensorPrefix(m_net);
        if (m_net.fineTuned)
            m_evidence.emplace_back("the encoder's tensors stand below 'backbone.': a fine-tuned model");
    }

    Result<Recognition> run()
    {
        countLayers();
        readDModel();
        if (m_net.dModel == 0 || m_net.layers == 0 || !readBackbone() || !readGeneration())
            return unknown();
        if (const std::string fault = sizeFault(); !fault.empty())
            return failure(ErrorCode::Mismatch, m_checkpoint.path().string(), "no known architecture: " + fault);
        return Recognition { m_net, std::move(m_evidence) };
    }

private:
    [[nodiscard]] const CheckpointTensor* find(const std::string& name) const
    {
        return m_checkpoint.find(m_prefix + name);
    }

    /// In the first layer that has it.
    [[nodiscard]] const CheckpointTensor* findInLayers(const std::string& name) const
    {
        for (int i = 0; i < m_net.layers; ++i) {
            if (const auto* tensor = find("backbone.layers." + std::to_string(i) + "." + name))
                return tensor;
        }
        return nullptr;
    }

    /// A size of a tensor of the given rank; 0 where there is none.
    [[nodiscard]] static int sizeOf(const CheckpointTensor* tensor, std::size_t rank, std::size_t axis)
    {
        if (tensor == nullptr || tensor->shape.size() != rank)
            return 0;
        return static_cast<int>(std::clamp<std::int64_t>(tensor->shape[axis], 0, windowLimit + 1));
    }

    void note(const CheckpointTensor* tensor, const std::string& meaning)
    {
        if (tensor != nullptr)
            m_evidence.push_back(tensor->name + " " + shapeText(tensor->shape) + ": " + meaning);
    }

    void countLayers()
    {
        const std::string start = m_prefix + "backbone.layers.";
        for (const CheckpointTensor& tensor : m_checkpoint.tensors()) {
            int index = -1;
            if (!startsWith(tensor.name, start))
                continue;
            const char* first = tensor.name.data() + start.size();
            const auto [end, error] = std::from_chars(first, tensor.name.data() + tensor.name.size(), index);
            if (error == std::errc() && *end == '.' && index >= 0 && index < layerLimit)
                m_net.layers = std::max(m_net.layers, index + 1);
        }
    }

    void readDModel()
    {
        const auto* weight = find("temporal_encoder.lin.weight");
        const auto* bias = find("temporal_encoder.lin.bias");
        m_net.dModel = weight != nullptr ? sizeOf(weight, 2, 0) : sizeOf(bias, 1, 0);
        if (weight != nullptr || bias != nullptr)
            note(weight != nullptr ? weight : bias, "d_model " + std::to_string(m_net.dModel));
    }

    bool readBackbone()
    {
        const std::string layers = std::to_string(m_net.layers) + (m_net.layers == 1 ? " layer" : " layers");
        if (const auto* first = findInLayers("layers.0.linear1.weight")) {
            m_net.backbone = Backbone::Transformer;
            m_net.feedForward = sizeOf(first, 2, 0);
            note(first, "Transformer backbone, " + layers);
            return m_net.feedForward > 0;
        }
        if (const auto* bias = findInLayers("dt_bias")) {
            m_net.backbone = Backbone::Mamba2;
            readMamba2();
            note(bias, "Mamba-2 backbone, " + layers);
            return m_net.dInner > 0 && m_net.ssmHeads > 0 && m_net.convChannels > 0;
        }
        if (const auto* decay = findInLayers("A_log")) {
            m_net.backbone = Backbone::Mamba1;
            readMamba1();
            note(decay, "Mamba-1 backbone, " + layers + ", state size " + std::to_string(m_net.dState));
            return m_net.dInner > 0 && m_net.dState > 0 && m_net.dtRank > 0;
        }
        return false;
    }

    void readMambaConvolution()
    {
        m_net.convWidth = sizeOf(findInLayers("conv1d.weight"), 3, 2);
        if (m_net.convWidth == 0)
            m_net.convWidth = 4;
        m_net.convBias = findInLayers("conv1d.bias") != nullptr || findInLayers("conv1d.weight") == nullptr;
        m_net.projectionBias = findInLayers("in_proj.bias") != nullptr || findInLayers("out_proj.bias") != nullptr;
    }

    void readMamba1()
    {
        readMambaConvolution();
        m_net.dInner = sizeOf(findInLayers("A_log"), 2, 0);
        m_net.dState = sizeOf(findInLayers("A_log"), 2, 1);
        m_net.dtRank = sizeOf(findInLayers("dt_proj.weight"), 2, 1);
        if (m_net.dtRank == 0) // missing: as the training code chooses it
            m_net.dtRank = (m_net.dModel + 15) / 16;
    }

    void readMamba2()
    {
        readMambaConvolution();
        m_net.dInner = sizeOf(findInLayers("out_proj.weight"), 2, 1);
        m_net.ssmHeads = sizeOf(findInLayers("dt_bias"), 1, 0);
        m_net.convChannels = sizeOf(findInLayers("conv1d.weight"), 3, 0);
        m_net.gatedNorm = findInLayers("norm.weight") != nullptr;
        m_net.ssmInner = m_net.gatedNorm ? sizeOf(findInLayers("norm.weight"), 1, 0) : m_net.dInner;
        m_net.dState = (m_net.convChannels - m_net.ssmInner) / 2;
        m_net.skipPerChannel = m_net.ssmHeads != m_net.ssmInner && sizeOf(findInLayers("D"), 1, 0) == m_net.ssmInner;
    }

    bool readGeneration()
    {
        if (const auto* weight = find("token_encoder.proj.weight")) {
            m_net.generation = Generation::A;
            m_net.window = sizeOf(weight, 2, 1);
            note(weight, "generation A, window " + std::to_string(m_net.window));
        } else if (const auto* strided = find("input_proj.0.weight")) {
            m_net.generation = Generation::CStrided;
            m_net.window = static_cast<int>(
                std::min<std::int64_t>(std::int64_t { m_net.dModel } * sizeOf(strided, 3, 2), windowLimit + 1));
            note(strided, "generation C-strided, window " + std::to_string(m_net.window));
        } else if (const auto* pooled = find("output_proj.1.weight")) {
            m_net.generation = Generation::CPool;
            m_net.window = sizeOf(pooled, 2, 0);
            note(pooled, "generation C-pool, window " + std::to_string(m_net.window));
        } else if (!hasAny("token_encoder.") && !hasAny("input_proj.") && !hasAny("output_proj.")) {
            m_net.generation = Generation::CDirect;
            m_net.window = m_net.dModel;
            m_evidence.emplace_back("no token_encoder, input_proj or output_proj: generation C-direct, window "
                                    + std::to_string(m_net.window));
        }
        return m_net.window > 0;
    }

    [[nodiscard]] bool hasAny(const std::string& start) const
    {
        return std::any_of(m_checkpoint.tensors().begin(), m_checkpoint.tensors().end(),
                           [&](const auto& tensor) { return startsWith(tensor.name, m_prefix + start); });
    }

    [[nodiscard]] std::string sizeFault() const
    {
        if (m_net.dModel > dModelLimit || m_net.window > windowLimit || m_net.dInner > dModelLimit * 4
            || m_net.dState > dModelLimit || m_net.feedForward > dModelLimit * 16)
            return "d_model " + std::to_string(m_net.dModel) + ", window " + std::to_string(m_net.window)
                + " is beyond any sensible size";
        if (m_net.backbone == Backbone::Transformer && m_net.dModel % m_net.heads != 0)
            return "a Transformer of 4 heads needs a d_model that 4 divides, here it is "
                + std::to_string(m_net.dModel);
        const bool mamba2 = m_net.backbone == Backbone::Mamba2;
        if (mamba2
            && (m_net.ssmInner > m_net.dInner || m_net.ssmInner < m_net.ssmHeads || m_net.ssmInner % m_net.ssmHeads != 0
                || m_net.convChannels <= m_net.ssmInner))
            return "the sizes of its Mamba-2 layers do not fit together";
        return {};
    }

    [[nodiscard]] tl::unexpected<Error> unknown() const
    {
        const auto& tensors = m_checkpoint.tensors();
        std::string found = std::to_string(tensors.size()) + (tensors.size() == 1 ? " tensor" : " tensors");
        for (std::size_t i = 0; i < std::min<std::size_t>(tensors.size(), 4); ++i)
            found += (i == 0 ? ": " : ", ") + tensors[i].name.substr(0, 80) + " " + shapeText(tensors[i].shape);
        found += tensors.size() > 4 ? " and more" : "";
        std::string expected = "a masked EEG model with temporal_encoder.lin.weight (D, 1), backbone.layers.* of "
                               "Mamba-1, Mamba-2 or Transformer blocks";
        expected += m_net.dModel > 0 && m_net.layers > 0 ? " and token_encoder.proj.weight (D, W) or input_proj.*" : "";
        return failure(ErrorCode::Mismatch, m_checkpoint.path().string(), "no known architecture", expected, found);
    }

    const Checkpoint& m_checkpoint;
    std::string m_prefix;
    NetworkDescription m_net;
    std::vector<std::string> m_evidence;
};

} // namespace

Result<Recognition> recogniseNetwork(const Checkpoint& checkpoint) { return Recogniser(checkpoint).run(); }

} // namespace maskscope
