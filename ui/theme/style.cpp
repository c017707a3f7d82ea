// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>
#include <QToolBar>
#include <QToolButton>

#include "ui/theme/icons.h"
#include "ui/theme/style_paint.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

void paintCheckBox(QPainter& painter, const QStyleOption& option, bool round) {
    const Theme& t = theme();
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool on = option.state & (QStyle::State_On | QStyle::State_NoChange);
    const bool over =
        enabled && (option.state & (QStyle::State_MouseOver | QStyle::State_HasFocus));
    QColor line = over ? t.selection : mixed(t.mutedText, t.border, 0.6);
    QColor fill = t.base;
    if (on) line = fill = enabled ? t.accent : t.border;
    if (option.state & QStyle::State_Sunken) fill = mixed(t.text, fill, 0.12);
    const QRectF box = option.rect;
    paintBox(painter, box, fill, line, round ? box.width() / 2 : metrics().smallCorner * 0.8);
    if (!on) return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = enabled ? t.accentText : t.mutedText;
    painter.translate(box.topLeft());
    painter.scale(box.width() / 16, box.height() / 16);
    painter.setPen(QPen(ink, 1.9, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (round) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawEllipse(QPointF(8, 8), 3, 3);
    } else if (option.state & QStyle::State_NoChange) {
        painter.drawLine(QPointF(4.5, 8), QPointF(11.5, 8));
    } else {
        painter.drawPolyline(QPolygonF{QPointF(4, 8.3), QPointF(6.9, 11.1), QPointF(12, 5.3)});
    }
    painter.restore();
}

void paintPushButton(QPainter& painter, const QStyleOption& option) {
    const Theme& t = theme();
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option);
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool main = button && (button->features & QStyleOptionButton::DefaultButton);
    const bool flat = button && (button->features & QStyleOptionButton::Flat);
    const bool down = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const bool over = enabled && (option.state & QStyle::State_MouseOver);
    QColor fill = main && enabled ? t.accent : mixed(t.base, t.window, t.dark ? 0 : 0.8);
    if (t.dark && !main) fill = mixed(t.text, t.window, 0.06);
    if (over) fill = mixed(main ? t.accentText : t.text, fill, 0.08);
    if (down) fill = mixed(t.text, fill, 0.14);
    QColor line = main && enabled ? fill : t.border;
    if (option.state & QStyle::State_HasFocus) line = main ? t.text : t.selection;
    if (flat && !over && !down) fill = line = QColor();
    paintBox(painter, option.rect, fill, line, metrics().smallCorner);
}

void paintToolButton(QPainter& painter, const QStyleOption& option) {
    const Theme& t = theme();
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool down = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const bool over = enabled && (option.state & QStyle::State_MouseOver);
    if (!down && !over && !(option.state & QStyle::State_HasFocus)) return;
    QColor fill = down ? mixed(t.text, t.window, 0.16) : over ? t.hover : QColor();
    if (over && !down) fill = mixed(t.text, t.window, 0.08);
    const QColor line = option.state & QStyle::State_HasFocus ? t.selection : QColor();
    paintBox(painter, option.rect, fill, line, metrics().smallCorner);
}

void paintRow(QPainter& painter, const QStyleOption& option, const QWidget* widget) {
    const Theme& t = theme();
    const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(&option);
    if (item && item->backgroundBrush.style() != Qt::NoBrush)
        painter.fillRect(option.rect, item->backgroundBrush);
    const bool selected = option.state & QStyle::State_Selected;
    const bool over = option.state & QStyle::State_MouseOver;
    if (!selected && !over) return;
    // Tinted, not filled: texts and coloured signs stay legible on it.
    const bool active = option.state & QStyle::State_Active && widget && widget->hasFocus();
    const qreal share = (t.dark ? 0.34 : 0.13) + (active ? 0.1 : 0);
    const QColor fill = selected ? mixed(t.accent, t.base, share) : t.hover;
    paintBox(painter, option.rect, fill, QColor(), metrics().smallCorner);
}

}  // namespace

