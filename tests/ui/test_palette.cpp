// SPDX-License-Identifier: GPL-3.0-or-later
// The library: categories and groups in the catalogue's order, and what a search leaves of them.
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

#include "engine/model/catalogue.h"
#include "ui/panels/palette.h"
#include "ui/panels/palette_model.h"
#include "ui/panels/text_match.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

class TestPalette : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { ThemeManager::instance().apply(Appearance::light); }
    void showsTheCatalogueInItsOrder();
    void groupsAreShort();
    void opensTheFirstGroups();
    void searchGoesThroughGroups();
    void newKindsFindTheirPlace();

  private:
    /// The tree as lines, indented.
    static QStringList linesOf(const QAbstractItemModel& model, const QModelIndex& parent = {},
                               const QString& indent = {}) {
        QStringList lines;
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const QModelIndex index = model.index(row, 0, parent);
            lines << indent + index.data().toString();
            lines += linesOf(model, index, indent + ' ');
        }
        return lines;
    }
    static QModelIndex find(const QAbstractItemModel& model, const QString& title) {
        const auto found = model.match(model.index(0, 0), Qt::DisplayRole, title, 1,
                                       Qt::MatchExactly | Qt::MatchRecursive);
        return found.isEmpty() ? QModelIndex() : found.front();
    }
};

void TestPalette::showsTheCatalogueInItsOrder() {
    const auto catalogue = std::make_shared<model::Catalogue>();
    Palette palette(catalogue);
    const QStringList lines = linesOf(*palette.tree()->model());
    const QStringList layers{"Layers",     " Linear",      "  Linear",
                             "  Bilinear", " Convolution", "  Conv2d"};
    QCOMPARE(lines.mid(lines.indexOf("Layers"), layers.size()), layers);
    QStringList groups;
    for (const QString& line : lines.mid(lines.indexOf("Layers"))) {
        if (line == "Activations") break;
        if (line.startsWith(' ') && !line.startsWith("  ")) groups << line.trimmed();
    }
    QCOMPARE(groups, (QStringList{"Linear", "Convolution", "Pooling and sizes", "Normalization",
                                  "Dropout", "Recurrent", "Attention", "Embeddings"}));
    // All of them, once.
    int kinds = 0;
    for (const auto& kind : catalogue->kinds())
        kinds += find(*palette.tree()->model(), QString::fromStdString(kind->title)).isValid();
    QCOMPARE(kinds, static_cast<int>(catalogue->kinds().size()));
}

/// A category that is too long to be looked through has groups.
void TestPalette::groupsAreShort() {
    for (const model::CatalogueSection& section : model::Catalogue().sections()) {
        QVERIFY2(section.kinds.size() <= 26,
                 (std::string(model::name_of(section.category)) + " " + section.group).c_str());
        if (section.category == model::Category::layer ||
            section.category == model::Category::tensor)
            QVERIFY2(!section.group.empty(), section.kinds.front()->id.c_str());
    }
}

void TestPalette::opensTheFirstGroups() {
    Palette palette(std::make_shared<model::Catalogue>());
    const auto* tree = palette.tree();
    QVERIFY(tree->isExpanded(find(*tree->model(), "Layers")));
    const QModelIndex layers = find(*tree->model(), "Layers");
    QVERIFY(tree->isExpanded(tree->model()->index(0, 0, layers)));
    QVERIFY(!tree->isExpanded(tree->model()->index(1, 0, layers)));
    QVERIFY(tree->isExpanded(find(*tree->model(), "Activations")));
}

void TestPalette::searchGoesThroughGroups() {
    Palette palette(std::make_shared<model::Catalogue>());
    palette.show();
    auto* tree = palette.tree();
    palette.field()->setText("batchnorm");
    QCOMPARE(tree->currentIndex().data(PaletteModel::kindRole).toString(), QString("batch_norm"));
    QVERIFY(tree->isExpanded(tree->currentIndex().parent()));
    QVERIFY(!find(*tree->model(), "Conv2d").isValid());
    QSignalSpy chosen(&palette, &Palette::kindChosen);
    QTest::keyClick(palette.field(), Qt::Key_Return);
    QCOMPARE(chosen.count(), 1);
    palette.field()->clear();
    QVERIFY(find(*tree->model(), "Conv2d").isValid());
    // Letters left out still find it; wrong ones lead to what was meant.
    palette.field()->setText("sofmax");
    QCOMPARE(tree->currentIndex().data().toString(), QString("Softmax"));
    // In the popup, where all stand in one list, what fits best stands first.
    QVERIFY(*matchScore("sofmax", {"Softmax", "", ""}) <
            *matchScore("sofmax", {"LogSoftmax", "", ""}));
    palette.field()->setText("softmqx");
    QCOMPARE(linesOf(*tree->model()), QStringList());
    bool told = false;
    for (const auto* label : palette.findChildren<QLabel*>())
        told |= label->isVisible() && label->text().contains("Softmax");
    QVERIFY(told);
}

/// A plug-in's kind stands directly in its category, before the groups; one that names a group
/// that is there stands in it.
void TestPalette::newKindsFindTheirPlace() {
    const auto catalogue = std::make_shared<model::Catalogue>();
    model::BlockKind kind = *catalogue->find("linear");
    kind.id = "own";
    kind.title = "Own layer";
    kind.group.clear();
    catalogue->add(kind);
    kind.id = "own2";
    kind.title = "Own filter";
    kind.group = "Convolution";
    catalogue->add(kind);
    Palette palette(catalogue);
    const auto* model = palette.tree()->model();
    QCOMPARE(find(*model, "Own layer").parent().data().toString(), QString("Layers"));
    QCOMPARE(find(*model, "Own layer").row(), 0);
    QCOMPARE(find(*model, "Own filter").parent().data().toString(), QString("Convolution"));
}

QTEST_MAIN(TestPalette)
#include "test_palette.moc"
