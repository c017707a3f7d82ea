// SPDX-License-Identifier: Apache-2.0
// A plot of curves over training steps as data, and where its axes have ticks.
#pragma once

#include <string>
#include <vector>

#include "engine/exchange/curve.h"

namespace gradweave::exchange {

struct PlotCurve {
    std::string name;
    CurveData data;
    int colour = 0;        ///< number in the palette's curves
    bool markers = false;  ///< few points: each is marked
};

struct Plot {
    std::string title;  ///< "Loss"
    std::string y_label;
    std::vector<PlotCurve> curves;
    bool log_y = false;
    double smoothing = 0;  ///< of curves without markers; the raw ones stay visible, faint
    /// Above 0, and with more than three epochs in view, the x axis counts epochs.
    double steps_per_epoch = 0;
};

struct Tick {
    double at;
    std::string label;
};

/// Round numbers within a range, about as many as asked for, with equal decimals.
std::vector<Tick> linear_ticks(double low, double high, int about);
/// Powers of ten, with 2 and 5 times them where there is room; linear_ticks if the range is too
/// small for that. Both ends must be above 0.
std::vector<Tick> log_ticks(double low, double high, int about);
/// Steps, or the ends of epochs.
std::vector<Tick> step_ticks(double low, double high, double steps_per_epoch, int about);
/// Whether step_ticks counts epochs here.
bool counts_epochs(double low, double high, double steps_per_epoch);

/// The curves as a table: a row for each step that any curve has a value for, a column for each
/// curve; values that are not finite are "nan", "inf" and "-inf", missing ones are empty.
std::string plot_csv(const Plot& plot);

/// A figure for people: four digits that matter, "1.2e-05" where it is small.
std::string figure_text(double value);

}  // namespace gradweave::exchange
