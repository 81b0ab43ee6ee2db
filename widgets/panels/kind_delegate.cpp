// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/kind_delegate.h"

#include <algorithm>

#include <QComboBox>

#include "analysis/data/recording/channel_choices.h"

namespace maskscope {

QWidget* KindDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& /*option*/,
                                    const QModelIndex& /*index*/) const
{
    auto* list = new QComboBox(parent);
    const auto text = [](std::string_view s) { return QString::fromUtf8(s.data(), static_cast<qsizetype>(s.size())); };
    list->addItem(tr("as found"), QString());
    for (const ChannelKind kind : { ChannelKind::Eeg, ChannelKind::Eog, ChannelKind::Ecg, ChannelKind::Emg,
                                    ChannelKind::Reference, ChannelKind::Trigger, ChannelKind::Other })
        list->addItem(text(channelKindName(kind)), text(kindWord(kind)));
    // An editor without the focus is committed and closed: a choice needs no further key.
    connect(list, qOverload<int>(&QComboBox::activated), list, &QWidget::clearFocus);
    return list;
}

void KindDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    if (auto* list = qobject_cast<QComboBox*>(editor))
        list->setCurrentIndex(std::max(0, list->findData(index.data(Qt::EditRole).toString())));
}

void KindDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const
{
    const auto* list = qobject_cast<QComboBox*>(editor);
    if (list != nullptr && list->currentData() != index.data(Qt::EditRole))
        model->setData(index, list->currentData(), Qt::EditRole);
}

} // namespace maskscope
