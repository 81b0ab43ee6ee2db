// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/checkpoint/checkpoint.h"
#include "model/checkpoint/load_report.h"

/// A folder of its own that goes away with the test.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] std::filesystem::path file(std::string_view name) const { return m_path / name; }

private:
    std::filesystem::path m_path;
};

using ZipContent = std::vector<std::pair<std::string, std::string>>; ///< names and bytes, in order

std::string readBytes(const std::filesystem::path& path);
void writeBytes(const std::filesystem::path& path, std::string_view bytes);
/// Stored entries, or deflated ones.
void writeZip(const std::filesystem::path& path, const ZipContent& content, bool deflated = false);
std::string floatBytes(const std::vector<float>& values);

/// A whole archive: "archive/data.pkl", then "archive/data/<i>" for every storage.
void writeCheckpoint(const std::filesystem::path& path, const std::string& pickle,
                     const std::vector<std::string>& storages = {});

/// The header's length, the header, the data.
std::string safetensorsBytes(const std::string& header, const std::string& data);

struct NamedTensor {
    std::string name;
    std::vector<std::int64_t> shape;
};
/// A checkpoint {"model": {...}, "epoch": 3, "config": {key: number}} of float32 tensors holding 0, 1, 2, ...
void writeModel(const std::filesystem::path& path, const std::vector<NamedTensor>& tensors,
                const std::vector<std::pair<std::string, double>>& config = {});

/// The tensors of a network, as expectedTensors() lists them, below `prefix`.
std::vector<NamedTensor> tensorsOf(const maskscope::NetworkDescription& network, const std::string& prefix = {});
maskscope::NetworkDescription smallMamba();

bool haveTorch(); ///< /usr/bin/python3 with torch
/// Output of tests/checkpoint/make_checkpoints.py or of the oracle; empty where it failed.
bool runPython(const std::string& script, const std::string& arguments);
