// SPDX-License-Identifier: GPL-3.0-or-later
// The preview reads in the background, shows what the data is, and follows document and mouse.
#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <set>

#include "ui/panels/class_list.h"
#include "ui/panels/data_preview.h"
#include "ui/panels/sample_grid.h"
#include "ui/panels/sample_table.h"
#include "ui/panels/scatter_view.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

namespace {

/// Images of 2 x 2 bytes whose first pixel is the sample's number, in IDX form.
void writeImages(const QString& folder, int count) {
    const auto header = [](std::ofstream& file, std::initializer_list<int> numbers) {
        for (const int number : numbers) {
            for (int shift = 24; shift >= 0; shift -= 8)
                file.put(static_cast<char>(number >> shift));
        }
    };
    std::ofstream images((folder + "/images").toStdString(), std::ios::binary);
    header(images, {0x0803, count, 2, 2});
    std::ofstream labels((folder + "/labels").toStdString(), std::ios::binary);
    header(labels, {0x0801, count});
    for (int i = 0; i < count; ++i) {
        images.put(static_cast<char>(i)).put(0).put(static_cast<char>(255)).put(0);
        labels.put(static_cast<char>(i % 3));
    }
}

/// A window's worth: document, cache, preview, shown.
struct Fixture {
    QTemporaryDir folder;
    std::shared_ptr<const model::Catalogue> catalogue = std::make_shared<model::Catalogue>();
    DocumentModel document{catalogue};
    DataCache data{catalogue};
    DataPreview preview{document, data};

    Fixture() {
        data.setBase(folder.path().toStdString());
        preview.resize(900, 500);
        preview.show();
    }
    model::BlockId add(const std::string& kind, const std::string& name, model::Params params) {
        model::Block block;
        block.id = document.document().fresh_id();
        block.kind = kind;
        block.name = name;
        block.params = std::move(params);
        document.run({"Insert", {model::InsertBlock{block}}, {}});
        return block.id;
    }
    model::BlockId addImages() {
        writeImages(folder.path(), 200);
        return add("idx_images", "images",
                   {{"train_images", std::string("images")},
                    {"train_labels", std::string("labels")},
                    {"validation", 0.25}});
    }
    model::BlockId addIris() {
        QFile::copy(QStringLiteral(GRADWEAVE_SOURCE_DIR "/resources/data/iris.csv"),
                    folder.filePath("iris.csv"));
        return add("csv_table", "flowers", {{"path", std::string("iris.csv")}});
    }
    bool settled() {
        return QTest::qWaitFor([this] { return !preview.busy(); }, 10000);
    }
    template <class Widget>
    Widget* find(const char* name) {
        return preview.findChild<Widget*>(QString(name));
    }
    void click(const char* name) { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }
    SampleGrid* grid() { return find<SampleGrid>("sampleGrid"); }
    QAbstractItemModel* rows() { return find<QTableView>("sampleTable")->model(); }
};

}  // namespace

class TestDataPreview : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { ThemeManager::instance().apply(Appearance::light); }

    void emptyDocument();
    void imagesWithLabels();
    void mouseAndKeysMoveTheCurrentSample();
    void splitsAndClassesChooseSamples();
    void shuffleKeepsAllSamples();
    void tablesShowTheFilesNumbers();
    void pointsAreDrawn();
    void failuresSayWhatToDo();
    void newestRequestWins();
    void readingCanBeStopped();
    void nothingIsReadTwice();
    void nothingIsReadWhileHidden();
    void chooserOfSeveralBlocks();
    void widgetsHaveNames();
    void picturesOfAllKinds();
};

void TestDataPreview::emptyDocument() {
    Fixture f;
    QVERIFY(f.settled());
    QCOMPARE(f.preview.message(), "Add a data block to see its samples here.");
    f.addIris();
    QVERIFY(f.settled());
    QCOMPARE(f.preview.message(), QString());
    f.document.undoStack()->undo();
    QVERIFY(f.settled());
    QCOMPARE(f.preview.message(), "Add a data block to see its samples here.");
}

