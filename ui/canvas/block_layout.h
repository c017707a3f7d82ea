// SPDX-License-Identifier: GPL-3.0-or-later
// Where everything in a block is, without any painting.
#pragma once

#include <QFont>
#include <QPainterPath>
#include <QRectF>
#include <QStaticText>
#include <QStringList>
#include <vector>

#include "ui/canvas/block_content.h"

namespace gradweave::ui {

/// The canvas' fonts: not hinted, so that texts keep their width at every zoom.
struct CanvasFonts {
    QFont title, name, text;

    explicit CanvasFonts(const struct Metrics& metrics);
    /// Of the current theme.
    static const CanvasFonts& current();
};

/// Steps of the grid that blocks snap to and that their sizes are multiples of, so that their edges
/// and sockets line up.
inline constexpr qreal gridStep = 8;

/// Places of everything in a block, in its own coordinates: (0, 0) is the top left corner.
class BlockLayout {
  public:
    BlockLayout() = default;
    explicit BlockLayout(const BlockContent& content);

    QRectF body;           ///< without the message below it
    QRectF header;         ///< the upper part of the body
    QRectF all;            ///< with message and sockets: what is painted
    QPainterPath outline;  ///< the body with its round corners
    QPainterPath headerShape;
    QString title, name, summary;  ///< cut to the space there is
    /// A text that is laid out once, when it is painted first, and where its upper left corner is.
    struct Text {
        QStaticText text;
        QPointF at;
    };
    Text titleText, nameText, summaryText;
    std::vector<Text> inputTexts, outputTexts;  ///< names of the sockets; none if collapsed
    /// The title as it is seen from afar: one line or two, enlarged so much.
    struct FarLine {
        QString text;
        QPointF at;  ///< base line
    };
    std::vector<FarLine> farTitle;
    qreal farScale = 1;
    std::vector<QPointF> inputs, outputs;
    QRectF message;
    QStringList messageLines;
    /// Small plates on the upper edge that say in what the block is unlike others.
    struct Badge {
        QRectF plate;
        QString text;
    };
    std::vector<Badge> badges;

  private:
    qreal measure(const BlockContent& content);
    void placeHeader(const BlockContent& content);
    void placeFarTitle();
    void placeNames(const BlockContent& content);
    void placeSummary(const BlockContent& content, qreal top, qreal row);
    void placeMessage(const BlockContent& content);
    void placeBadges(const BlockContent& content);
};

}  // namespace gradweave::ui
