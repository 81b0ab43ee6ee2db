// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/run_settings.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace maskscope {

namespace {

constexpr std::array<std::string_view, 11> rateKeys {
    "sampling_rate_hz", "sampling_rate",      "sample_rate",   "sfreq",      "target_sfreq", "fs", "srate",
    "target_fs",        "sampling_frequency", "resample_rate", "sample_freq"
};

std::optional<double> numberOf(const ConfigValue& value)
{
    if (value.number || !value.isString)
        return value.boolean ? std::nullopt : value.number;
    double number = 0;
    const char* last = value.text.data() + value.text.size();
    const auto [end, code] = std::from_chars(value.text.data(), last, number);
    return code == std::errc() && end == last ? std::optional(number) : std::nullopt;
}

/// The first of the keys that is there. A config may hold one several times (training, validation): where they differ,
/// that is said.
const std::pair<std::string, ConfigValue>* findEntry(const Checkpoint& checkpoint,
                                                     std::span<const std::string_view> keys,
                                                     std::vector<std::string>* notes = nullptr)
{
    for (const std::string_view key : keys) {
        const auto* entry = checkpoint.configEntry(key);
        if (entry == nullptr)
            continue;
        for (const auto& other : checkpoint.config())
            if (notes != nullptr && other.first.ends_with("." + std::string(key))
                && !other.first.starts_with("pretrain_config.") && other.second.text != entry->second.text)
                notes->push_back(fmt::format("the config says {} {} and {} {}: the former is used", entry->first,
                                             entry->second.text, other.first, other.second.text));
        return entry;
    }
    return nullptr;
}

/// `asked`: what the request says; without it the config. A value that an explicit choice makes irrelevant (`needed`
/// false) refuses nothing.
template <typename T, typename FromName>
Result<T> chosen(const std::optional<T>& asked, bool needed, const Checkpoint& checkpoint, std::string_view key,
                 T fallback, std::string_view fallbackName, FromName fromName, std::vector<std::string>& notes)
{
    if (asked)
        return *asked;
    const auto* entry = findEntry(checkpoint, std::span(&key, 1), needed ? &notes : nullptr);
    if (entry == nullptr || entry->second.isNone) {
        if (needed)
            notes.push_back(fmt::format("the checkpoint's config has no {}: {} is used", key, fallbackName));
        return fallback;
    }
    const std::string& text = entry->second.text;
    if (const std::optional<T> named = fromName(text))
        return *named;
    if (!needed) {
        notes.push_back(fmt::format("the checkpoint's config says {} {}, which is not known and not needed here",
                                    entry->first, text));
        return fallback;
    }
    return failure(ErrorCode::Mismatch, checkpoint.path().string(),
                   fmt::format("config entry {} is not known", entry->first),
                   fmt::format("one that Maskscope knows, or a choice of your own (default {})", fallbackName), text);
}

std::optional<double> configRate(const Checkpoint& checkpoint)
{
    const auto rate = configNumber(checkpoint, rateKeys);
    return rate && *rate > 0 ? rate : std::nullopt;
}

Result<std::vector<double>> ratios(const AnalysisRequest& request, const Checkpoint& checkpoint,
                                   std::vector<std::string>& notes)
{
    if (request.maskFile) // its own share of masked tokens counts
        return std::vector { 1.0 };
    std::vector<double> all = request.ratios;
    if (all.empty()) {
        const auto* entry = findEntry(checkpoint, maskRatioKeys, &notes);
        const auto number = entry != nullptr ? numberOf(entry->second) : std::nullopt;
        all.push_back(number.value_or(1.0));
        if (!number)
            notes.push_back(entry == nullptr ? "the checkpoint's config has no mask_ratio: 1.0 is used"
                                             : fmt::format("the config's {} is {}, which is no number: 1.0 is used",
                                                           entry->first, entry->second.text));
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

std::optional<double> configNumber(const Checkpoint& checkpoint, std::span<const std::string_view> keys)
{
    const auto* entry = findEntry(checkpoint, keys);
    return entry != nullptr ? numberOf(entry->second) : std::nullopt;
}

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
    const bool drawn = !request.maskFile; // a file fixes what is masked, and by its actions what replaces it
    const auto style = chosen<MaskStyle>(request.style, drawn, checkpoint, "masking_style", MaskStyle::Mae, "mae",
                                         maskStyleFromName, settings.notes);
    if (!style)
        return tl::unexpected(style.error());
    // The style bert, too, brings its own mixture of replacements.
    const bool replaces = drawn ? *style != MaskStyle::Bert : !maskFileHasActions(*request.maskFile);
    const auto replacement
        = chosen<MaskReplacement>(request.replacement, replaces, checkpoint, "mask_replacement", MaskReplacement::Zeros,
                                  "zeros", maskReplacementFromName, settings.notes);
    if (!replacement)
        return tl::unexpected(replacement.error());
    const auto all = ratios(request, checkpoint, settings.notes);
    if (!all)
        return tl::unexpected(all.error());
    const auto* within = checkpoint.configEntry("mask_samples_within_token");
    for (const double ratio : *all)
        settings.masks.push_back({ .ratio = ratio,
                                   .style = *style,
                                   .replacement = *replacement,
                                   .samplesWithinToken = within != nullptr && within->second.boolean.value_or(false),
                                   .seed = request.seed });
    resolveRate(request, checkpoint, settings);
    return settings;
}

} // namespace maskscope