Style::Style() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void Style::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QLineEdit*>(widget) || qobject_cast<QComboBox*>(widget) ||
        qobject_cast<QAbstractSpinBox*>(widget) || qobject_cast<QToolButton*>(widget)) {
        widget->setAttribute(Qt::WA_Hover);
    }
    if (auto* view = qobject_cast<QAbstractItemView*>(widget))
        view->viewport()->setAttribute(Qt::WA_Hover);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    const Theme& t = theme();
    switch (element) {
        case PE_PanelButtonCommand:
            return paintPushButton(*painter, *option);
        case PE_PanelButtonTool:
            return paintToolButton(*painter, *option);
        case PE_IndicatorCheckBox:
            return paintCheckBox(*painter, *option, false);
        case PE_IndicatorRadioButton:
            return paintCheckBox(*painter, *option, true);
        case PE_PanelLineEdit:
            // A field inside a spin box or an editable combo box has no frame of its own.
            if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
                frame && frame->lineWidth > 0)
                paintField(*painter, *option);
            return;
        case PE_FrameLineEdit:
            return paintField(*painter, *option);
        case PE_PanelItemViewItem:
            return paintRow(*painter, *option, widget);
        case PE_PanelItemViewRow:
            return;  // the item paints its background, once
        case PE_FrameFocusRect:
            if (qobject_cast<const QAbstractItemView*>(widget)) return;
            return paintBox(*painter, option->rect, QColor(), t.selection, metrics().smallCorner);
        case PE_Frame:
            return paintBox(*painter, option->rect, QColor(), t.border, metrics().smallCorner);
        case PE_PanelMenu:
        case PE_FrameMenu:
            painter->fillRect(option->rect, element == PE_PanelMenu ? QBrush(t.base) : QBrush());
            painter->setPen(t.border);
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
            return;
        case PE_PanelTipLabel:
            return paintBox(*painter, option->rect, t.plate, t.border, 0);
        case PE_FrameTabBarBase:
        case PE_FrameTabWidget:
            painter->fillRect(
                QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                t.border);
            return;
        case PE_FrameStatusBarItem:
        case PE_PanelToolBar:
        case PE_FrameDockWidget:
            return;
        case PE_PanelStatusBar:
            painter->fillRect(QRect(option->rect.topLeft(), QSize(option->rect.width(), 1)),
                              t.border);
            return;
        case PE_IndicatorToolBarSeparator: {
            const QPoint middle = option->rect.center();
            const int half = qRound(metrics().unit * 0.5);
            if (option->state & State_Horizontal)
                painter->fillRect(QRect(middle.x(), middle.y() - half, 1, 2 * half), t.border);
            else
                painter->fillRect(QRect(middle.x() - half, middle.y(), 2 * half, 1), t.border);
            return;
        }
        case PE_IndicatorBranch:
            if (option->state & State_Children) {
                paintArrow(*painter, option->rect,
                           option->state & State_Open ? Qt::DownArrow : Qt::RightArrow,
                           t.mutedText);
            }
            return;
        case PE_IndicatorArrowDown:
            return paintArrow(*painter, option->rect, Qt::DownArrow, t.mutedText);
        case PE_IndicatorArrowUp:
            return paintArrow(*painter, option->rect, Qt::UpArrow, t.mutedText);
        case PE_IndicatorArrowRight:
            // Of a menu's entry: its palette knows whether it is the one that is highlighted.
            if (qobject_cast<const QMenu*>(widget))
                return paintArrow(*painter, option->rect, Qt::RightArrow,
                                  option->palette.color(QPalette::WindowText));
            return paintArrow(*painter, option->rect, Qt::RightArrow, t.mutedText);
        case PE_IndicatorArrowLeft:
            return paintArrow(*painter, option->rect, Qt::LeftArrow, t.mutedText);
        default:
            QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                              const QWidget* widget) const {
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    const int control = metrics().control, unit = qRound(metrics().unit);
    switch (type) {
        case CT_PushButton:
            return {size.width() + unit / 2, qMax(size.height(), control)};
        case CT_LineEdit:
        case CT_SpinBox:
        case CT_ComboBox:
            return {size.width(), qMax(size.height(), control)};
        case CT_ToolButton:
            if (qobject_cast<const QToolBar*>(widget ? widget->parentWidget() : nullptr))
                return {qMax(size.width(), control), qMax(size.height(), control)};
            return size;
        case CT_ItemViewItem:
            return {size.width(), qMax(size.height(), qRound(metrics().unit * 1.6))};
        case CT_TabBarTab:
            return {size.width() + unit / 2, qMax(size.height(), qRound(metrics().unit * 2.0))};
        case CT_MenuItem:
            if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
                item && item->menuItemType != QStyleOptionMenuItem::Separator)
                return {size.width() + unit, qMax(size.height(), qRound(metrics().unit * 1.7))};
            return size;
        case CT_MenuBarItem:
            return {size.width() + unit / 4, qMax(size.height(), qRound(metrics().unit * 1.7))};
        default:
            return size;
    }
}