void TestDataPreview::imagesWithLabels() {
    Fixture f;
    const auto id = f.addImages();
    QVERIFY(f.settled());
    QCOMPARE(f.preview.message(), QString());
    QVERIFY(f.grid()->isVisible());
    QCOMPARE(f.find<QAbstractButton>("split0")->text(), "Training  150");
    QCOMPARE(f.find<QAbstractButton>("split1")->text(), "Validation  50");
    QVERIFY(!f.find<QAbstractButton>("split2")->isEnabled());
    // The picture on the screen is the file's.
    const auto dataset = f.preview.dataset(f.document.document().at(id));
    const QImage screen = f.grid()->viewport()->grab().toImage();
    for (const std::int64_t place : {0, 1, 7}) {
        const QRect cell = f.grid()->cellRect(place);
        const int grey = screen.pixelColor(cell.center().x() - 8, cell.top() + 14).red();
        QCOMPARE(grey, int(dataset->raw(0, data::Split::train, place).number(0)));
    }
}

void TestDataPreview::mouseAndKeysMoveTheCurrentSample() {
    Fixture f;
    f.addImages();
    QVERIFY(f.settled());
    SampleGrid* grid = f.grid();
    QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, grid->cellRect(3).center());
    QCOMPARE(grid->current(), 3);
    QCOMPARE(f.find<QSpinBox>("sampleNumber")->value(), 3);
    grid->setFocus();
    QTest::keyClick(grid, Qt::Key_Right);
    QCOMPARE(grid->current(), 4);
    QTest::keyClick(grid, Qt::Key_Down);
    QCOMPARE(grid->current(), 4 + grid->columns());
    QTest::keyClick(grid, Qt::Key_End);
    QCOMPARE(grid->current(), 149);
    QVERIFY(grid->viewport()->rect().contains(grid->cellRect(149)));
    QTest::keyClick(grid, Qt::Key_Right);
    QCOMPARE(grid->current(), 149);
    QTest::keyClick(grid, Qt::Key_Home);
    QCOMPARE(grid->current(), 0);
    auto* number = f.find<QSpinBox>("sampleNumber");
    number->setFocus();
    number->selectAll();
    QTest::keyClicks(number, "120");
    QTest::keyClick(number, Qt::Key_Return);
    QCOMPARE(grid->current(), 120);
    QVERIFY(grid->viewport()->rect().contains(grid->cellRect(120)));
}

void TestDataPreview::splitsAndClassesChooseSamples() {
    Fixture f;
    const auto id = f.addImages();
    QVERIFY(f.settled());
    f.click("split1");
    QCOMPARE(f.preview.split(), data::Split::validation);
    auto* classes = f.find<ClassList>("classList");
    QCOMPARE(classes->model()->rowCount(), 4);
    const int count = classes->model()->index(2, 0).data(ClassModel::countRole).toInt();
    QTest::mouseClick(classes->viewport(), Qt::LeftButton, {},
                      classes->visualRect(classes->model()->index(2, 0)).center());
    QCOMPARE(classes->chosen(), 1);
    QCOMPARE(f.preview.dataset(f.document.document().at(id))
                 ->raw(1, data::Split::validation, f.find<QSpinBox>("sampleNumber")->value())
                 .number(0),
             1.0);
    QTest::keyClick(f.grid(), Qt::Key_End);
    QCOMPARE(f.grid()->current(), count - 1);
    const auto dataset = f.preview.dataset(f.document.document().at(id));
    const int last = f.find<QSpinBox>("sampleNumber")->value();
    QCOMPARE(dataset->raw(1, data::Split::validation, last).number(0), 1.0);
    // Going to a sample of another class shows all classes again.
    std::int64_t other = 0;
    while (dataset->raw(1, data::Split::validation, other).number(0) == 1)
        ++other;
    f.preview.goTo(other);
    QCOMPARE(classes->chosen(), -1);
    QCOMPARE(f.grid()->current(), other);
}

void TestDataPreview::shuffleKeepsAllSamples() {
    Fixture f;
    f.addIris();
    QVERIFY(f.settled());
    const auto numbers = [&] {
        std::vector<int> all;
        for (int row = 0; row < f.rows()->rowCount(); ++row)
            all.push_back(f.rows()->headerData(row, Qt::Vertical, Qt::DisplayRole).toInt());
        return all;
    };
    const auto stored = numbers();
    f.click("shuffleSamples");
    auto shuffled = numbers();
    QVERIFY(shuffled != stored);
    std::sort(shuffled.begin(), shuffled.end());
    QVERIFY(shuffled == stored);
    f.click("shuffleSamples");
    QVERIFY(numbers() == stored);
}

