// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/figure_fonts.h"

#include <QFontDatabase>
#include <QStringList>

// Outside any namespace: the macro declares a function of the resource compiler.
static void loadFontResource()
{
    Q_INIT_RESOURCE(fonts); // a static library's resources are not linked in by themselves
}

namespace maskscope {

namespace {

QString loadFamily()
{
    loadFontResource();
    QString family;
    for (const char* file : { ":/fonts/Inter-Regular.otf", ":/fonts/Inter-SemiBold.otf" }) {
        const int id = QFontDatabase::addApplicationFont(QLatin1String(file));
        const QStringList families = QFontDatabase::applicationFontFamilies(id);
        if (family.isEmpty() && !families.isEmpty())
            family = families.front();
    }
    return family.isEmpty() ? QStringLiteral("sans-serif") : family;
}

} // namespace

QString figureFontFamily()
{
    static const QString family = loadFamily();
    return family;
}

} // namespace maskscope
