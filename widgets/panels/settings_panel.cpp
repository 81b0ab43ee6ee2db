// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/settings_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace maskscope {

namespace {

QComboBox* choice(QWidget* parent, const QString& fallback, const QStringList& names)
{
    auto* box = new QComboBox(parent);
    box->addItem(fallback, QString());
    for (const QString& name : names)
        box->addItem(name, name);
    return box;
}

void select(QComboBox* box, const QString& value) { box->setCurrentIndex(std::max(0, box->findData(value))); }

} // namespace

SettingsPanel::SettingsPanel(QWidget* parent)
    : QWidget(parent)
    , m_ratios(new QLineEdit(this))
    , m_style(choice(this, tr("From the checkpoint"),
                     { QStringLiteral("mae"), QStringLiteral("bert"), QStringLiteral("within_token"),
                       QStringLiteral("multi_channel") }))
    , m_replacement(
          choice(this, tr("From the checkpoint"), { QStringLiteral("zeros"), QStringLiteral("gaussian_noise") }))
    , m_seed(new QSpinBox(this))
    , m_projection(new QLineEdit(QStringLiteral("seed:0"), this))
    , m_device(choice(this, tr("Automatic"), {}))
    , m_mambaGroups(new QSpinBox(this))
    , m_allowTorchScript(new QCheckBox(tr("Allow TorchScript"), this))
    , m_subjects(choice(this, tr("As the recordings say"), {}))
    , m_run(new QPushButton(tr("Run analysis"), this))
{
    m_ratios->setObjectName(QStringLiteral("maskRatios"));
    m_ratios->setPlaceholderText(tr("From the checkpoint"));
    m_ratios->setToolTip(tr("One or several shares of hidden tokens, above 0 and at most 1: 0.5, 0.75, 1.0"));
    m_style->setObjectName(QStringLiteral("maskStyle"));
    m_replacement->setObjectName(QStringLiteral("maskReplacement"));
    m_seed->setObjectName(QStringLiteral("seed"));
    m_seed->setRange(0, 1'000'000'000);
    m_seed->setToolTip(tr("Fixes masks, noise and permutations"));
    m_projection->setObjectName(QStringLiteral("projection"));
    m_projection->setToolTip(tr("The spatial projection, which a checkpoint does not hold: seed:N, or a .npy file. "
                                "A file NAME.projection.npy beside NAME.pt is used first."));
    m_device->setObjectName(QStringLiteral("device"));
    m_mambaGroups->setObjectName(QStringLiteral("mambaGroups"));
    m_mambaGroups->setRange(1, 1024);
    m_mambaGroups->setToolTip(tr("Groups of Mamba-2 blocks, which the shapes in a checkpoint cannot tell; the load "
                                 "report lists the numbers that fit. Other models do not use it."));
    m_allowTorchScript->setObjectName(QStringLiteral("allowTorchScript"));
    m_allowTorchScript->setToolTip(tr("Running a TorchScript archive runs the code inside it. Allow this only for "
                                      "files whose origin you trust; opening and inspecting them never runs it."));
    m_subjects->setObjectName(QStringLiteral("subjects"));
    m_subjects->setToolTip(
        tr("Who was recorded: what intervals count, and what is held out together. Several recordings of "
           "one person are no several people."));
    m_subjects->addItem(tr("From file names (S001R03: S001)"), QStringLiteral("names"));
    m_subjects->addItem(tr("CSV file…"), QStringLiteral("?"));
    connect(m_subjects, &QComboBox::activated, this, &SettingsPanel::chooseSubjects);
    m_run->setObjectName(QStringLiteral("runButton"));
    m_run->setDefault(true);
    m_run->setMinimumHeight(32);
    m_run->setEnabled(false);
    buildForm();
    connect(m_run, &QPushButton::clicked, this, [this] {
        const QString sentence = problem();
        if (sentence.isEmpty())
            Q_EMIT runRequested();
        else
            Q_EMIT problemFound(sentence);
    });
}

void SettingsPanel::buildForm()
{
    auto* browse = new QToolButton(this);
    browse->setText(QStringLiteral("…"));
    browse->setToolTip(tr("Choose a projection file"));
    connect(browse, &QToolButton::clicked, this, [this] {
        const QString file
            = QFileDialog::getOpenFileName(this, tr("Spatial projection"), {}, tr("NumPy arrays (*.npy)"));
        if (!file.isEmpty())
            m_projection->setText(file);
    });
    auto* projection = new QHBoxLayout;
    projection->addWidget(m_projection);
    projection->addWidget(browse);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft);
    form->addRow(tr("Mask &ratio"), m_ratios);
    form->addRow(tr("St&yle"), m_style);
    form->addRow(tr("Re&placement"), m_replacement);
    form->addRow(tr("&Seed"), m_seed);
    auto* projectionLabel = new QLabel(tr("Pro&jection"), this); // a row of a layout has no buddy of its own
    projectionLabel->setBuddy(m_projection);
    form->addRow(projectionLabel, projection);
    form->addRow(tr("&Device"), m_device);
    form->addRow(tr("Mamba-2 &groups"), m_mambaGroups);
    form->addRow(tr("S&ubjects"), m_subjects);
    form->addRow(m_allowTorchScript);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 8);
    layout->addLayout(form);
    layout->addWidget(m_run);
    layout->addStretch();
}

