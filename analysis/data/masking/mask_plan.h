// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/windowing/window_set.h"

namespace maskscope {

enum class MaskStyle { Mae, Bert, WithinToken, MultiChannel };
enum class MaskReplacement { Zeros, GaussianNoise };
enum class MaskAction : std::uint8_t { Zero = 0, Noise = 1, Keep = 2 };

[[nodiscard]] std::string_view maskStyleName(MaskStyle style); // "mae", "bert", "within_token", "multi_channel"
[[nodiscard]] std::string_view maskReplacementName(MaskReplacement replacement); // "zeros", "gaussian_noise"
[[nodiscard]] std::optional<MaskStyle> maskStyleFromName(std::string_view name);
[[nodiscard]] std::optional<MaskReplacement> maskReplacementFromName(std::string_view name);

struct MaskSpec {
    double ratio = 1.0; ///< (0, 1]: ceil(ratio * T) tokens (at least 1), evaluated in double; or samples of each token
    MaskStyle style = MaskStyle::Mae;
    MaskReplacement replacement = MaskReplacement::Zeros;
    bool samplesWithinToken = false; ///< multi_channel only: mask samples rather than tokens
    std::uint64_t seed = 0;
};

/// Which tokens (or samples) of every sequence are hidden, and what stands in their place. The same seed gives the same
/// plan on every device, thread count and batch size: draws depend on (seed, sequence) alone.
class MaskPlan {
public:
    MaskSpec spec;
    std::string source; ///< "seed N", or the mask file's path
    bool perSample = false; ///< bits are [token, sample] rather than [token]
    int windowLength = 0;
    std::vector<std::int64_t> tokenOffset; ///< [sequence + 1] first token of each sequence in the flat arrays
    std::vector<std::uint8_t> bits; ///< flat [token] or [token, sample], 1 = masked
    std::vector<std::uint8_t> actions; ///< flat [token] MaskAction, or empty (no per-token action)
    std::vector<float> fileNoise; ///< flat [token, sample] from a mask file, or empty (drawn on demand)

    [[nodiscard]] bool tokenMasked(std::size_t sequence, int token) const; ///< any of its samples
    [[nodiscard]] bool sampleMasked(std::size_t sequence, int token, int sample) const;
    /// It is masked and not kept as it is: bert leaves every tenth masked token where it was.
    [[nodiscard]] bool hides(std::size_t sequence, int token) const;
    [[nodiscard]] std::int64_t maskedTokens() const;
    /// Standard normal noise of one token (unscaled), W values: the file's, else drawn from (seed, sequence, token).
    void noise(std::size_t sequence, int token, std::span<float> out) const;
    /// Masked copy of one sequence's windows: `out` [token, sample] like `windows`. Noise is scaled by the token's own
    /// sample standard deviation (ddof 1, floor 1e-6), or by `noiseScale` where that is above 0 (0.5 in generation A).
    void apply(std::size_t sequence, std::span<const float> windows, std::span<float> out, double noiseScale) const;

private:
    [[nodiscard]] MaskAction actionOf(std::size_t sequence, int token) const;
};

/// Draws a plan. bert: 80 % zero, 10 % noise, 10 % keep of the masked tokens. multi_channel: one draw per recording,
/// shared by its channels.
[[nodiscard]] Result<MaskPlan> makeMask(const WindowSet& windows, const MaskSpec& spec);

/// Reads /mask [sequence, token(, sample)] with optional /noise and /action; sequences in the order of `windows`.
[[nodiscard]] Result<MaskPlan> readMaskFile(const std::filesystem::path& path, const WindowSet& windows,
                                            const MaskSpec& spec);
/// Whether such a file says by /action what replaces every token, so that no replacement need be chosen.
[[nodiscard]] bool maskFileHasActions(const std::filesystem::path& path);

} // namespace maskscope
