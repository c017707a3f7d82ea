// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <functional>

static void loadIconResources() {
    Q_INIT_RESOURCE(icons);
}

namespace gradweave::ui {

namespace {

QByteArray svgOf(const QString& name) {
    loadIconResources();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Renders with `currentColor` replaced; the colour is asked for at each painting.
class TintedIcon : public QIconEngine {
  public:
    TintedIcon(QString name, std::function<QColor()> colour)
        : m_name(std::move(name)), m_colour(std::move(colour)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1;
        painter->drawPixmap(rect, drawing(rect.size(), mode, ratio));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override {
        return drawing(size, mode, 1);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override {
        QPixmap picture = drawing(size / scale, mode, scale);
        return picture;
    }

    QIconEngine* clone() const override { return new TintedIcon(m_name, m_colour); }

  private:
    QPixmap drawing(const QSize& size, QIcon::Mode mode, qreal ratio) const {
        QColor colour = m_colour();
        if (mode == QIcon::Disabled) colour = mixed(theme().mutedText, theme().window, 0.5);
        return iconPixmap(m_name, colour, qMin(size.width(), size.height()), ratio);
    }

    QString m_name;
    std::function<QColor()> m_colour;
};

}  // namespace

QPixmap iconPixmap(const QString& name, const QColor& colour, qreal size, qreal pixelRatio) {
    const int pixels = qMax(1, qRound(size * pixelRatio));
    const QString key = QStringLiteral("icon %1 %2 %3 %4")
                            .arg(name, colour.name(QColor::HexArgb))
                            .arg(pixels)
                            .arg(pixelRatio);
    QPixmap picture;
    if (QPixmapCache::find(key, &picture)) return picture;
    QByteArray svg = svgOf(name);
    svg.replace("currentColor", colour.name().toLatin1());
    QSvgRenderer renderer(svg);
    picture = QPixmap(pixels, pixels);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    picture.setDevicePixelRatio(pixelRatio);
    QPixmapCache::insert(key, picture);
    return picture;
}

QIcon icon(const QString& name) {
    return QIcon(new TintedIcon(name, [] { return theme().text; }));
}

QIcon icon(const QString& name, QColor Theme::*colour) {
    return QIcon(new TintedIcon(name, [colour] { return theme().*colour; }));
}

QIcon icon(model::Category category) {
    return QIcon(
        new TintedIcon(iconName(category), [category] { return theme().categoryMark(category); }));
}

QIcon applicationIcon() {
    loadIconResources();
    return QIcon(QStringLiteral(":/icons/gradweave.svg"));
}

QString iconName(model::Category category) {
    switch (category) {
        case model::Category::data:
            return QStringLiteral("category-data");
        case model::Category::layer:
            return QStringLiteral("category-layer");
        case model::Category::activation:
            return QStringLiteral("category-activation");
        case model::Category::tensor:
            return QStringLiteral("category-tensor");
        case model::Category::loss:
            return QStringLiteral("category-loss");
        case model::Category::metric:
            return QStringLiteral("category-metric");
        case model::Category::output:
            break;
    }
    return QStringLiteral("category-output");
}

}  // namespace gradweave::ui
