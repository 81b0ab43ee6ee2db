// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that can be asked of a checkpoint. The first byte chooses what the rest is: a whole file, or the part of
// one that a checksum or a length would otherwise hide from the fuzzer.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "model/checkpoint/load_report.h"
#include "tests/fuzz/stored_zip.h"

using namespace maskscope;

namespace {

constexpr std::int64_t elementLimit = 1 << 20; // a larger tensor costs time and teaches nothing
constexpr int storages = 40;

std::string zipAroundPickle(std::string_view pickle)
{
    static const std::string values(256, '\1');
    StoredZip zip;
    zip.add("a/data.pkl", pickle);
    for (int i = 0; i < storages; ++i)
        zip.add("a/data/" + std::to_string(i), values);
    return zip.bytes();
}

std::string scriptAroundManifest(std::string_view manifest)
{
    return StoredZip()
        .add("a/data.pkl",
             "\x80\x02"
             "c__torch__\nNet\n)\x81}b.")
        .add("a/constants.pkl", "")
        .add("a/extra/maskscope.json", manifest)
        .bytes();
}

std::string fileOf(unsigned kind, std::string_view rest)
{
    switch (kind % 4) {
    case 1:
        return zipAroundPickle(rest);
    case 2: // a safetensors header, its length right, over 256 bytes
        return StoredZip::number(rest.size(), 8) + std::string(rest) + std::string(256, '\1');
    case 3:
        return scriptAroundManifest(rest);
    default:
        return std::string(rest);
    }
}

void require(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string file = fileOf(data[0], { reinterpret_cast<const char*>(data) + 1, size - 1 });
    const auto checkpoint = Checkpoint::read({ file.begin(), file.end() }, "/nowhere/fuzzed.pt");
    if (!checkpoint) {
        require(checkpoint.error().sentence().find("/nowhere/fuzzed.pt") != std::string::npos);
        return 0;
    }
    for (const CheckpointTensor& tensor : checkpoint->tensors()) {
        if (tensor.elements() > elementLimit)
            continue;
        const auto values = checkpoint->values(tensor);
        require(!values || static_cast<std::int64_t>(values->size()) == tensor.elements());
    }
    const auto report = describeCheckpoint(*checkpoint);
    if (report && report->usable() && report->parameters < elementLimit)
        static_cast<void>(
            nonFiniteTensors(*checkpoint, *report)); // an error where a checksum is wrong or a weight complex
    require(!checkpointJson(*checkpoint).empty() && !checkpointText(*checkpoint).empty());
    return 0;
}
