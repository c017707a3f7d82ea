// SPDX-License-Identifier: Apache-2.0
// Pictures are well-formed whatever names and numbers they hold, and give the project back.
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>
#include <limits>

#include "engine/exchange/dot.h"
#include "engine/exchange/embedded_project.h"
#include "engine/exchange/palette.h"
#include "engine/exchange/svg.h"
#include "engine/exchange/svg_writer.h"
#include "engine/model/project.h"
#include "tests/exchange/networks.h"

using namespace gradweave;
using namespace gradweave::exchange;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Texts of all <text> elements; fails if the file is not well-formed or not SVG.
QStringList texts(const std::string& svg) {
    QXmlStreamReader reader(QByteArray::fromStdString(svg));
    QStringList result;
    int depth = 0;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement()) {
            if (depth++ == 0 && reader.name() != QLatin1String("svg")) return {"no svg"};
            const QString space = reader.namespaceUri().toString();
            if (reader.name() == QLatin1String("script")) return {"script"};
            if (space != "http://www.w3.org/2000/svg" && space != project_namespace)
                return {"foreign element"};
            if (reader.name() == QLatin1String("text")) {
                --depth;
                result << reader.readElementText();
            }
        } else if (reader.isEndElement()) {
            --depth;
        }
    }
    if (reader.hasError()) return {"not well-formed: " + reader.errorString()};
    return result;
}

bool numbers_are_finite(const std::string& svg) {
    static const QRegularExpression bad("=\"[^\"]*\\b(nan|inf|-nan|1\\.#)[^\"]*\"");
    return !bad.match(QString::fromStdString(svg)).hasMatch();
}

const char* const hostile[] = {"\"><script>alert(1)</script>",
                               "a & b < c > d ' \"",
                               "]]></metadata>",
                               "<!-- ",
                               "&amp;",
                               "\x01\x02\x1B[31m",
                               "tab\tand\nline",
                               "</gradweave:project>",
                               "<gradweave:project>{}",
                               "Größe 数 🙂",
                               "$(rm -rf /) `x` \\",
                               "\xEF\xBF\xBE",
                               "%s%n"};

}  // namespace

class TestSvg : public QObject {
    Q_OBJECT

  private slots:
    void network();
    void networkGivesTheProjectBack();
    void hostileNames_data();
    void hostileNames();
    void brokenAndUnknownBlocks();
    void emptyNetwork();
    void farAwayPositions();
    void graphs();
    void plot();
    void plotsWithoutMuchToShow();
    void badValuesAreMarked();
    void projectInForeignFiles();
    void projectInMetadata();
    void escaping();

  private:
    std::string network_of(const model::Document& document) {
        return network_svg(document, m_catalogue, test::analyse(document, m_catalogue), "title");
    }
    model::Catalogue m_catalogue;
};

void TestSvg::network() {
    const std::string svg = network_of(test::mlp(m_catalogue));
    const QStringList all = texts(svg);
    for (const char* wanted : {"title", "Linear", "fc1", "128 units", "[N, 784]", "scores"})
        QVERIFY2(all.contains(wanted), wanted);
    QVERIFY(numbers_are_finite(svg));
    QCOMPARE(svg, network_of(test::mlp(m_catalogue)));  // the same bytes every time
}

void TestSvg::networkGivesTheProjectBack() {
    for (const auto& document : {test::mlp(m_catalogue), test::cnn(m_catalogue)}) {
        const auto json = project_in_svg(network_of(document));
        QVERIFY(json);
        QVERIFY(model::document_from_text(*json, m_catalogue) == document);
    }
}

void TestSvg::hostileNames_data() {
    QTest::addColumn<QByteArray>("name");
    for (const char* name : hostile)
        QTest::newRow(QByteArray(name).toPercentEncoding()) << QByteArray(name);
}

