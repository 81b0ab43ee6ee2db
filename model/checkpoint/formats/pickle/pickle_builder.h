// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/data/core/error.h"
#include "model/checkpoint/formats/pickle/pickle_document.h"

namespace maskscope {

struct PickleFault {
    ErrorCode code = ErrorCode::CorruptInput;
    std::string message;
};

/// Makes the values of a document within limits on their number and on the bytes and references they copy.
///
/// The first fault sticks: what is made after it stays valid to touch, and the reader stops before its next opcode.
class PickleBuilder {
public:
    PickleBuilder();
    [[nodiscard]] PickleId none() const { return m_none; }
    [[nodiscard]] PickleId boolean(bool value);
    [[nodiscard]] PickleId integer(std::int64_t value);
    [[nodiscard]] PickleId floating(double value);
    [[nodiscard]] PickleId string(std::string_view text);
    [[nodiscard]] PickleId bytes(std::string_view text);
    [[nodiscard]] PickleId global(std::string_view module, std::string_view name);
    [[nodiscard]] PickleId container(PickleKind kind, std::vector<PickleId> children = {});
    /// Another kind of container over the same children, without copying them.
    [[nodiscard]] PickleId alias(PickleKind kind, PickleId source);
    /// An object of a class outside the allow-list. Its name goes into the warnings unless it is harmless.
    [[nodiscard]] PickleId opaque(std::string_view className, std::vector<PickleId> parts, bool harmless = false);
    [[nodiscard]] PickleId storage(PickleStorage storage);
    [[nodiscard]] PickleId tensor(PickleTensor tensor);
    void append(PickleId container, const std::vector<PickleId>& items);
    /// An object made without arguments that is given items by key is a dict of some class (AttributeDict, EasyDict):
    /// it is read as one.
    void readAsDict(PickleId object);
    void charge(std::size_t work); ///< counts copied bytes or references

    PickleId fail(ErrorCode code, std::string message); ///< returns None, so that it can stand for the value
    PickleId corrupt(std::string message) { return fail(ErrorCode::CorruptInput, std::move(message)); }
    [[nodiscard]] const std::optional<PickleFault>& fault() const { return m_fault; }

    PickleDocument document;

private:
    PickleId add(const PickleValue& value);
    std::uint32_t addText(std::string text);

    std::optional<PickleFault> m_fault;
    std::size_t m_work = 0;
    PickleId m_none, m_true = PickleValue::none, m_false = PickleValue::none;
};

} // namespace maskscope
