// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/curve.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gradweave::exchange {

void CurveData::append(double x, double y) {
    if (!std::isfinite(x) || (!xs_.empty() && x < xs_.back())) return;
    if (xs_.size() >= std::numeric_limits<std::uint32_t>::max()) return;
    xs_.push_back(x);
    ys_.push_back(y);
    if (!std::isfinite(y)) bad_.push_back(xs_.size() - 1);
    // Whenever a group is full, its summary is made from those of its parts.
    std::size_t group = fan;
    for (std::size_t level = 0; xs_.size() % group == 0; ++level, group *= fan) {
        if (level == levels_.size()) levels_.emplace_back();
        Summary whole;
        for (std::size_t i = 0; i < fan; ++i) {
            const std::size_t part = xs_.size() / group * fan - fan + i;
            whole.merge(level == 0 ? of_point(part) : levels_[level - 1][part]);
        }
        levels_[level].push_back(whole);
    }
}

void CurveData::clear() {
    *this = CurveData();
}

CurveData::Summary CurveData::of_point(std::size_t i) const {
    Summary result;
    const double y = ys_[i];
    if (!std::isfinite(y)) {
        result.broken = true;
        return result;
    }
    result.low = result.high = y;
    result.lowest = result.highest = static_cast<std::uint32_t>(i);
    if (y > 0) {
        result.low_positive = y;
        result.lowest_positive = result.lowest;
    }
    return result;
}

void CurveData::Summary::merge(const Summary& part) {
    if (part.low < low) {
        low = part.low;
        lowest = part.lowest;
    }
    if (part.high > high) {
        high = part.high;
        highest = part.highest;
    }
    if (part.low_positive < low_positive) {
        low_positive = part.low_positive;
        lowest_positive = part.lowest_positive;
    }
    broken |= part.broken;
}

CurveData::Summary CurveData::summary(std::size_t first, std::size_t end) const {
    Summary result;
    while (first < end) {
        // The largest group that begins here and ends in time.
        std::size_t level = 0, group = 1;
        while (level < levels_.size() && first % (group * fan) == 0 && first + group * fan <= end) {
            group *= fan;
            ++level;
        }
        result.merge(level == 0 ? of_point(first) : levels_[level - 1][first / group]);
        first += group;
    }
    return result;
}

std::size_t CurveData::index_at(double x, bool after) const {
    const auto found = after ? std::upper_bound(xs_.begin(), xs_.end(), x)
                             : std::lower_bound(xs_.begin(), xs_.end(), x);
    return static_cast<std::size_t>(found - xs_.begin());
}

std::optional<std::size_t> CurveData::nearest(double x) const {
    if (xs_.empty() || std::isnan(x)) return std::nullopt;
    const std::size_t next = index_at(x, false);
    if (next == xs_.size()) return next - 1;
    if (next > 0 && x - xs_[next - 1] <= xs_[next] - x) return next - 1;
    return next;
}

std::size_t CurveData::index_near(double x, std::size_t first, std::size_t guess) const {
    // From the guess outwards in steps that double, then in between.
    std::size_t low = first, high = xs_.size(), reach = 1;
    std::size_t at = std::clamp(guess, low, high);
    if (at < high && xs_[at] < x) {
        while (at < high && xs_[at] < x) {
            low = at + 1;
            at = std::min(at + reach, high);
            reach *= 2;
        }
        high = at;
    } else {
        while (at > low && xs_[at - 1] >= x) {
            high = at - 1;
            at = at - low > reach ? at - reach : low;
            reach *= 2;
        }
        low = at;
    }
    const auto begin = xs_.begin();
    const auto found = std::lower_bound(begin + static_cast<std::ptrdiff_t>(low),
                                        begin + static_cast<std::ptrdiff_t>(high), x);
    return static_cast<std::size_t>(found - begin);
}

