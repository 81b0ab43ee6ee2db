// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/formats/pickle/pickle_rebuild.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "model/checkpoint/formats/pickle/numpy_scalar.h"
#include "model/checkpoint/formats/pickle/tensor_rebuild.h"

namespace maskscope {

namespace {

// Not the names that a research project may well give its own packages (code, commands, requests).
constexpr std::array<std::string_view, 14> codeModules { "os",     "posix",      "nt",     "subprocess", "sys",
                                                         "shutil", "socket",     "ctypes", "runpy",      "importlib",
                                                         "pty",    "webbrowser", "pdb",    "popen2" };
constexpr std::array<std::string_view, 10> codeBuiltins {
    "builtins.eval", "builtins.exec",  "builtins.execfile",   "builtins.compile", "builtins.__import__",
    "builtins.open", "builtins.input", "builtins.breakpoint", "builtins.file",    "builtins.apply"
};
constexpr std::array<std::string_view, 4> dictClasses { "collections.OrderedDict", "builtins.dict",
                                                        "collections.defaultdict", "collections.Counter" };

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool runsCode(std::string_view name)
{
    return contains(codeModules, name.substr(0, name.find('.'))) || contains(codeBuiltins, name);
}

PickleId refuseCode(PickleBuilder& builder, std::string_view name)
{
    return builder.fail(ErrorCode::UnsupportedFormat,
                        "is refused: its pickle would run " + std::string(name.substr(0, 80))
                            + " when loaded by Python (nothing was run here); do not load this file in Python");
}

/// OrderedDict([[k, v], ...]) of Python 2, dict({...}), defaultdict(factory).
PickleId rebuildDict(PickleBuilder& builder, const std::vector<PickleId>& arguments)
{
    const PickleDocument& document = builder.document;
    if (arguments.empty() || document.is(arguments[0], PickleKind::Global))
        return builder.container(PickleKind::Dict);
    if (document.is(arguments[0], PickleKind::Dict))
        return builder.alias(PickleKind::Dict, arguments[0]);
    std::vector<PickleId> items;
    for (const PickleId pair : document.children(arguments[0])) {
        const std::vector<PickleId>& parts = document.children(pair);
        if (parts.size() != 2)
            return builder.corrupt("a dict of the pickle is made of something else than pairs");
        builder.charge(2);
        items.insert(items.end(), parts.begin(), parts.end());
    }
    return builder.container(PickleKind::Dict, std::move(items));
}

/// set([...]), list(...), tuple(...), torch.Size((...)): the same children under another kind.
std::optional<PickleId> rebuildSequence(PickleBuilder& builder, std::string_view name,
                                        const std::vector<PickleId>& arguments)
{
    std::optional<PickleKind> kind;
    if (name == "builtins.set" || name == "builtins.frozenset")
        kind = PickleKind::Set;
    else if (name == "builtins.list")
        kind = PickleKind::List;
    else if (name == "builtins.tuple" || name == "torch.Size")
        kind = PickleKind::Tuple;
    if (!kind)
        return std::nullopt;
    if (arguments.empty())
        return builder.container(*kind);
    const PickleKind source = builder.document[arguments[0]].kind;
    const bool sequence = source == PickleKind::List || source == PickleKind::Tuple || source == PickleKind::Set;
    const bool shares = sequence && (builder.document[arguments[0]].part != PickleValue::none);
    return shares ? builder.alias(*kind, arguments[0]) : builder.container(*kind);
}

/// Python 3 writes bytes in protocol 2 as _codecs.encode(text, 'latin1'); text is UTF-8 here.
PickleId latin1Bytes(PickleBuilder& builder, std::string_view utf8)
{
    std::string bytes;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        if (lead < 0x80) {
            bytes += utf8[i];
        } else if ((lead == 0xC2 || lead == 0xC3) && i + 1 < utf8.size()) {
            const auto low = static_cast<unsigned char>(utf8[++i]);
            bytes += static_cast<char>((lead == 0xC3 ? 0x40U : 0U) | (low & 0xBFU));
        } else {
            return builder.corrupt("bytes of the pickle are wrongly encoded");
        }
    }
    return builder.bytes(bytes);
}

std::optional<PickleId> rebuildPlain(PickleBuilder& builder, std::string_view name,
                                     const std::vector<PickleId>& arguments)
{
    const PickleDocument& document = builder.document;
    if (contains(dictClasses, name))
        return rebuildDict(builder, arguments);
    if (name == "_codecs.encode" && arguments.size() == 2 && document.is(arguments[0], PickleKind::String))
        return latin1Bytes(builder, document.text(arguments[0]));
    if (name == "builtins.bytes" && arguments.empty())
        return builder.bytes({});
    if (name == "torch.device" && !arguments.empty())
        return arguments[0];
    if (isNumpyScalarCall(name))
        return rebuildNumpyScalar(builder, arguments);
    if (name == "numpy.dtype")
        return builder.opaque(name, arguments, true);
    return rebuildSequence(builder, name, arguments);
}

} // namespace

PickleId rebuildObject(PickleBuilder& builder, PickleId callable, PickleId arguments)
{
    const PickleDocument& document = builder.document;
    if (!document.is(arguments, PickleKind::Tuple))
        return builder.corrupt("the pickle makes an object without arguments");
    const std::vector<PickleId> parts = document.children(arguments);
    builder.charge(parts.size());
    const std::string name(document.text(callable));
    if (!document.is(callable, PickleKind::Global))
        return builder.opaque(name.empty() ? "an object of an unknown class" : name, parts);
    if (runsCode(name))
        return refuseCode(builder, name);
    if (const auto tensor = rebuildTensor(builder, name, parts))
        return *tensor;
    if (const auto plain = rebuildPlain(builder, name, parts))
        return *plain;
    if (name == "copyreg._reconstructor" && !parts.empty() && document.is(parts[0], PickleKind::Global)) {
        const std::string className(document.text(parts[0]));
        return runsCode(className) ? refuseCode(builder, className) : builder.opaque(className, {});
    }
    return builder.opaque(name, parts);
}

void applyState(PickleBuilder& builder, PickleId object, PickleId state)
{
    const PickleValue& value = builder.document[object];
    if (value.kind != PickleKind::Opaque)
        return;
    builder.charge(1);
    builder.document.childLists[value.part].push_back(state);
}

} // namespace maskscope