void TestSvg::hostileNames() {
    QFETCH(QByteArray, name);
    model::Document document = test::mlp(m_catalogue);
    const model::Block* block = document.find("fc1");
    document.apply(model::RenameBlock{block->id, name.toStdString()});
    model::Block unknown;
    unknown.id = document.fresh_id();
    unknown.kind = name.toStdString();
    unknown.name = "foreign";
    unknown.extra["note"] = name.toStdString();
    document.apply(model::InsertBlock{unknown});

    const std::string svg = network_svg(document, m_catalogue, test::analyse(document, m_catalogue),
                                        name.toStdString());
    QVERIFY2(texts(svg).size() > 10, qPrintable(texts(svg).join(' ')));
    const auto json = project_in_svg(svg);
    QVERIFY(json);
    const model::Document back = model::document_from_text(*json, m_catalogue);
    QVERIFY(back == document);

    document.apply(model::EraseBlock{unknown.id});
    const auto graph = test::training_graph(document, m_catalogue);
    for (const Grain grain : {Grain::blocks, Grain::operations}) {
        const GraphPicture picture =
            graph_picture(graph.roots, graph.updates, {grain, true, true, &document, &m_catalogue});
        const auto result = lay_out_graph(picture, box_sizes(picture, dejavu_width));
        QCOMPARE(result.note, std::string());
        const std::string graph_text = graph_svg(picture, result.layout, "graph", &document);
        QVERIFY2(texts(graph_text).size() > 10, qPrintable(texts(graph_text).join(' ')));
        QVERIFY(project_in_svg(graph_text));
    }
    Plot plot;
    plot.title = plot.y_label = name.toStdString();
    plot.curves.push_back({name.toStdString(), {}, 0, false});
    plot.curves[0].data.append(0, 1);
    plot.curves[0].data.append(1, not_a_number);
    QVERIFY2(texts(plot_svg(plot)).size() > 3, qPrintable(texts(plot_svg(plot)).join(' ')));
}

void TestSvg::brokenAndUnknownBlocks() {
    model::Document document = test::mlp(m_catalogue);
    const auto id = document.find("fc1")->id;
    document.apply(model::EraseWire{{id, "x"}});
    model::Block unknown;
    unknown.id = document.fresh_id();
    unknown.kind = "from_the_future";
    unknown.name = "later";
    document.apply(model::InsertBlock{unknown});
    document.apply(model::InsertWire{{{unknown.id, "out"}, {id, "x"}}});
    const std::string svg = network_of(document);
    QVERIFY(texts(svg).contains("from_the_future"));
    QVERIFY(texts(svg).contains("?"));
}

void TestSvg::emptyNetwork() {
    const std::string svg = network_of({});
    QCOMPARE(texts(svg), QStringList{"title"});
    QVERIFY(project_in_svg(svg));
}

void TestSvg::farAwayPositions() {
    model::Document document = test::mlp(m_catalogue);
    document.apply(model::MoveBlock{document.find("fc1")->id, {1e300, -1e300}});
    const std::string svg = network_of(document);
    QVERIFY(texts(svg).size() > 10);
    QVERIFY(numbers_are_finite(svg));
    QVERIFY(svg.size() < 100000);
}

void TestSvg::graphs() {
    const auto document = test::cnn(m_catalogue);
    const auto graph = test::training_graph(document, m_catalogue);
    for (const bool training : {false, true}) {
        const GraphPicture picture = graph_picture(
            graph.roots, graph.updates, {Grain::blocks, training, true, &document, &m_catalogue});
        const GraphLayout layout = layered_graph_layout(picture, box_sizes(picture, dejavu_width));
        const std::string svg = graph_svg(picture, layout, "graph");
        QVERIFY(numbers_are_finite(svg));
        const QStringList all = texts(svg);
        QVERIFY(all.contains("conv1") && all.contains("[64, 16, 28, 28]"));
        QCOMPARE(all.contains("∇ conv1"), training);
        QCOMPARE(all.contains("gradient"), training);
        QVERIFY(!project_in_svg(svg));
    }
}

void TestSvg::plot() {
    Plot plot;
    plot.title = "Loss";
    plot.y_label = "cross-entropy";
    plot.smoothing = 0.6;
    plot.steps_per_epoch = 10;
    plot.curves = {{"train", {}, 0, false}, {"validation", {}, 1, true}};
    for (int i = 0; i <= 50; ++i)
        plot.curves[0].data.append(i, 2.0 / (i + 1));
    for (int i = 10; i <= 50; i += 10)
        plot.curves[1].data.append(i, 2.5 / i);
    for (const bool log : {false, true}) {
        plot.log_y = log;
        const QStringList all = texts(plot_svg(plot));
        for (const char* wanted : {"Loss", "train", "validation", "epoch", "5"})
            QVERIFY2(all.contains(wanted), wanted);
    }
}

