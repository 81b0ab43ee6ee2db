// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/run_settings.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

namespace maskscope {

namespace {

template <typename T, typename FromName>
Result<T> chosen(const std::optional<T>& asked, const Checkpoint& checkpoint, std::string_view key, T fallback,
                 std::string_view fallbackName, FromName fromName, std::vector<std::string>& notes)
{
    if (asked)
        return *asked;
    const ConfigValue* value = checkpoint.configValue(key);
    if (value == nullptr || value->isNone) {
        notes.push_back(fmt::format("the checkpoint's config has no {}: {} is used", key, fallbackName));
        return fallback;
    }
    if (const std::optional<T> named = fromName(value->text))
        return *named;
    return failure(ErrorCode::Mismatch, checkpoint.path().string(), fmt::format("config entry {} is not known", key),
                   fmt::format("one that Maskscope knows, or a choice of your own (default {})", fallbackName),
                   value->text);
}

std::optional<double> configRate(const Checkpoint& checkpoint)
{
    static constexpr std::array keys {
        "sampling_rate_hz", "sampling_rate", "sample_rate", "sfreq", "target_sfreq", "fs"
    };
    for (const char* key : keys)
        if (const ConfigValue* value = checkpoint.configValue(key);
            value != nullptr && value->number && *value->number > 0)
            return value->number;
    return std::nullopt;
}

Result<std::vector<double>> ratios(const AnalysisRequest& request, const Checkpoint& checkpoint,
                                   std::vector<std::string>& notes)
{
    std::vector<double> all = request.ratios;
    if (all.empty()) {
        const ConfigValue* value = checkpoint.configValue("mask_ratio");
        if (value != nullptr && value->number)
            all.push_back(*value->number);
        else {
            all.push_back(1.0);
            notes.emplace_back("the checkpoint's config has no mask_ratio: 1.0 is used");
        }
    }
    for (const double ratio : all)
        if (!(ratio > 0 && ratio <= 1))
            return failure(request.ratios.empty() ? ErrorCode::Mismatch : ErrorCode::InvalidArgument,
                           checkpoint.path().string(), "the mask ratio cannot be used", "above 0 and at most 1",
                           fmt::format("{}", ratio));
    return all;
}

void resolveRate(const AnalysisRequest& request, const Checkpoint& checkpoint, RunSettings& settings)
{
    const std::optional<double> fromConfig = configRate(checkpoint);
    settings.rateKnown = request.modelRateHz || fromConfig;
    settings.modelRateHz = request.modelRateHz ? *request.modelRateHz : fromConfig.value_or(256.0);
    if (request.modelRateHz && fromConfig && std::abs(*request.modelRateHz - *fromConfig) > 1e-9)
        settings.notes.push_back(fmt::format("the model rate asked for is {} Hz, the checkpoint's config says {} Hz",
                                             *request.modelRateHz, *fromConfig));
    else if (!request.modelRateHz && fromConfig && *fromConfig != 256.0)
        settings.notes.push_back(fmt::format("the model rate is {} Hz, as the checkpoint's config says", *fromConfig));
}

} // namespace

std::string ratioText(double ratio)
{
    std::string text = fmt::format("{:.4f}", ratio);
    while (text.back() == '0' && text[text.size() - 2] != '.')
        text.pop_back();
    return text;
}

Result<RunSettings> resolveSettings(const AnalysisRequest& request, const Checkpoint& checkpoint)
{
    RunSettings settings;
    const auto style = chosen<MaskStyle>(request.style, checkpoint, "masking_style", MaskStyle::Mae, "mae",
                                         maskStyleFromName, settings.notes);
    if (!style)
        return tl::unexpected(style.error());
    const auto replacement
        = chosen<MaskReplacement>(request.replacement, checkpoint, "mask_replacement", MaskReplacement::Zeros, "zeros",
                                  maskReplacementFromName, settings.notes);
    if (!replacement)
        return tl::unexpected(replacement.error());
    const auto all = ratios(request, checkpoint, settings.notes);
    if (!all)
        return tl::unexpected(all.error());
    const ConfigValue* within = checkpoint.configValue("mask_samples_within_token");
    for (const double ratio : *all)
        settings.masks.push_back({ .ratio = ratio,
                                   .style = *style,
                                   .replacement = *replacement,
                                   .samplesWithinToken = within != nullptr && within->boolean.value_or(false),
                                   .seed = request.seed });
    resolveRate(request, checkpoint, settings);
    return settings;
}

} // namespace maskscope
