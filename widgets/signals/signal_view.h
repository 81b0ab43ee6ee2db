// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QWidget>

#include "widgets/signals/signal_frame.h"

namespace maskscope {

/// All channels of a recording one below the other. Wheel: time (with Ctrl: zoom in time at the pointer, with Shift:
/// rows); dragging moves in time; a click on a channel selects it; arrows, Page, Home, End, plus and minus do the same
/// by keyboard. Draws from the store's pyramids, and from the samples themselves where setCloseUp() brought them.
class SignalView : public QWidget {
    Q_OBJECT
public:
    explicit SignalView(QWidget* parent = nullptr);

    void setContent(std::shared_ptr<const SignalContent> content); ///< null: nothing; shows the beginning
    void setOverlay(std::shared_ptr<const SignalOverlay> overlay); ///< null: none
    void setCloseUp(const SignalCloseUp& closeUp);
    void setEmptyText(const QString& text);
    void setSelectedChannel(const QString& name);
    void refresh(); ///< the store knows more than before

    [[nodiscard]] double fromS() const { return m_frame.fromS; }
    [[nodiscard]] double spanS() const { return m_frame.spanS; }
    [[nodiscard]] bool countsSamples() const { return m_content && m_content->countsSamples; }
    [[nodiscard]] double durationS() const { return m_content ? m_content->durationS : 0; }
    [[nodiscard]] double uvPerRow() const { return m_frame.uvPerRow; }
    [[nodiscard]] int firstRow() const { return m_frame.firstRow; }
    [[nodiscard]] int rowCount() const { return m_frame.rowCount; }
    [[nodiscard]] int rows() const { return m_content ? static_cast<int>(m_content->rows.size()) : 0; }
    [[nodiscard]] QString selectedChannel() const { return m_frame.selected; }
    [[nodiscard]] SignalFrame frame() const; ///< as it is painted

    void setRange(double fromS, double spanS); ///< kept within the recording
    void setUvPerRow(double uv);
    void setRows(int first, int count); ///< count 0: all
    void
    fitAmplitude(); ///< so that the middle channel's spread fills its row; done by itself until setUvPerRow() is used
    [[nodiscard]] QString hoverTextAt(QPointF at) const;

    [[nodiscard]] QSize sizeHint() const override { return { 800, 500 }; }
    [[nodiscard]] QSize minimumSizeHint() const override { return { 320, 160 }; }

Q_SIGNALS:
    void rangeChanged();
    void rowsChanged();
    void amplitudeChanged();
    void channelClicked(const QString& name); ///< empty: the selected one again
    void samplesWanted(double fromS, double toS, double columnS); ///< to be answered by setCloseUp()

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void askForSamples();
    void takeUvPerRow(double uv);
    void scrollRows(int by);
    void zoomTime(double factor, double aroundS);

    std::shared_ptr<const SignalContent> m_content;
    std::shared_ptr<const SignalOverlay> m_overlay;
    SignalFrame m_frame; // what is not taken from the widget when it is painted
    QString m_emptyText;
    std::optional<QPointF> m_pressed;
    double m_pressedFromS = 0;
    bool m_dragged = false;
    bool m_asked = false; // for samples that have not come yet
    double m_columnS = 0; // that they were asked for
    bool m_amplitudeFitted = false; // to what is shown
    bool m_amplitudeChosen = false; // by the user: kept
    int m_rowsAsked = 0; // 0: all
    double m_wheelRest = 0; // degrees that made no whole row yet
};

} // namespace maskscope
