// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/script_manifest.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <nlohmann/json.hpp>

#include "analysis/data/core/json_nesting.h"

namespace maskscope {

namespace {

using Json = nlohmann::json;

constexpr std::size_t manifestBytes = 1U << 16U;
constexpr double windowLimit = 10'000'000, rateLimit = 1'000'000; // samples, Hz
constexpr std::array<std::string_view, 4> inputNames { "windows", "coords", "lengths", "token_mask" };

class ManifestReader {
public:
    ManifestReader(const Json& json, const std::string& subject)
        : m_json(json)
        , m_subject(subject)
    {
    }

    Result<ScriptManifest> read()
    {
        ScriptManifest manifest;
        const auto name = text("name");
        const auto window = number("window_length", 1, windowLimit, "a whole number of samples");
        const auto rate = number("sampling_rate_hz", 1e-3, rateLimit, "a rate above 0 Hz");
        const auto ratio = number("mask_ratio", 0, 1, "a share above 0 and at most 1");
        const auto output = text("output");
        for (const auto* value : { &name, &output }) {
            if (!*value)
                return tl::unexpected(value->error());
        }
        for (const auto* value : { &window, &rate, &ratio }) {
            if (!*value)
                return tl::unexpected(value->error());
        }
        if (std::floor(*window) != *window)
            return wrong("window_length", "a whole number of samples", m_json["window_length"].dump());
        if (*ratio <= 0)
            return wrong("mask_ratio", "a share above 0 and at most 1", m_json["mask_ratio"].dump());
        if (*output != "embedding" && *output != "signal")
            return wrong("output", "'embedding' or 'signal'", "'" + output->substr(0, 60) + "'");
        manifest.name = name->substr(0, 200);
        manifest.windowLength = static_cast<int>(*window);
        manifest.samplingRateHz = *rate;
        manifest.maskRatio = *ratio;
        manifest.givesSignal = *output == "signal";
        if (auto batch = readBatch(manifest); !batch)
            return tl::unexpected(batch.error());
        return readInputs(std::move(manifest));
    }

private:
    [[nodiscard]] tl::unexpected<Error> wrong(const std::string& key, std::string expected, std::string found) const
    {
        return failure(ErrorCode::CorruptInput, m_subject, "the manifest's " + key + " cannot be used",
                       std::move(expected), std::move(found));
    }

    [[nodiscard]] Result<double> number(const char* key, double low, double high, const char* expected) const
    {
        const auto found = m_json.find(key);
        if (found == m_json.end())
            return wrong(key, expected, "no such field");
        const double value = found->is_number() ? found->get<double>() : std::nan("");
        if (!(value >= low && value <= high))
            return wrong(key, expected, printed(*found));
        return value;
    }

    [[nodiscard]] Result<std::string> text(const char* key) const
    {
        const auto found = m_json.find(key);
        if (found == m_json.end() || !found->is_string())
            return wrong(key, "a text", found == m_json.end() ? "no such field" : printed(*found));
        return found->get<std::string>();
    }

    static std::string printed(const Json& value)
    {
        return value.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 60);
    }

    /// Optional: of models whose answer depends on the sequences that share a batch.
    [[nodiscard]] Result<void> readBatch(ScriptManifest& manifest) const
    {
        const auto found = m_json.find("batch");
        if (found == m_json.end())
            return {};
        manifest.batchIsRecording = *found == "recording";
        const bool whole = found->is_number_integer() && *found >= 1 && *found <= 100'000;
        if (!whole && !manifest.batchIsRecording)
            return wrong("batch", "a whole number of sequences, or 'recording'", printed(*found));
        manifest.batch = whole ? found->get<int>() : 0;
        return {};
    }

    [[nodiscard]] Result<ScriptManifest> readInputs(ScriptManifest manifest) const
    {
        constexpr const char* expected = "a list of windows, coords, lengths and token_mask, each at most once";
        const auto list = m_json.find("inputs");
        if (list == m_json.end() || !list->is_array() || list->size() > inputNames.size())
            return wrong("inputs", expected, list == m_json.end() ? "no such field" : printed(*list));
        for (const Json& entry : *list) {
            const auto* known = entry.is_string()
                ? std::find(inputNames.begin(), inputNames.end(), entry.get_ref<const std::string&>())
                : inputNames.end();
            const auto input = static_cast<ScriptInput>(known - inputNames.begin());
            if (known == inputNames.end() || std::count(manifest.inputs.begin(), manifest.inputs.end(), input) != 0)
                return wrong("inputs", expected, printed(*list));
            manifest.inputs.push_back(input);
        }
        if (std::count(manifest.inputs.begin(), manifest.inputs.end(), ScriptInput::Windows) == 0)
            return wrong("inputs", "windows among them", printed(*list));
        return manifest;
    }

    const Json& m_json;
    const std::string& m_subject;
};

} // namespace

std::string_view scriptInputName(ScriptInput input) { return inputNames[static_cast<std::size_t>(input)]; }

Result<ScriptManifest> parseManifest(std::string_view json, const std::string& subject)
{
    if (json.size() > manifestBytes)
        return failure(ErrorCode::CorruptInput, subject, "the manifest is too large",
                       "at most " + std::to_string(manifestBytes) + " bytes", std::to_string(json.size()));
    constexpr int deepest = 32;
    if (jsonNestsDeeper(json, deepest))
        return failure(ErrorCode::CorruptInput, subject, "the manifest nests too deep", "a flat JSON object");
    const Json parsed = Json::parse(json.begin(), json.end(), nullptr, false);
    if (!parsed.is_object())
        return failure(ErrorCode::CorruptInput, subject, "the manifest is no JSON object");
    return ManifestReader(parsed, subject).read();
}

} // namespace maskscope
