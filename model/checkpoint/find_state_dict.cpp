// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/state_dict.h"

#include <algorithm>
#include <array>

#include "model/checkpoint/file_kind.h"

namespace maskscope {

namespace {

constexpr std::array<const char*, 8> modelKeys { "model",       "state_dict", "model_state_dict",
                                                 "model_state", "weights",    "network",
                                                 "net",         "module" };

bool holdsTensors(const PickleDocument& document, PickleId dict)
{
    const std::vector<PickleId>& items = document.children(dict);
    for (std::size_t i = 1; document.is(dict, PickleKind::Dict) && i < items.size(); i += 2) {
        if (document.is(items[i], PickleKind::Tensor) && document.is(items[i - 1], PickleKind::String))
            return true;
    }
    return false;
}

/// torch.save(model) pickles the object: its state is a dict with "_modules" and "_parameters".
bool isWholeModule(const PickleDocument& document, PickleId value)
{
    if (!document.is(value, PickleKind::Opaque))
        return false;
    const std::vector<PickleId>& parts = document.children(value);
    return std::any_of(parts.begin(), parts.end(), [&document](PickleId part) {
        return document.find(part, "_modules") != nullptr || document.find(part, "_parameters") != nullptr;
    });
}

std::string describeValue(const PickleDocument& document, PickleId value)
{
    switch (document[value].kind) {
    case PickleKind::Dict: {
        const std::vector<PickleId>& items = document.children(value);
        if (items.empty())
            return "an empty dict";
        std::string text = "a dict of";
        for (std::size_t i = 0; i < items.size() && i < 16; i += 2)
            text += std::string(i == 0 ? " " : ", ") + "'" + std::string(document.text(items[i]).substr(0, 60)) + "'";
        return items.size() > 16 ? text + ", ..." : text;
    }
    case PickleKind::Tensor:
        return "a single tensor";
    case PickleKind::Opaque:
        return "an object of class " + std::string(document.text(value));
    case PickleKind::List:
    case PickleKind::Tuple:
        return "a list of " + std::to_string(document.children(value).size()) + " values";
    default:
        return "a single value";
    }
}

tl::unexpected<Error> wholeModule(const PickleDocument& document, PickleId value, const std::string& subject)
{
    return failure(ErrorCode::UnsupportedFormat, subject,
                   "holds a whole pickled module, which only its own code could rebuild; " + std::string(resaveAdvice),
                   "a state_dict (names and tensors)", "an object of class " + std::string(document.text(value)));
}

} // namespace

Result<PickleId> findStateDict(const PickleDocument& document, const std::string& subject)
{
    const PickleId root = document.root;
    if (isWholeModule(document, root))
        return wholeModule(document, root, subject);
    for (const char* key : modelKeys) {
        const PickleId* value = document.find(root, key);
        if (value != nullptr && isWholeModule(document, *value))
            return wholeModule(document, *value, subject);
        if (value != nullptr && holdsTensors(document, *value))
            return *value;
        for (const char* inner : { "state_dict", "model" }) { // {"model": {"state_dict": ...}}
            const PickleId* nested = value != nullptr ? document.find(*value, inner) : nullptr;
            if (nested != nullptr && holdsTensors(document, *nested))
                return *nested;
        }
    }
    if (holdsTensors(document, root))
        return root;
    return failure(ErrorCode::UnsupportedFormat, subject, "holds no model",
                   "a state_dict, alone or under the key 'model'", describeValue(document, root));
}

} // namespace maskscope