/// "CSV file…" asks for one, which then stands as a choice of its own.
void SettingsPanel::chooseSubjects(int index)
{
    if (m_subjects->itemData(index).toString() != QStringLiteral("?"))
        return;
    const QString file = QFileDialog::getOpenFileName(this, tr("Subjects: columns file and subject"), {},
                                                      tr("Tables (*.csv *.tsv *.txt);;All files (*)"));
    if (!file.isEmpty() && m_subjects->findData(file) < 0)
        m_subjects->addItem(QFileInfo(file).fileName(), file);
    select(m_subjects, file);
}

void SettingsPanel::setDevices(const QStringList& devices)
{
    const QString kept = m_device->currentData().toString();
    m_device->clear();
    m_device->addItem(tr("Automatic"), QString());
    for (const QString& device : devices)
        m_device->addItem(device, device);
    select(m_device, kept);
}

void SettingsPanel::setRunEnabled(bool enabled)
{
    m_run->setEnabled(enabled);
    m_run->setToolTip(enabled ? QString() : tr("Open and check at least one recording and one checkpoint"));
}

void SettingsPanel::setSettings(const AnalysisSettings& settings)
{
    QStringList ratios;
    for (const double ratio : settings.ratios)
        ratios << QString::number(ratio);
    m_ratios->setText(ratios.join(QStringLiteral(", ")));
    select(m_style, settings.style);
    select(m_replacement, settings.replacement);
    m_seed->setValue(static_cast<int>(settings.seed));
    m_projection->setText(settings.projection);
    select(m_device, settings.device);
    m_mambaGroups->setValue(settings.mambaGroups);
    m_allowTorchScript->setChecked(settings.allowTorchScript);
    if (!settings.subjects.isEmpty() && m_subjects->findData(settings.subjects) < 0)
        m_subjects->addItem(QFileInfo(settings.subjects).fileName(), settings.subjects);
    select(m_subjects, settings.subjects);
}

AnalysisSettings SettingsPanel::settings() const
{
    AnalysisSettings settings;
    static const QRegularExpression separators(QStringLiteral("[,;\\s]+"));
    for (const QString& part : m_ratios->text().split(separators, Qt::SkipEmptyParts))
        settings.ratios.push_back(part.toDouble());
    settings.style = m_style->currentData().toString();
    settings.replacement = m_replacement->currentData().toString();
    settings.seed = static_cast<std::uint64_t>(m_seed->value());
    settings.projection
        = m_projection->text().trimmed().isEmpty() ? QStringLiteral("seed:0") : m_projection->text().trimmed();
    settings.device = m_device->currentData().toString();
    settings.mambaGroups = m_mambaGroups->value();
    settings.allowTorchScript = m_allowTorchScript->isChecked();
    settings.subjects = m_subjects->currentData().toString();
    if (settings.subjects == QStringLiteral("?"))
        settings.subjects.clear();
    return settings;
}

QString SettingsPanel::problem() const
{
    for (const double ratio : settings().ratios)
        if (!(ratio > 0 && ratio <= 1))
            return tr("Mask ratio: expected numbers above 0 and at most 1, as in 0.5, 0.75; found %1.")
                .arg(m_ratios->text());
    return {};
}

} // namespace maskscope