void TestDataPreview::tablesShowTheFilesNumbers() {
    Fixture f;
    const auto id = f.addIris();
    QVERIFY(f.settled());
    QVERIFY(f.find<QTableView>("sampleTable")->isVisible());
    QVERIFY(!f.find<ScatterView>("scatterView")->isVisible());
    QAbstractItemModelTester tester(f.rows());
    QCOMPARE(f.rows()->columnCount(), 5);
    QCOMPARE(f.rows()->rowCount(), 120);
    const QString head = f.rows()->headerData(0, Qt::Horizontal, Qt::DisplayRole).toString();
    QVERIFY2(head.startsWith("sepal_length\n4.4 to 7.9"), qPrintable(head));
    const auto dataset = f.preview.dataset(f.document.document().at(id));
    QCOMPARE(f.rows()->index(17, 2).data().toString(),
             cellText(dataset->raw(0, data::Split::train, 17).number(2)));
    const QSet<QString> species{"setosa", "versicolor", "virginica"};
    QVERIFY(species.contains(f.rows()->index(17, 4).data().toString()));
}

void TestDataPreview::pointsAreDrawn() {
    Fixture f;
    f.add("generated", "points", {{"samples", std::int64_t{500}}});
    QVERIFY(f.settled());
    auto* points = f.find<ScatterView>("scatterView");
    QVERIFY(points->isVisible());
    QCOMPARE(points->pointCount(), 400u);
    const QImage before = points->grab().toImage();
    f.find<ClassList>("classList")->choose(0);
    QCOMPARE(points->pointCount(), 200u);
    QVERIFY(points->grab().toImage() != before);
    // A sine has no classes, but points.
    f.document.run({"Shape", {model::SetParam{1, "shape", std::string("sine")}}, {}});
    QVERIFY(f.settled());
    QVERIFY(points->isVisible());
    QVERIFY(!f.find<ClassList>("classList")->isVisible());
}

void TestDataPreview::failuresSayWhatToDo() {
    Fixture f;
    const auto id = f.add("csv_table", "table", {});
    QSignalSpy wanted(&f.preview, &DataPreview::blockWanted);
    QVERIFY(f.settled());
    QCOMPARE(f.preview.message(), "Choose a file for File.");
    f.click("showDataBlock");
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].toLongLong(), qlonglong(id));
    QCOMPARE(wanted[0][1].toString(), "path");
    f.document.run({"Path", {model::SetParam{id, "path", std::string("iris.csv")}}, {}});
    QVERIFY(f.settled());
    QVERIFY2(f.preview.message().contains("iris.csv"), qPrintable(f.preview.message()));
    // The file comes, and somebody tries again.
    QFile::copy(QStringLiteral(GRADWEAVE_SOURCE_DIR "/resources/data/iris.csv"),
                f.folder.filePath("iris.csv"));
    f.click("readAgain");
    QVERIFY(f.settled());
    QCOMPARE(f.preview.message(), QString());
}

void TestDataPreview::newestRequestWins() {
    Fixture f;
    QTRY_COMPARE(f.preview.message(), "Add a data block to see its samples here.");
    const auto id = f.add("generated", "points", {{"samples", std::int64_t{1'000'000}}});
    QTRY_VERIFY(f.preview.busy());
    // Once reading has begun, nothing is said that is no longer so.
    QTRY_COMPARE(f.preview.message(), QString());
    f.document.run({"Samples", {model::SetParam{id, "samples", std::int64_t{50}}}, {}});
    QVERIFY(f.settled());
    QCOMPARE(f.find<QAbstractButton>("split0")->text(), "Training  40");
    QTest::qWait(200);
    QCOMPARE(f.preview.dataset(f.document.document().at(id))->info().count(data::Split::train), 40);
}

void TestDataPreview::readingCanBeStopped() {
    Fixture f;
    const auto id = f.add("generated", "points", {{"samples", std::int64_t{4'000'000}}});
    QTRY_VERIFY(f.find<QAbstractButton>("stopReading")->isVisible());
    QCOMPARE(f.preview.message(), QString("Reading points …"));
    f.click("stopReading");
    QVERIFY(!f.preview.busy());
    QCOMPARE(f.preview.message(), "Reading was stopped.");
    f.document.run({"Samples", {model::SetParam{id, "samples", std::int64_t{50}}}, {}});
    QVERIFY(f.settled());
    QCOMPARE(f.preview.message(), QString());
}

