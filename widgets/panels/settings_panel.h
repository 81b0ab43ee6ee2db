// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <QString>
#include <QStringList>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace maskscope {

/// What the settings panel holds, as text of the command line's options; empty: from the checkpoint.
struct AnalysisSettings {
    std::vector<double> ratios;
    QString style;
    QString replacement;
    std::uint64_t seed = 0;
    QString projection; ///< "seed:N" or a file
    QString device;
    int mambaGroups = 1; ///< of Mamba-2 blocks, whose shapes do not tell it
    bool allowTorchScript = false; ///< run the code inside TorchScript archives
    QString subjects; ///< "names", or a CSV file; empty: as the recordings say
};

/// Mask, seed, projection and device of the next analysis, and the button that starts it.
class SettingsPanel : public QWidget {
    Q_OBJECT
public:
    explicit SettingsPanel(QWidget* parent = nullptr);

    void setDevices(const QStringList& devices);
    void setRunEnabled(bool enabled);
    void setSettings(const AnalysisSettings& settings);
    [[nodiscard]] AnalysisSettings settings() const;
    /// Empty where every field can be used, else a sentence.
    [[nodiscard]] QString problem() const;

Q_SIGNALS:
    void runRequested();
    void problemFound(const QString& sentence);

private:
    void buildForm();
    void chooseSubjects(int index);

    QLineEdit* m_ratios;
    QComboBox* m_style;
    QComboBox* m_replacement;
    QSpinBox* m_seed;
    QLineEdit* m_projection;
    QComboBox* m_device;
    QSpinBox* m_mambaGroups;
    QCheckBox* m_allowTorchScript;
    QComboBox* m_subjects;
    QPushButton* m_run;
};

} // namespace maskscope
