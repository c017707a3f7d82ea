// SPDX-License-Identifier: GPL-3.0-or-later
// The style's larger controls: tabs, scroll bars, fields with arrows, titles of docks.
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QPainter>
#include <QSlider>
#include <QStyleOption>
#include <QTabBar>

#include "ui/theme/style.h"
#include "ui/theme/style_paint.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

/// A tab is its text; the current one has a line in the accent's colour.
void paintTab(QPainter& painter, const QStyleOptionTab& option) {
    const Theme& t = theme();
    const bool selected = option.state & QStyle::State_Selected;
    const bool over = option.state & QStyle::State_MouseOver;
    const QRect rect = option.rect;
    if (over && !selected) painter.fillRect(rect, t.hover);
    if (!selected) return;
    const int line = qMax(2, qRound(metrics().unit * 0.14));
    const bool below =
        option.shape == QTabBar::RoundedNorth || option.shape == QTabBar::TriangularNorth;
    painter.fillRect(
        QRect(rect.left(), below ? rect.bottom() - line + 1 : rect.top(), rect.width(), line),
        t.selection);
}

void paintTabLabel(QPainter& painter, QStyleOptionTab option, const QStyle& style,
                   const QWidget* widget) {
    const Theme& t = theme();
    const bool selected = option.state & QStyle::State_Selected;
    option.palette.setColor(QPalette::WindowText, selected ? t.text : t.mutedText);
    style.drawItemText(&painter, option.rect, Qt::AlignCenter | Qt::TextShowMnemonic,
                       option.palette, option.state & QStyle::State_Enabled, option.text,
                       QPalette::WindowText);
    if (option.state & QStyle::State_HasFocus && widget)
        paintBox(painter, option.rect.adjusted(2, 2, -2, -2), QColor(), t.selection,
                 metrics().smallCorner);
}

void paintScrollBar(QPainter& painter, const QStyleOptionSlider& option, const QStyle& style,
                    const QWidget* widget) {
    const Theme& t = theme();
    painter.fillRect(option.rect, option.palette.color(QPalette::Base) == t.base && widget &&
                                          widget->parentWidget()
                                      ? QBrush(Qt::NoBrush)
                                      : QBrush(t.window));
    if (option.maximum <= option.minimum) return;
    QRectF handle =
        style.subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarSlider, widget);
    const qreal inset = metrics().unit * 0.14;
    handle.adjust(inset, inset, -inset, -inset);
    const bool held = option.activeSubControls & QStyle::SC_ScrollBarSlider;
    const QColor fill = mixed(t.mutedText, t.base, held ? 0.75 : 0.4);
    paintBox(painter, handle, fill, QColor(), qMin(handle.width(), handle.height()) / 2);
}

void paintDockTitle(QPainter& painter, const QStyleOptionDockWidget& option) {
    const Theme& t = theme();
    painter.save();
    painter.setPen(t.mutedText);
    QFont font = metrics().smallText;
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    const int margin = qRound(metrics().unit * 0.6);
    painter.drawText(option.rect.adjusted(margin, 0, -margin, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     option.title);
    painter.restore();
}

/// Fields with something to press at their end share the frame.
void paintComboBox(QPainter& painter, const QStyleOptionComboBox& option, const QStyle& style,
                   const QWidget* widget) {
    paintField(painter, option);
    const QRect arrow =
        style.subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxArrow, widget);
    const bool enabled = option.state & QStyle::State_Enabled;
    paintArrow(painter, arrow, Qt::DownArrow,
               enabled ? theme().mutedText : mixed(theme().mutedText, theme().window, 0.5));
}

void paintSpinBox(QPainter& painter, const QStyleOptionSpinBox& option, const QStyle& style,
                  const QWidget* widget) {
    paintField(painter, option);
    if (option.buttonSymbols == QAbstractSpinBox::NoButtons) return;
    for (const auto part : {QStyle::SC_SpinBoxUp, QStyle::SC_SpinBoxDown}) {
        const QRect rect = style.subControlRect(QStyle::CC_SpinBox, &option, part, widget);
        const bool up = part == QStyle::SC_SpinBoxUp;
        const bool can = option.stepEnabled & (up ? QAbstractSpinBox::StepUpEnabled
                                                  : QAbstractSpinBox::StepDownEnabled) &&
                         option.state & QStyle::State_Enabled;
        const bool over = can && option.activeSubControls & part;
        const QColor ink = over  ? theme().text
                           : can ? theme().mutedText
                                 : mixed(theme().mutedText, theme().base, 0.35);
        paintArrow(painter, QRectF(rect).translated(0, up ? 1 : -1),
                   up ? Qt::UpArrow : Qt::DownArrow, ink);
    }
}

