// SPDX-License-Identifier: GPL-3.0-or-later
// Curves of wires, and the parts of them that are painted.
#include <QImage>
#include <QLineF>
#include <QPainter>
#include <QRandomGenerator>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <functional>

#include "ui/canvas/wire_geometry.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

namespace {

qreal distance(QPointF point, QPointF from, QPointF to) {
    const QPointF along = to - from;
    const qreal length = QPointF::dotProduct(along, along);
    const qreal t =
        length == 0 ? 0 : std::clamp(QPointF::dotProduct(point - from, along) / length, 0.0, 1.0);
    return QLineF(point, from + t * along).length();
}

}  // namespace

class TestWireGeometry : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { ThemeManager::instance().apply(Appearance::light); }
    void partsCoverTheArea();
    void stripsLookLikeTheWhole_data();
    void stripsLookLikeTheWhole();
};

// Every point of the curve in the area is on a part, and no part reaches far beyond the area.
void TestWireGeometry::partsCoverTheArea() {
    QRandomGenerator random(7);
    const auto point = [&](int range) {
        return QPointF(random.bounded(range) - range / 2, random.bounded(range) - range / 2);
    };
    int covered = 0;
    for (int round = 0; round < 200; ++round) {
        std::vector<QPointF> bends;
        for (int i = round % 4; i > 1; --i)
            bends.push_back(point(8000));
        const WireCurve curve(point(20000), point(20000), bends);
        QRectF area(point(10000), QSizeF(1600, 900));
        area.moveCenter(curve.at(random.bounded(1.0)));
        const QPainterPath parts = curve.pathWithin(area);
        const QRectF bounds = parts.boundingRect();
        const qreal slack = std::max(curve.bounds().width(), curve.bounds().height()) / 20;
        QVERIFY(area.adjusted(-slack, -slack, slack, slack).contains(bounds));
        // As polygons of many short lines.
        const QList<QPolygonF> lines = parts.toSubpathPolygons();
        for (int i = 0; i <= 400; ++i) {
            const QPointF at = curve.at(i / 400.0);
            if (!area.contains(at)) continue;
            ++covered;
            qreal least = 1e9;
            for (const QPolygonF& line : lines) {
                for (qsizetype k = 1; k < line.size(); ++k)
                    least = std::min(least, distance(at, line[k - 1], line[k]));
            }
            QVERIFY2(least < 1.5, qPrintable(QString::number(least)));
        }
    }
    QVERIFY(covered > 1000);
}

void TestWireGeometry::stripsLookLikeTheWhole_data() {
    QTest::addColumn<QPointF>("to");
    QTest::addColumn<qreal>("ratio");
    QTest::newRow("level") << QPointF(1180, 120) << 1.0;
    QTest::newRow("steep") << QPointF(900, 380) << 1.0;
    QTest::newRow("backwards") << QPointF(-900, 330) << 1.0;
    QTest::newRow("out of sight") << QPointF(6000, 300) << 1.0;
    QTest::newRow("fine pixels") << QPointF(1180, 120) << 2.0;
    QTest::newRow("one and a half") << QPointF(1100, 300) << 1.5;
}

// Strips meet without seams, and on displays with finer pixels too they cover all of the picture.
void TestWireGeometry::stripsLookLikeTheWhole() {
    QFETCH(QPointF, to);
    QFETCH(qreal, ratio);
    const QPointF from(to.x() < 0 ? 1000 : 20, 100);
    const WireCurve wire(from, to);
    const auto picture = [&](const std::function<void(QPainter&)>& paint) {
        QImage image(QSize(1200, 400) * ratio, QImage::Format_RGB32);
        image.setDevicePixelRatio(ratio);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        paint(painter);
        return image;
    };
    const QPen pen(Qt::black, 4, Qt::SolidLine, Qt::FlatCap);
    const QImage strips = picture([&](QPainter& painter) {
        painter.setPen(pen);
        wire.stroke(painter);
    });
    const QImage whole = picture([&](QPainter& painter) {
        painter.setPen(pen);
        painter.drawPath(wire.path());
    });
    // Qt divides curves into lines by their length, so parts may lie a quarter of a pixel beside
    // the whole; a seam would be a column that is missing or twice as dark at its edges.
    int dark = 0, different = 0;
    for (int y = 0; y < whole.height(); ++y) {
        for (int x = 0; x < whole.width(); ++x) {
            dark += qGray(whole.pixel(x, y)) < 128;
            different += std::abs(qGray(whole.pixel(x, y)) - qGray(strips.pixel(x, y))) > 64;
        }
    }
    QVERIFY(dark > 1000);
    QCOMPARE(different, 0);
}

QTEST_MAIN(TestWireGeometry)
#include "test_wire_geometry.moc"
