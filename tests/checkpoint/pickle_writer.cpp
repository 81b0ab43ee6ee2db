// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/checkpoint/pickle_writer.h"

#include <bit>

PickleWriter& PickleWriter::raw(std::string_view bytes)
{
    m_bytes += bytes;
    return *this;
}

PickleWriter& PickleWriter::op(unsigned char opcode)
{
    m_bytes += static_cast<char>(opcode);
    return *this;
}

PickleWriter& PickleWriter::text(std::string_view value)
{
    op('X');
    for (unsigned shift = 0; shift < 32; shift += 8)
        op(static_cast<unsigned char>((value.size() >> shift) & 0xFFU));
    return raw(value);
}

PickleWriter& PickleWriter::number(std::int64_t value)
{
    op(0x8a).op(8);
    for (unsigned shift = 0; shift < 64; shift += 8)
        op(static_cast<unsigned char>((static_cast<std::uint64_t>(value) >> shift) & 0xFFU));
    return *this;
}

PickleWriter& PickleWriter::real(double value)
{
    op('G');
    for (unsigned shift = 64; shift > 0; shift -= 8)
        op(static_cast<unsigned char>((std::bit_cast<std::uint64_t>(value) >> (shift - 8)) & 0xFFU));
    return *this;
}

PickleWriter& PickleWriter::global(std::string_view module, std::string_view name)
{
    return op('c').raw(module).raw("\n").raw(name).raw("\n");
}

PickleWriter& PickleWriter::tuple(const std::vector<std::int64_t>& values)
{
    op('(');
    for (const std::int64_t value : values)
        number(value);
    return op('t');
}

PickleWriter& PickleWriter::storage(std::string_view type, std::string_view key, std::int64_t elements)
{
    return op('(').text("storage").global("torch", type).text(key).text("cpu").number(elements).op('t').op('Q');
}

PickleWriter& PickleWriter::tensor(std::string_view storageType, std::string_view key, std::int64_t storageElements,
                                   std::int64_t offset, const std::vector<std::int64_t>& shape,
                                   const std::vector<std::int64_t>& strides)
{
    global("torch._utils", "_rebuild_tensor_v2").op('(');
    storage(storageType, key, storageElements);
    number(offset).tuple(shape).tuple(strides).op(0x89);
    global("collections", "OrderedDict").op(')').op('R');
    return op('t').op('R');
}