void CurveData::add_column(std::vector<model::Point>& out, std::size_t first, std::size_t end,
                           bool positive) const {
    const Summary found = summary(first, end);
    const bool nothing = (positive ? found.low_positive : found.low) == Summary::empty;
    // Where the line breaks within a column is too fine to see; it breaks before it.
    if ((found.broken || (positive && found.low <= 0)) && !out.empty())
        out.push_back({xs_[first], std::numeric_limits<double>::quiet_NaN()});
    if (nothing) return;
    const std::size_t lowest = positive ? found.lowest_positive : found.lowest;
    const std::size_t highest = found.highest;
    for (const std::size_t i : {std::min(lowest, highest), std::max(lowest, highest)}) {
        out.push_back({xs_[i], ys_[i]});
        if (lowest == highest) break;
    }
}

std::vector<model::Point> CurveData::reduced(double from, double to, int columns,
                                             bool positive) const {
    std::vector<model::Point> out;
    if (xs_.empty() || !(from <= to) || columns < 1) return out;
    // One point more on each side, so that the line runs to the edge.
    std::size_t first = index_at(from, false);
    const std::size_t end = index_at(to, true);
    if (first > 0) add_column(out, first - 1, first, positive);
    const auto parts = static_cast<std::size_t>(columns);
    const double step = (to - from) / columns;
    if (end - first <= 2 * parts || !(step > 0)) {
        for (; first < end; ++first)
            add_column(out, first, first + 1, positive);
    }
    // Parts begin where groups of points do, if that moves them by less than an eighth.
    std::size_t group = 1;
    while (group * fan * fan * parts <= end - first)
        group *= fan;
    for (std::size_t column = 1; first < end; ++column) {
        std::size_t next = end;
        if (column < parts) {
            const std::size_t guess = first + (end - first) / (parts + 1 - column);
            next = index_near(from + step * static_cast<double>(column), first, guess);
            next = std::min(next / group * group, end);
        }
        if (next > first) add_column(out, first, next, positive);
        first = std::max(first, next);
    }
    if (end < xs_.size()) add_column(out, end, end + 1, positive);
    return out;
}

std::optional<CurveData::Range> CurveData::range(double from, double to, bool positive) const {
    const Summary found = summary(index_at(from, false), index_at(to, true));
    const double low = positive ? found.low_positive : found.low;
    if (low == Summary::empty) return std::nullopt;
    return Range{low, found.high};
}

std::vector<std::size_t> CurveData::bad_points(double from, double to, int columns) const {
    std::vector<std::size_t> out;
    const double step = (to - from) / std::max(columns, 1);
    auto at = std::lower_bound(bad_.begin(), bad_.end(), index_at(from, false));
    const std::size_t end = index_at(to, true);
    while (at != bad_.end() && *at < end) {
        const double limit = xs_[*at] + step;
        const auto column_end = std::lower_bound(at, bad_.end(), index_at(limit, false));
        const auto stop = std::max(column_end, at + 1);
        // A second kind is shown if it comes soon; a column of a million NaNs is not searched.
        const auto look_end = std::min(stop, at + 64);
        bool nan = false, infinite = false;
        for (; at < look_end && !(nan && infinite); ++at) {
            bool& seen = std::isnan(ys_[*at]) ? nan : infinite;
            if (!seen) out.push_back(*at);
            seen = true;
        }
        at = stop;
    }
    return out;
}

double Smoother::next(double value) {
    if (!std::isfinite(value) || weight_ <= 0) return value;
    sum_ = weight_ * sum_ + (1 - weight_) * value;
    power_ *= weight_;
    return sum_ / (1 - power_);
}

CurveData smoothed(const CurveData& curve, double weight) {
    CurveData result;
    Smoother smoother(weight);
    for (std::size_t i = 0; i < curve.size(); ++i)
        result.append(curve.x(i), smoother.next(curve.y(i)));
    return result;
}

}  // namespace gradweave::exchange
