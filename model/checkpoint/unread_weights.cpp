// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/unread_weights.h"

#include <algorithm>
#include <array>

namespace maskscope {

namespace {

struct Sign {
    std::string_view text;
    std::string_view kind, advice;
};

constexpr std::string_view beforeQuantising
    = "save the state_dict of the float model, as it was before quantisation, with torch.save";
constexpr std::string_view dense = "turn them into dense tensors (weight.to_dense()) and save the state_dict anew";
constexpr std::string_view gather = "gather them on one process first (full state dict) and save that with torch.save";

// Parts of the names that torch and libraries for it give to what they pickle.
constexpr std::array classSigns {
    Sign { "_rebuild_qtensor", "quantised", beforeQuantising },
    Sign { "QInt8Storage", "quantised", beforeQuantising },
    Sign { "QUInt8Storage", "quantised", beforeQuantising },
    Sign { "QInt32Storage", "quantised", beforeQuantising },
    Sign { "QUInt4x2Storage", "quantised", beforeQuantising },
    Sign { "PackedParams", "quantised", beforeQuantising },
    Sign { "torchao.", "quantised", beforeQuantising },
    Sign { "bitsandbytes.", "quantised", beforeQuantising },
    Sign { "Float8", "quantised", beforeQuantising },
    Sign { "_rebuild_sparse", "sparse", dense },
    Sign { "SparseSemiStructured", "sparse", dense },
    Sign { "_rebuild_nested_tensor", "nested", dense },
    Sign { "_rebuild_meta_tensor", "empty (on the device 'meta')", "load the model with its values before saving it" },
    Sign { "ShardedTensor", "distributed", gather },
    Sign { "_tensor.DTensor", "distributed", gather },
    Sign { "tensor.api.DTensor", "distributed", gather },
};

// Ends of the names of tensors that stand in for a weight.
constexpr std::array nameSigns {
    Sign { "._packed_params", "quantised", beforeQuantising },
    Sign { "._packed_params.dtype", "quantised", beforeQuantising },
    Sign { ".zero_point", "quantised", beforeQuantising },
    Sign { ".SCB", "quantised", beforeQuantising },
    Sign { ".absmax", "quantised", beforeQuantising },
    Sign { ".qweight", "quantised", beforeQuantising },
    Sign { ".qzeros", "quantised", beforeQuantising },
    Sign { ".weight_scale", "quantised", beforeQuantising },
    Sign { "_quantizer._amax", "quantised", beforeQuantising },
    Sign { ".weight_mask", "pruned", "make the pruning permanent (torch.nn.utils.prune.remove) and save it anew" },
};

std::string sentence(const Sign& sign, std::string_view found)
{
    return "holds " + std::string(sign.kind) + " weights (" + std::string(found.substr(0, 120))
        + "), which are not read; " + std::string(sign.advice);
}

} // namespace

std::string unreadKind(std::string_view className)
{
    for (const Sign& sign : classSigns)
        if (className.find(sign.text) != std::string_view::npos)
            return sentence(sign, className);
    return {};
}

std::string unreadWeights(const ModelFile& file, const WeightSet& set)
{
    if (!file.unreadWeights.empty())
        return file.unreadWeights;
    for (const CheckpointTensor& tensor : set.tensors)
        for (const Sign& sign : nameSigns)
            if (tensor.name.ends_with(sign.text))
                return sentence(sign, tensor.name);
    return {};
}

} // namespace maskscope
