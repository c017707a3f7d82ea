// SPDX-License-Identifier: Apache-2.0
// Plots as SVG.
#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "engine/exchange/palette.h"
#include "engine/exchange/svg.h"
#include "engine/exchange/svg_writer.h"
#include "engine/model/project.h"

namespace gradweave::exchange {

namespace {

constexpr double width = 760, height = 420;
constexpr Rect area{64, 56, width - 64 - 24, height - 56 - 48};
constexpr int columns = 340;  ///< two points each
constexpr double small = 10;

class PlotDrawing {
  public:
    explicit PlotDrawing(const Plot& plot)
        : plot_(plot),
          svg_({0, 0, width, height}, plot.title, concat(plot.title, " over training steps")) {
        find_ranges();
    }

    std::string draw(const model::Document* project) {
        if (project != nullptr) svg_.embed_project(model::to_text(*project));
        svg_.text({area.x, 26}, elided(plot_.title, 15, true, area.width / 2),
                  {15, palette::text, true});
        axes();
        legend();
        for (const PlotCurve& curve : plot_.curves)
            this->curve(curve);
        for (const PlotCurve& curve : plot_.curves)
            marks(curve);
        return svg_.finish();
    }

  private:
    void find_ranges() {
        bool any = false;
        for (const PlotCurve& curve : plot_.curves) {
            if (curve.data.empty()) continue;
            const double first = curve.data.x(0), last = curve.data.x(curve.data.size() - 1);
            from_ = any ? std::min(from_, first) : first;
            to_ = any ? std::max(to_, last) : last;
            any = true;
        }
        if (!any || !(to_ > from_)) to_ = from_ + 1;
        bool some = false;
        for (const PlotCurve& curve : plot_.curves) {
            const auto range = curve.data.range(from_, to_, plot_.log_y);
            if (!range) continue;
            low_ = some ? std::min(low_, range->low) : range->low;
            high_ = some ? std::max(high_, range->high) : range->high;
            some = true;
        }
        if (!some) {
            low_ = plot_.log_y ? 0.1 : 0;
            high_ = 1;
        }
        if (plot_.log_y) {
            const double factor = std::max(std::pow(high_ / low_, 0.04), 1.02);
            low_ /= factor;
            high_ *= factor;
        } else {
            const double more = std::max({(high_ - low_) * 0.04, std::abs(high_) * 1e-6, 1e-12});
            low_ = low_ >= 0 && low_ < more ? 0 : low_ - more;
            high_ += more;
        }
    }

    double x(double step) const { return area.x + (step - from_) / (to_ - from_) * area.width; }
    double y(double value) const {
        const double share = plot_.log_y ? std::log(value / low_) / std::log(high_ / low_)
                                         : (value - low_) / (high_ - low_);
        return area.bottom() - share * area.height;
    }

    void axes() {
        for (const Tick& tick :
             plot_.log_y ? log_ticks(low_, high_, 7) : linear_ticks(low_, high_, 6)) {
            svg_.line({area.x, y(tick.at)}, {area.right(), y(tick.at)}, {.stroke = palette::grid});
            svg_.text({area.x - 8, y(tick.at) + small * 0.36}, tick.label,
                      {small, palette::muted, false, Anchor::end});
        }
        for (const Tick& tick : step_ticks(from_, to_, plot_.steps_per_epoch, 9)) {
            svg_.line({x(tick.at), area.bottom()}, {x(tick.at), area.bottom() + 4},
                      {.stroke = palette::axis});
            svg_.text({x(tick.at), area.bottom() + 18}, tick.label,
                      {small, palette::muted, false, Anchor::middle});
        }
        svg_.line({area.x, area.bottom()}, {area.right(), area.bottom()},
                  {.stroke = palette::axis});
        svg_.text({area.right(), height - 10},
                  counts_epochs(from_, to_, plot_.steps_per_epoch) ? "epoch" : "step",
                  {small, palette::muted, false, Anchor::end});
        svg_.text({area.x, area.y - 10}, plot_.y_label + (plot_.log_y ? " (logarithmic)" : ""),
                  {small, palette::muted});
    }

    std::string colour(const PlotCurve& curve) const {
        constexpr auto count = static_cast<int>(std::size(palette::curves));
        return palette::curves[static_cast<std::size_t>((curve.colour % count + count) % count)];
    }

    /// From the right, on the title's line.
    void legend() {
        double right = area.right();
        for (std::size_t i = plot_.curves.size(); i-- > 0;) {
            const PlotCurve& curve = plot_.curves[i];
            const std::string name = elided(curve.name, 11, false, 160);
            right -= dejavu_width(name, 11, false);
            svg_.text({right, 26}, name, {11, palette::text});
            svg_.line({right - 26, 22}, {right - 8, 22}, {.stroke = colour(curve), .width = 2.4});
            if (curve.markers) svg_.circle({right - 17, 22}, 3, {.fill = colour(curve)});
            right -= 44;
        }
    }

    void curve(const PlotCurve& curve) {
        const bool smooth = plot_.smoothing > 0 && !curve.markers;
        if (smooth) {
            line(curve.data, {.stroke = colour(curve), .width = 1, .opacity = 0.25});
            line(smoothed(curve.data, plot_.smoothing), {.stroke = colour(curve), .width = 1.8});
        } else {
            line(curve.data, {.stroke = colour(curve), .width = 1.6});
        }
        if (!curve.markers || curve.data.size() > 100) return;
        for (std::size_t i = 0; i < curve.data.size(); ++i) {
            const double value = curve.data.y(i);
            if (std::isfinite(value) && (!plot_.log_y || value > 0))
                svg_.circle({x(curve.data.x(i)), y(value)}, 3, {.fill = colour(curve)});
        }
    }

    void line(const CurveData& data, const Paint& paint) {
        std::vector<Point> piece;
        const auto flush = [&] {
            if (piece.size() == 1) svg_.circle(piece[0], paint.width, {.fill = paint.stroke});
            if (piece.size() > 1) svg_.polyline(piece, paint);
            piece.clear();
        };
        for (const Point& point : data.reduced(from_, to_, columns, plot_.log_y)) {
            if (std::isnan(point.y))
                flush();
            else
                piece.push_back({x(point.x), y(point.y)});
        }
        flush();
    }

    /// Triangles where a value is not a number, diamonds where it is infinite, at the upper edge.
    void marks(const PlotCurve& curve) {
        for (const std::size_t i : curve.data.bad_points(from_, to_, columns / 4)) {
            const double value = curve.data.y(i), at = x(curve.data.x(i)), top = area.y + 6;
            svg_.open("bad",
                      concat(curve.name, ": ", figure_text(value), " at step ", curve.data.x(i)));
            if (std::isnan(value))
                svg_.polygon({{at, top - 5}, {at + 5, top + 4}, {at - 5, top + 4}},
                             {.fill = palette::error});
            else
                svg_.polygon({{at, top - 6}, {at + 5, top}, {at, top + 6}, {at - 5, top}},
                             {.fill = palette::error});
            svg_.close();
        }
    }

    const Plot& plot_;
    double from_ = 0, to_ = 1, low_ = 0, high_ = 1;
    SvgWriter svg_;
};

}  // namespace

std::string plot_svg(const Plot& plot, const model::Document* project) {
    return PlotDrawing(plot).draw(project);
}

}  // namespace gradweave::exchange
