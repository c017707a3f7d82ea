// SPDX-License-Identifier: Apache-2.0
// A curve of any length, and the few points of it that a picture of a given width needs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "engine/model/document.h"

namespace gradweave::exchange {

/// Points (x, y) in order of x. Appending costs the same for every point; looking at a range costs
/// as much as the picture is wide, however many points are in it: summaries of 8, 64, 512, ...
/// points are kept beside them.
class CurveData {
  public:
    /// x must not be smaller than the last one's and must be finite; else the point is left out, as
    /// is everything after four thousand million points. y may be NaN or infinite.
    void append(double x, double y);
    void clear();

    std::size_t size() const { return xs_.size(); }
    bool empty() const { return xs_.empty(); }
    double x(std::size_t i) const { return xs_[i]; }
    double y(std::size_t i) const { return ys_[i]; }

    /// The point whose x is nearest.
    std::optional<std::size_t> nearest(double x) const;

    /// What to draw between two values of x: for each of `columns` parts (equal to an eighth of
    /// their width) the lowest and the highest point in order of x, so that no spike is lost, and
    /// the neighbours outside. Points that cannot be drawn (not finite; with `positive`, also <= 0)
    /// interrupt the line: there the result has a point whose y is NaN.
    std::vector<model::Point> reduced(double from, double to, int columns, bool positive) const;

    struct Range {
        double low, high;
    };
    /// Lowest and highest finite y in a range of x; with `positive` of those above 0.
    std::optional<Range> range(double from, double to, bool positive) const;

    /// Points that are not finite, at most one NaN and one infinity for each column.
    std::vector<std::size_t> bad_points(double from, double to, int columns) const;
    std::size_t bad_count() const { return bad_.size(); }

  private:
    static constexpr std::size_t fan = 8;
    /// The extreme points of a group: values beside their places, so that looking at many groups
    /// does not touch the points.
    struct Summary {
        static constexpr double empty = std::numeric_limits<double>::infinity();
        double low = empty, high = -empty, low_positive = empty;
        std::uint32_t lowest = 0, highest = 0, lowest_positive = 0;
        bool broken = false;  ///< some are not finite

        void merge(const Summary& part);
    };

    Summary of_point(std::size_t i) const;
    /// Of the points first, ..., end - 1.
    Summary summary(std::size_t first, std::size_t end) const;
    std::size_t index_at(double x, bool after) const;
    /// The first point from `first` on that is not before x; looks near `guess` first.
    std::size_t index_near(double x, std::size_t first, std::size_t guess) const;
    void add_column(std::vector<model::Point>& out, std::size_t first, std::size_t end,
                    bool positive) const;

    std::vector<double> xs_, ys_;
    std::vector<std::size_t> bad_;
    /// levels_[k] has a summary for each full group of fan^(k + 1) points.
    std::vector<std::vector<Summary>> levels_;
};

/// Exponential smoothing whose beginning is not drawn towards zero: the weighted mean of all values
/// so far, with weights w^age. Values that are not finite are passed on and otherwise left out.
class Smoother {
  public:
    /// 0 smooths nothing; must be below 1.
    explicit Smoother(double weight) : weight_(weight) {}
    double next(double value);

  private:
    double weight_, sum_ = 0, power_ = 1;
};

/// The curve smoothed.
CurveData smoothed(const CurveData& curve, double weight);

}  // namespace gradweave::exchange