void TestSvg::plotsWithoutMuchToShow() {
    Plot plot;
    plot.title = "Loss";
    const auto check = [&] {
        for (const bool log : {false, true}) {
            plot.log_y = log;
            const std::string svg = plot_svg(plot);
            QVERIFY(!texts(svg).isEmpty() && texts(svg)[0] == "Loss");
            QVERIFY(numbers_are_finite(svg));
        }
    };
    check();
    plot.curves.push_back({"train", {}, -7, false});
    check();
    plot.curves[0].data.append(1, not_a_number);
    check();
    plot.curves[0].data.append(2, 0);
    check();
    plot.curves[0].data.append(3, 1e308);
    plot.curves[0].data.append(4, -1e308);
    check();
}

void TestSvg::badValuesAreMarked() {
    Plot plot;
    plot.title = "Loss";
    plot.curves.push_back({"train", {}, 0, false});
    for (int i = 0; i < 10; ++i)
        plot.curves[0].data.append(i, i == 4 ? not_a_number : i == 6 ? 1.0 / 0.0 : 1);
    const QString svg = QString::fromStdString(plot_svg(plot));
    QCOMPARE(svg.count("class=\"bad\""), 2);
    QVERIFY(svg.contains("train: NaN at step 4"));
    QVERIFY(svg.contains("train: ∞ at step 6"));
}

void TestSvg::projectInForeignFiles() {
    QVERIFY(!project_in_svg(""));
    QVERIFY(!project_in_svg("<svg></svg>"));
    QVERIFY(!project_in_svg("<svg><gradweave:project"));
    QVERIFY(!project_in_svg("<svg><gradweave:project>"));
    QVERIFY(!project_in_svg("<svg><gradweave:project></gradweave:project>"));
    QVERIFY(!project_in_svg("<svg><gradweave:project>{&bogus;}</gradweave:project>"));
    QVERIFY(!project_in_svg("<svg><gradweave:project>{&#0;}</gradweave:project>"));
    QVERIFY(!project_in_svg("<svg><gradweave:project>{<b/>}</gradweave:project>"));
    QVERIFY(!project_in_svg("<svg><gradweave:project>{<![CDATA[</gradweave:project>"));
    QVERIFY(!project_in_svg("<html><gradweave:project>{}</gradweave:project>"));
    // As other programs may write it again.
    QCOMPARE(*project_in_svg("<svg><gradweave:project a='b'>\n{&#34;a&#x22;:<![CDATA[1<2]]>}"
                             "</gradweave:project>"),
             std::string("\n{\"a\":1<2}"));
}

void TestSvg::projectInMetadata() {
    QVERIFY(!project_in_metadata({{"format", "pt"}}));
    QVERIFY(!project_in_metadata({{"gradweave.project", ""}}));
    QCOMPARE(*project_in_metadata({{"gradweave.project", "{}"}}), std::string("{}"));
}

void TestSvg::escaping() {
    QCOMPARE(xml_text("a<b>&\"'"), std::string("a&lt;b&gt;&amp;&quot;&apos;"));
    QCOMPARE(xml_text(std::string("\0\x08", 2)), std::string("\xEF\xBF\xBD\xEF\xBF\xBD"));
    QCOMPARE(xml_text("\xC0\x80\xED\xA0\x80 \xF5"), std::string("��"
                                                                "��� �"));
    QCOMPARE(coordinate(not_a_number), std::string("0"));
    QCOMPARE(coordinate(1.0 / 0.0), std::string("0"));
    QCOMPARE(coordinate(-0.0001), std::string("0"));
    QCOMPARE(coordinate(1.005), std::string("1"));
    QCOMPARE(coordinate(12.3456), std::string("12.35"));
    QCOMPARE(elided("abcdefgh", 10, false, 1000), std::string("abcdefgh"));
    QVERIFY(dejavu_width(elided("abcdefghijklmnop", 10, false, 40), 10, false) <= 40);
    QCOMPARE(tint("#000000", 0.5), std::string("#808080"));
}

QTEST_GUILESS_MAIN(TestSvg)
#include "test_svg.moc"
