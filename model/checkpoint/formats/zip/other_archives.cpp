// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/formats/zip/other_archives.h"

#include <algorithm>
#include <string_view>

namespace maskscope {

namespace {

constexpr std::string_view saveWeights = "save the weights of the model that it was made from "
                                         "(torch.save({'model': model.state_dict(), 'config': config}, 'new.pt')), or "
                                         "write a TorchScript archive with export_for_maskscope.py";

bool any(const ZipArchive& archive, bool (*fits)(std::string_view name))
{
    return std::any_of(archive.entries().begin(), archive.entries().end(),
                       [&](const ZipEntry& entry) { return fits(entry.name); });
}

bool contains(std::string_view name, std::string_view part) { return name.find(part) != std::string_view::npos; }

/// Without the archive's top folder.
std::string_view inner(std::string_view name) { return name.substr(name.find('/') + 1); }

bool isCompiled(std::string_view name)
{
    return contains(name, "data/aotinductor/") || name.ends_with(".so") || name.ends_with(".cubin");
}

bool isExported(std::string_view name)
{
    return inner(name) == "archive_format" || inner(name) == "serialized_exported_program.json"
        || (inner(name).starts_with("models/") && name.ends_with(".json"));
}

} // namespace

std::string otherArchive(const ZipArchive& archive)
{
    if (any(archive, [](std::string_view name) { return inner(name) == "data.pkl"; }))
        return {};
    if (any(archive, isCompiled))
        return "is a compiled model of AOTInductor (.pt2): machine code, which is not run; " + std::string(saveWeights);
    if (any(archive, isExported))
        return "is an exported program of torch.export (.pt2), which is not read; " + std::string(saveWeights);
    if (any(archive, [](std::string_view name) { return contains(name, ".data/extern_modules"); }))
        return "is a package of torch.package, which brings code of its own; " + std::string(saveWeights);
    if (any(archive, [](std::string_view name) { return name.ends_with(".weights.h5"); }))
        return "is a Keras model (.keras), no PyTorch checkpoint";
    return {};
}

} // namespace maskscope
