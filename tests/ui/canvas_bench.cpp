// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the canvas is: canvas_bench --blocks N prints one JSON line per measure, in
// milliseconds of computing. Paints offscreen; compare with an earlier run on the same machine.
#include <QApplication>
#include <QCommandLineParser>
#include <QMouseEvent>
#include <QTest>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

#include "tests/ui/sample_documents.h"
#include "ui/canvas/canvas_actions.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

namespace {

class Bench {
  public:
    explicit Bench(int blocks)
        : m_blocks(blocks),
          m_catalogue(std::make_shared<model::Catalogue>()),
          m_model(m_catalogue),
          m_document(samples::chain(*m_catalogue, blocks)) {
        m_model.setDataLookup(samples::digitsData);
    }

    void run() {
        open();
        show();
        repaint();
        drag();
        hover();
        wheel();
        edit();
    }

  private:
    /// Prints the median of several runs.
    void report(const char* measure, std::vector<double> times) const {
        std::sort(times.begin(), times.end());
        std::printf(
            "{\"blocks\": %d, \"measure\": \"%s\", \"ms\": %.3f, \"least\": %.3f, \"worst\": "
            "%.3f}\n",
            m_blocks, measure, times[times.size() / 2], times.front(), times.back());
        std::fflush(stdout);
    }

    /// Milliseconds that this thread computed: on a busy machine the clock would measure others.
    static double time(const std::function<void()>& work) {
        const auto now = [] {
            timespec spent{};
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
            return static_cast<double>(spent.tv_sec) * 1e3 +
                   static_cast<double>(spent.tv_nsec) / 1e6;
        };
        const double begin = now();
        work();
        return now() - begin;
    }

    /// Until everything that is due has been painted.
    static void settle() { QCoreApplication::processEvents(); }

    void open() {
        m_view = std::make_unique<CanvasView>(m_model);
        m_view->resize(1600, 900);
        report("open", {time([&] { m_model.reset(m_document); })});
    }

    void show() {
        report("first_show", {time([&] {
                   m_view->show();
                   if (!QTest::qWaitForWindowExposed(m_view.get())) std::exit(1);
                   m_view->viewport()->repaint();
               })});
        settle();
    }

    void repaint() {
        std::vector<double> times;
        m_view->fitAll();
        settle();
        for (int i = 0; i < 9; ++i)
            times.push_back(time([&] { m_view->viewport()->repaint(); }));
        report("repaint_fitted", times);
        times.clear();
        m_view->zoomTo(1, QPointF(800, 450));
        settle();
        for (int i = 0; i < 9; ++i)
            times.push_back(time([&] { m_view->viewport()->repaint(); }));
        report("repaint_100", times);
        times.clear();
        m_view->zoomTo(0.4, QPointF(800, 450));
        settle();
        for (int i = 0; i < 9; ++i)
            times.push_back(time([&] { m_view->viewport()->repaint(); }));
        report("repaint_40", times);
    }

    void mouse(QEvent::Type type, QPoint at) {
        const bool move = type == QEvent::MouseMove;
        QMouseEvent event(type, at, m_view->viewport()->mapToGlobal(at),
                          move ? Qt::NoButton : Qt::LeftButton,
                          type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, {});
        QApplication::sendEvent(m_view->viewport(), &event);
    }

    void drag() {
        m_view->zoomTo(1, QPointF(800, 450));
        settle();
        // The hundred blocks nearest to the middle of the view, drawn by the nearest.
        const QPointF middle = m_view->visibleRect().center();
        std::vector<std::pair<qreal, model::BlockId>> near;
        for (const auto& [id, block] : m_model.document().blocks()) {
            const QPointF off = m_view->graph().blockItem(id)->sceneBody().center() - middle;
            near.emplace_back(std::hypot(off.x(), off.y()), id);
        }
        std::sort(near.begin(), near.end());
        std::set<model::BlockId> chosen;
        for (std::size_t i = 0; i < std::min<std::size_t>(100, near.size()); ++i)
            chosen.insert(near[i].second);
        const QPoint at = m_view->mapFromScene(
            m_view->graph().blockItem(near.front().second)->sceneBody().center());
        m_model.select(chosen);
        settle();
        std::vector<double> times;
        mouse(QEvent::MouseButtonPress, at);
        for (int i = 1; i < 40; ++i) {
            times.push_back(time([&] {
                mouse(QEvent::MouseMove, at + QPoint(i * 3, i * 2));
                settle();
            }));
        }
        m_view->cancelGesture();
        settle();
        report("drag_step", times);
        times.clear();
        // A wire is drawn: all sockets show whether it could end there.
        BlockItem* block = m_view->graph().blockItem(near.front().second);
        const QPoint socket = m_view->mapFromScene(block->pos() + block->layout().outputs.front());
        mouse(QEvent::MouseButtonPress, socket);
        for (int i = 1; i < 40; ++i) {
            times.push_back(time([&] {
                mouse(QEvent::MouseMove, socket + QPoint(i * 3, i * 2));
                settle();
            }));
        }
        m_view->cancelGesture();
        settle();
        report("wire_step", times);
    }

    void hoverAt(QPoint at) {
        QMouseEvent event(QEvent::MouseMove, at, m_view->viewport()->mapToGlobal(at), Qt::NoButton,
                          Qt::NoButton, {});
        QApplication::sendEvent(m_view->viewport(), &event);
        settle();
    }

    void hover() {
        std::vector<double> times;
        for (int i = 0; i < 60; ++i)
            times.push_back(time([&] { hoverAt({300 + i * 17, 200 + i * 9}); }));
        report("hover", times);
    }

    void wheel() {
        m_view->fitAll();
        settle();
        std::vector<double> times;
        for (int i = 0; i < 10; ++i) {
            times.push_back(time([&] {
                QWheelEvent event(QPointF(800, 450), m_view->mapToGlobal(QPointF(800, 450)), {},
                                  {0, i % 2 ? -120 : 120}, Qt::NoButton, {}, Qt::NoScrollPhase,
                                  false);
                QApplication::sendEvent(m_view->viewport(), &event);
                settle();
            }));
        }
        report("wheel_step", times);
    }

    void edit() {
        const model::BlockId id = m_model.document().find(std::string("b2"))->id;
        std::vector<double> times;
        for (int i = 0; i < 5; ++i) {
            times.push_back(time([&] {
                m_model.run(
                    model::set_param(m_model.document(), *m_catalogue, id, "p", 0.1 + 0.1 * i));
                settle();
            }));
        }
        report("edit_and_analyse", times);
        m_model.select({id});
        times.clear();
        for (int i = 0; i < 5; ++i) {
            times.push_back(time([&] {
                std::map<model::BlockId, model::Point> positions;
                for (const auto& [block, value] : m_model.document().blocks())
                    positions[block] = {value.position.x + 8, value.position.y};
                m_model.run(model::move_blocks(m_model.document(), positions));
                settle();
            }));
        }
        report("move_all", times);
        // What moved is indexed anew once it rests; the next hover finds it there.
        QTest::qWait(500);
        report("hover_after", {time([&] { hoverAt({500, 300}); })});
    }

    int m_blocks;
    std::shared_ptr<model::Catalogue> m_catalogue;
    DocumentModel m_model;
    model::Document m_document;
    std::unique_ptr<CanvasView> m_view;
};

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({"blocks", "How many blocks the graph has.", "N", "1000"});
    parser.process(app);
    ThemeManager::instance().apply(Appearance::light);
    Bench(parser.value("blocks").toInt()).run();
    return 0;
}