QIcon Style::standardIcon(StandardPixmap standard, const QStyleOption* option,
                          const QWidget* widget) const {
    switch (standard) {
        case SP_TitleBarCloseButton:
        case SP_DockWidgetCloseButton:
        case SP_LineEditClearButton:
            return icon(QStringLiteral("close"), &Theme::mutedText);
        case SP_MessageBoxQuestion:
            return icon(QStringLiteral("help"), &Theme::selection);
        case SP_MessageBoxInformation:
            return icon(QStringLiteral("info"), &Theme::selection);
        case SP_MessageBoxWarning:
            return icon(QStringLiteral("warning"), &Theme::warning);
        case SP_MessageBoxCritical:
            return icon(QStringLiteral("error"), &Theme::error);
        default:
            return QProxyStyle::standardIcon(standard, option, widget);
    }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option,
                       const QWidget* widget) const {
    const Metrics& m = metrics();
    switch (metric) {
        case PM_IndicatorWidth:
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight:
            return qRound(m.unit);
        case PM_ScrollBarExtent:
            return qRound(m.unit * 0.7);
        case PM_ScrollView_ScrollBarOverlap:
        case PM_ScrollView_ScrollBarSpacing:
            return 0;
        case PM_ToolBarItemSpacing:
        case PM_ToolBarItemMargin:
            return qRound(m.unit * 0.15);
        case PM_ToolBarFrameWidth:
            return qRound(m.unit * 0.2);
        case PM_ToolBarIconSize:
        case PM_SmallIconSize:
        case PM_TabBarIconSize:
        case PM_ListViewIconSize:
        case PM_ButtonIconSize:
            return m.icon;
        case PM_DockWidgetSeparatorExtent:
        case PM_SplitterWidth:
            return qMax(3, qRound(m.unit * 0.25));
        case PM_DockWidgetTitleMargin:
            return qRound(m.unit * 0.35);
        case PM_ButtonShiftHorizontal:
        case PM_ButtonShiftVertical:
        case PM_TabBarTabShiftVertical:
        case PM_TabBarTabShiftHorizontal:
        case PM_TabBarTabOverlap:
        case PM_TabBarBaseOverlap:
            return 0;
        case PM_MenuHMargin:
        case PM_MenuVMargin:
            return qRound(m.unit * 0.2);
        case PM_TreeViewIndentation:
            return qRound(m.unit * 1.1);
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* data) const {
    switch (hint) {
        case SH_DialogButtonBox_ButtonsHaveIcons:
        case SH_EtchDisabledText:
        case SH_DitherDisabledText:
            return 0;
        case SH_ItemView_ShowDecorationSelected:
            return 1;
        case SH_ToolTip_WakeUpDelay:
            return 500;
        default:
            return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

}  // namespace gradweave::ui