/// A thin line that fills, as wide as what is done. Fusion paints those that only say "busy".
void paintProgress(QPainter& painter, const QStyleOptionProgressBar& option) {
    const Theme& t = theme();
    const qreal height = qMin<qreal>(option.rect.height(), metrics().unit * 0.5);
    QRectF groove(option.rect);
    groove.setTop(groove.center().y() - height / 2);
    groove.setHeight(height);
    paintBox(painter, groove, mixed(t.mutedText, t.window, 0.22), QColor(), height / 2);
    const qreal share = static_cast<qreal>(option.progress - option.minimum) /
                        static_cast<qreal>(option.maximum - option.minimum);
    if (share <= 0) return;
    QRectF done = groove;
    done.setWidth(qMax(height, groove.width() * qMin<qreal>(share, 1)));
    if (option.direction == Qt::RightToLeft) done.moveRight(groove.right());
    paintBox(painter, done, t.selection, QColor(), height / 2);
}

/// A line, filled up to a round handle.
void paintSlider(QPainter& painter, const QStyleOptionSlider& option, const QStyle& style,
                 const QWidget* widget) {
    const Theme& t = theme();
    const bool enabled = option.state & QStyle::State_Enabled;
    const QRectF handle =
        style.subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, widget);
    const qreal thick = metrics().unit * 0.28, side = qMin(handle.width(), handle.height()) - 1;
    QRectF groove(option.rect);
    groove.setTop(handle.center().y() - thick / 2);
    groove.setHeight(thick);
    paintBox(painter, groove, mixed(t.mutedText, t.window, 0.3), QColor(), thick / 2);
    QRectF below = groove;
    if (option.upsideDown)
        below.setLeft(handle.center().x());
    else
        below.setRight(handle.center().x());
    const QColor accent = enabled ? t.selection : t.border;
    paintBox(painter, below, accent, QColor(), thick / 2);
    const QRectF round(handle.center() - QPointF(side, side) / 2, QSizeF(side, side));
    const bool marked =
        option.state & QStyle::State_HasFocus || option.activeSubControls & QStyle::SC_SliderHandle;
    paintBox(painter, round, t.base, marked ? accent : t.mutedText, side / 2);
    if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange)
        paintBox(painter, QRectF(option.rect).adjusted(1, 1, -1, -1), QColor(), t.selection,
                 metrics().smallCorner);
}

}  // namespace

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
    const Theme& t = theme();
    switch (element) {
        case CE_TabBarTabShape:
            if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option))
                return paintTab(*painter, *tab);
            break;
        case CE_TabBarTabLabel:
            if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option);
                tab && tab->icon.isNull() && tab->leftButtonSize.isEmpty() &&
                tab->rightButtonSize.isEmpty())
                return paintTabLabel(*painter, *tab, *this, widget);
            break;
        case CE_DockWidgetTitle:
            if (const auto* dock = qstyleoption_cast<const QStyleOptionDockWidget*>(option))
                return paintDockTitle(*painter, *dock);
            break;
        case CE_ProgressBar:
            if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option);
                bar && bar->maximum > bar->minimum && !bar->textVisible &&
                bar->state & State_Horizontal)
                return paintProgress(*painter, *bar);
            break;
        case CE_ToolBar:
            painter->fillRect(
                QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                t.border);
            return;
        case CE_Splitter:
            return;
        case CE_HeaderSection:
        case CE_HeaderEmptyArea: {
            const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
            painter->fillRect(option->rect, t.base);
            if (header == nullptr || header->orientation == Qt::Horizontal)
                painter->fillRect(
                    QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                    t.border);
            return;
        }
        case CE_PushButtonLabel:
            if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
                button && button->features & QStyleOptionButton::DefaultButton &&
                button->state & State_Enabled) {
                QStyleOptionButton main = *button;
                main.palette.setColor(QPalette::ButtonText, t.accentText);
                return QProxyStyle::drawControl(element, &main, painter, widget);
            }
            break;
        case CE_ItemViewItem:
            if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option)) {
                QStyleOptionViewItem plain = *item;
                plain.palette.setColor(QPalette::HighlightedText, t.text);
                return QProxyStyle::drawControl(element, &plain, painter, widget);
            }
            break;
        case CE_MenuBarEmptyArea:
            painter->fillRect(option->rect, t.window);
            return;
        case CE_MenuBarItem:
            if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
                painter->fillRect(item->rect, t.window);
                if (item->state & (State_Selected | State_Sunken))
                    paintBox(*painter, item->rect.adjusted(1, 1, -1, -1), t.hover, QColor(),
                             metrics().smallCorner);
                drawItemText(painter, item->rect, Qt::AlignCenter | Qt::TextShowMnemonic,
                             item->palette, item->state & State_Enabled, item->text,
                             QPalette::ButtonText);
                return;
            }
            break;
        case CE_ShapedFrame:
            // Lines between groups are drawn in the border's colour, without relief.
            if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option)) {
                if (frame->frameShape == QFrame::HLine) {
                    painter->fillRect(
                        QRect(frame->rect.left(), frame->rect.center().y(), frame->rect.width(), 1),
                        t.border);
                    return;
                }
                if (frame->frameShape == QFrame::VLine) {
                    painter->fillRect(
                        QRect(frame->rect.center().x(), frame->rect.top(), 1, frame->rect.height()),
                        t.border);
                    return;
                }
            }
            break;
        default:
            break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                               QPainter* painter, const QWidget* widget) const {
    if (control == CC_ScrollBar) {
        if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option))
            return paintScrollBar(*painter, *bar, *this, widget);
    }
    if (control == CC_Slider) {
        if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
            slider && slider->orientation == Qt::Horizontal &&
            slider->tickPosition == QSlider::NoTicks)
            return paintSlider(*painter, *slider, *this, widget);
    }
    if (control == CC_ComboBox) {
        if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option))
            return paintComboBox(*painter, *combo, *this, widget);
    }
    if (control == CC_SpinBox) {
        if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option))
            return paintSpinBox(*painter, *spin, *this, widget);
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                            SubControl part, const QWidget* widget) const {
    const QRect rect = option->rect;
    if (control == CC_ScrollBar) {
        const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        if (bar == nullptr) return QProxyStyle::subControlRect(control, option, part, widget);
        // No arrows at the ends: the groove is the whole bar.
        const bool across = bar->orientation == Qt::Horizontal;
        const int length = across ? rect.width() : rect.height();
        const int range = bar->maximum - bar->minimum;
        int slider = length;
        if (range > 0) {
            slider = static_cast<int>(qint64(bar->pageStep) * length / (range + bar->pageStep));
            slider = qBound(qMin(length, qRound(metrics().unit * 1.8)), slider, length);
        }
        const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                                  length - slider, bar->upsideDown);
        const auto piece = [&](int from, int to) {
            return across ? QRect(rect.left() + from, rect.top(), to - from, rect.height())
                          : QRect(rect.left(), rect.top() + from, rect.width(), to - from);
        };
        switch (part) {
            case SC_ScrollBarSlider:
                return piece(start, start + slider);
            case SC_ScrollBarSubPage:
                return piece(0, start);
            case SC_ScrollBarAddPage:
                return piece(start + slider, length);
            case SC_ScrollBarGroove:
                return rect;
            default:
                return {};
        }
    }
    if (control == CC_SpinBox) {
        const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        const int buttons = spin && spin->buttonSymbols == QAbstractSpinBox::NoButtons
                                ? 0
                                : qRound(metrics().unit * 1.3);
        const int half = rect.height() / 2;
        switch (part) {
            case SC_SpinBoxUp:
                return {rect.right() - buttons, rect.top() + 1, buttons, half - 1};
            case SC_SpinBoxDown:
                return {rect.right() - buttons, rect.top() + half, buttons,
                        rect.height() - half - 1};
            case SC_SpinBoxEditField:
                return rect.adjusted(3, 1, -buttons - 1, -1);
            default:
                return rect;
        }
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

}  // namespace gradweave::ui
