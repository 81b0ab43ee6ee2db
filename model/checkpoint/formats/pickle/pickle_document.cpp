// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/formats/pickle/pickle_document.h"

namespace maskscope {

std::string_view PickleDocument::text(PickleId id) const
{
    const std::uint32_t at = values[id].text;
    return at == PickleValue::none ? std::string_view() : std::string_view(texts[at]);
}

const std::vector<PickleId>& PickleDocument::children(PickleId id) const
{
    static const std::vector<PickleId> empty;
    const PickleValue& value = values[id];
    const bool container = value.kind == PickleKind::List || value.kind == PickleKind::Tuple
        || value.kind == PickleKind::Dict || value.kind == PickleKind::Set || value.kind == PickleKind::Opaque;
    return container && value.part != PickleValue::none ? childLists[value.part] : empty;
}

const PickleId* PickleDocument::find(PickleId dict, std::string_view key) const
{
    if (!is(dict, PickleKind::Dict))
        return nullptr;
    const std::vector<PickleId>& items = children(dict);
    for (std::size_t i = items.size(); i >= 2; i -= 2) {
        if (is(items[i - 2], PickleKind::String) && text(items[i - 2]) == key)
            return &items[i - 1];
    }
    return nullptr;
}

} // namespace maskscope
