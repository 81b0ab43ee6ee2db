// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/formats/pickle/numpy_scalar.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "model/checkpoint/formats/number_formats.h"

namespace maskscope {

namespace {

template <typename T>
T readAs(std::string_view bytes)
{
    T value {};
    std::memcpy(&value, bytes.data(), std::min(sizeof value, bytes.size()));
    return value;
}

/// Two's complement of any width, little-endian.
std::int64_t readInteger(std::string_view bytes, bool isSigned)
{
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    const std::size_t width = 8 * bytes.size();
    if (isSigned && width < 64 && (bits >> (width - 1U)) != 0)
        bits |= ~std::uint64_t { 0 } << width;
    return static_cast<std::int64_t>(bits);
}

bool isBigEndian(const PickleDocument& document, PickleId dtype)
{
    const std::vector<PickleId>& parts = document.children(dtype);
    if (parts.size() < 2) // no state was given
        return false;
    const std::vector<PickleId>& state = document.children(parts.back()); // (version, byte order, ...)
    return state.size() > 1 && document.text(state[1]) == ">";
}

} // namespace

bool isNumpyScalarCall(std::string_view name)
{
    return name == "numpy.core.multiarray.scalar" || name == "numpy._core.multiarray.scalar";
}

PickleId rebuildNumpyScalar(PickleBuilder& builder, const std::vector<PickleId>& arguments)
{
    const PickleDocument& document = builder.document;
    if (arguments.size() != 2 || !document.is(arguments[0], PickleKind::Opaque)
        || !document.is(arguments[1], PickleKind::Bytes) || document.children(arguments[0]).empty())
        return builder.opaque("numpy scalar", {});
    const std::string code(document.text(document.children(arguments[0]).front()));
    std::string bytes(document.text(arguments[1]).substr(0, 8));
    if (isBigEndian(document, arguments[0]))
        std::reverse(bytes.begin(), bytes.end());
    if (code == "f8" && bytes.size() == 8)
        return builder.floating(readAs<double>(bytes));
    if (code == "f4" && bytes.size() == 4)
        return builder.floating(static_cast<double>(readAs<float>(bytes)));
    if (code == "f2" && bytes.size() == 2)
        return builder.floating(static_cast<double>(floatFromHalf(readAs<std::uint16_t>(bytes))));
    if (code == "b1" && bytes.size() == 1)
        return builder.boolean(bytes[0] != 0);
    const bool integer = code.size() == 2 && (code[0] == 'i' || code[0] == 'u');
    if (integer && bytes.size() == static_cast<std::size_t>(code[1] - '0') && !bytes.empty())
        return builder.integer(readInteger(bytes, code[0] == 'i'));
    return builder.opaque("numpy." + code, {});
}

} // namespace maskscope