void TestDataPreview::nothingIsReadTwice() {
    Fixture f;
    const auto id = f.addIris();
    QVERIFY(f.settled());
    const auto first = f.preview.dataset(f.document.document().at(id));
    QVERIFY(first != nullptr);
    f.document.run({"Move", {model::MoveBlock{id, {50, 50}}}, {}});
    f.document.run({"Rename", {model::RenameBlock{id, "iris"}}, {}});
    f.preview.hide();
    f.preview.show();
    QVERIFY(f.settled());
    QCOMPARE(f.preview.dataset(f.document.document().at(id)), first);
    f.preview.reload();
    QVERIFY(f.settled());
    QVERIFY(f.preview.dataset(f.document.document().at(id)) != first);
}

void TestDataPreview::nothingIsReadWhileHidden() {
    Fixture f;
    f.preview.hide();
    const auto id = f.addIris();
    QVERIFY(f.settled());
    QVERIFY(f.preview.dataset(f.document.document().at(id)) == nullptr);
    f.preview.show();
    QVERIFY(f.settled());
    QVERIFY(f.preview.dataset(f.document.document().at(id)) != nullptr);
}

void TestDataPreview::chooserOfSeveralBlocks() {
    Fixture f;
    const auto iris = f.addIris();
    QVERIFY(f.settled());
    auto* chooser = f.find<QComboBox>("dataChooser");
    QVERIFY(!chooser->isVisible());
    const auto images = f.addImages();
    QVERIFY(f.settled());
    QVERIFY(chooser->isVisible());
    QCOMPARE(f.preview.block(), iris);
    chooser->setFocus();
    QTest::keyClick(chooser, Qt::Key_Down);
    QVERIFY(f.settled());
    QCOMPARE(f.preview.block(), images);
    QVERIFY(f.grid()->isVisible());
    // What is selected on the canvas is shown.
    f.document.select({iris});
    QVERIFY(f.settled());
    QCOMPARE(f.preview.block(), iris);
    QCOMPARE(chooser->currentText(), "flowers");
    // Without its block another one is shown.
    f.document.run({"Delete", {model::EraseBlock{iris}}, {}});
    QVERIFY(f.settled());
    QCOMPARE(f.preview.block(), images);
    QVERIFY(!chooser->isVisible());
}

void TestDataPreview::widgetsHaveNames() {
    Fixture f;
    for (const QWidget* widget : f.preview.findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->inherits("QLabel") ||
            widget->inherits("QHeaderView") || widget->inherits("QComboBoxListView") ||
            widget->inherits("QLineEdit") ||
            widget->parentWidget()->inherits("QAbstractScrollArea"))
            continue;
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 qPrintable(QString(widget->metaObject()->className()) + widget->objectName()));
    }
}

void TestDataPreview::picturesOfAllKinds() {
    const QImage bytes = imageOf(Array::of(std::vector<std::uint8_t>{0, 128, 255, 7}, {1, 2, 2}));
    QCOMPARE(bytes.pixelColor(1, 0), QColor(128, 128, 128));
    QCOMPARE(bytes.pixelColor(0, 1), QColor(255, 255, 255));
    // Shares of one are shown as such, other numbers from the least to the greatest.
    const QImage shares = imageOf(Array::of(std::vector<float>{0.2f, 0.6f}, {1, 1, 2}));
    QCOMPARE(shares.pixelColor(0, 0).red(), 51);
    QCOMPARE(shares.pixelColor(1, 0).red(), 153);
    const QImage wide = imageOf(Array::of(std::vector<float>{-3, 0, 5}, {1, 1, 3}));
    QCOMPARE(wide.pixelColor(0, 0).red(), 0);
    QCOMPARE(wide.pixelColor(1, 0).red(), 96);
    QCOMPARE(wide.pixelColor(2, 0).red(), 255);
    // Channel by channel in memory, pixel by pixel on the screen.
    const QImage colours =
        imageOf(Array::of(std::vector<std::uint8_t>{255, 0, 10, 20, 0, 30}, {3, 1, 2}));
    QCOMPARE(colours.pixelColor(0, 0), QColor(255, 10, 0));
    QCOMPARE(colours.pixelColor(1, 0), QColor(0, 20, 30));
    // A picture of one number for all is no division by zero.
    QCOMPARE(imageOf(Array::of(std::vector<float>{7, 7}, {1, 1, 2})).pixelColor(0, 0).red(), 255);
}

QTEST_MAIN(TestDataPreview)
#include "test_data_preview.moc"
