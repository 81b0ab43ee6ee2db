// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Writes pickles opcode by opcode, valid or not.
class PickleWriter {
public:
    PickleWriter() { raw("\x80\x02"); }

    PickleWriter& raw(std::string_view bytes);
    PickleWriter& op(unsigned char opcode);
    PickleWriter& text(std::string_view value); ///< BINUNICODE
    PickleWriter& number(std::int64_t value); ///< LONG1 of 8 bytes
    PickleWriter& real(double value); ///< BINFLOAT
    PickleWriter& global(std::string_view module, std::string_view name);
    PickleWriter& tuple(const std::vector<std::int64_t>& values);
    /// What torch.save writes for a tensor on the CPU.
    PickleWriter& tensor(std::string_view storageType, std::string_view key, std::int64_t storageElements,
                         std::int64_t offset, const std::vector<std::int64_t>& shape,
                         const std::vector<std::int64_t>& strides);
    PickleWriter& storage(std::string_view type, std::string_view key, std::int64_t elements);

    [[nodiscard]] std::string finish() const { return m_bytes + "."; } ///< with STOP
    [[nodiscard]] const std::string& bytes() const { return m_bytes; }

private:
    std::string m_bytes;
};
