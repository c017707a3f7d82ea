// SPDX-License-Identifier: Apache-2.0
#include "engine/optim/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/core/text.h"

namespace gradweave::optim {

namespace {

using Kind = Hyperparameter::Kind;

Hyperparameter number(std::string key, std::string label, double fallback, double minimum,
                      double maximum, std::string help, Kind kind = Kind::number) {
    return {std::move(key), std::move(label), {fallback}, minimum, maximum, std::move(help), kind};
}

/// From a to b as t goes from 0 to 1, along half a cosine or a line.
double ease(double a, double b, double t, bool linear) {
    return linear ? a + (b - a) * t : b + (a - b) / 2 * (1 + std::cos(std::numbers::pi * t));
}

double length_of(const Schedule& s, const char* key, const SchedulePoint& at) {
    const double length = s.value(key);
    return std::max(1.0, length > 0 ? length : at.total);
}

double step(const Schedule& s, const SchedulePoint& at) {
    return at.base * std::pow(s.value("step_gamma"), std::floor(at.time / s.value("step_size")));
}

double multistep(const Schedule& s, const SchedulePoint& at) {
    const auto& milestones = s.list("milestones");
    const auto passed = std::count_if(milestones.begin(), milestones.end(),
                                      [&](double milestone) { return milestone <= at.time; });
    return at.base * std::pow(s.value("multistep_gamma"), static_cast<double>(passed));
}

double exponential(const Schedule& s, const SchedulePoint& at) {
    return at.base * std::pow(s.value("exponential_gamma"), at.time);
}

// Loshchilov and Hutter, arXiv:1608.03983, without restarts.
double cosine(const Schedule& s, const SchedulePoint& at) {
    return ease(at.base, s.value("cosine_minimum"), at.time / length_of(s, "cosine_length", at),
                false);
}

// The same with them: after each period the rate jumps back, and the next is longer.
double cosine_restarts(const Schedule& s, const SchedulePoint& at) {
    double period = s.value("restart_period"), time = at.time;
    const double factor = s.value("restart_factor");
    if (factor == 1) {
        time = std::fmod(time, period);
    } else {
        while (time >= period) {
            time -= period;
            period *= factor;
        }
    }
    return ease(at.base, s.value("restart_minimum"), time / period, false);
}

double linear(const Schedule& s, const SchedulePoint& at) {
    const double share = std::min(1.0, at.time / length_of(s, "linear_length", at));
    return at.base * ease(s.value("linear_start"), s.value("linear_end"), share, true);
}

double polynomial(const Schedule& s, const SchedulePoint& at) {
    const double share = std::min(1.0, at.time / length_of(s, "polynomial_length", at));
    return at.base * std::pow(1 - share, s.value("polynomial_power"));
}

// Smith and Topin, arXiv:1708.07120: up for a share of the training, then down to next to nothing.
template <class Value>
double one_cycle(const Schedule& s, const SchedulePoint& at, const Value& value) {
    const double last = std::max(1.0, at.total - 1);
    const double top = s.value("cycle_rise") * at.total - 1;
    const double time = std::min(at.time, last);
    const bool linear = s.value("cycle_linear") != 0;
    if (time <= top && top > 0) return ease(value(0), value(1), time / top, linear);
    const double from = std::max(top, 0.0);
    return ease(value(1), value(2), last > from ? (time - from) / (last - from) : 1, linear);
}

double one_cycle_rate(const Schedule& s, const SchedulePoint& at) {
    const double initial = at.base / s.value("cycle_start_divisor");
    return one_cycle(s, at, [&](int turn) {
        return turn == 0 ? initial : turn == 1 ? at.base : initial / s.value("cycle_end_divisor");
    });
}

double one_cycle_momentum(const Schedule& s, const SchedulePoint& at) {
    return one_cycle(s, at, [&](int turn) {
        return s.value(turn == 1 ? "cycle_momentum_low" : "cycle_momentum_high");
    });
}

Hyperparameter gamma(const char* key, double fallback) {
    return number(key, "Factor", fallback, 0, 1, "What the rate is multiplied by each time.");
}
Hyperparameter minimum(const char* key) {
    return number(key, "Lowest rate", 0, 0, 1e9, "The rate does not go below it.");
}
Hyperparameter length(const char* key, double fallback) {
    return number(key, "Length", fallback, 0, 1e12,
                  "Epochs or updates until the end is reached; 0: the whole training.");
}

}  // namespace

const std::vector<ScheduleKind>& schedules() {
    static const std::vector<ScheduleKind> table = {
        {"constant",
         "always the learning rate",
         {},
         [](const Schedule&, const SchedulePoint& at) { return at.base; },
         nullptr},
        {"step",
         "lowered after every so many epochs",
         {number("step_size", "Every", 10, 1, 1e12, "Epochs or updates between two steps down."),
          gamma("step_gamma", 0.1)},
         step,
         nullptr},
        {"multistep",
         "lowered at milestones",
         {{"milestones",
           "Milestones",
           {30, 80},
           0,
           1e12,
           "Epochs or updates after which the rate goes down.",
           Kind::list},
          gamma("multistep_gamma", 0.1)},
         multistep,
         nullptr},
        {"exponential",
         "multiplied by a factor after each epoch",
         {gamma("exponential_gamma", 0.95)},
         exponential,
         nullptr},
        {"cosine",
         "down to the lowest rate along half a cosine",
         {length("cosine_length", 0), minimum("cosine_minimum")},
         cosine,
         nullptr},
        {"cosine_restarts",
         "the cosine again and again",
         {number("restart_period", "First period", 10, 1, 1e12,
                 "Epochs or updates until the first restart."),
          number("restart_factor", "Period factor", 1, 1, 100,
                 "How much longer each period is than the last; a whole number in PyTorch."),
          minimum("restart_minimum")},
         cosine_restarts,
         nullptr},
        {"linear",
         "from one share of the rate to another: a warm-up, or a way down",
         {number("linear_start", "Start", 1.0 / 3, 0, 1, "Share of the rate at first."),
          number("linear_end", "End", 1, 0, 1, "Share of the rate at the end."),
          length("linear_length", 5)},
         linear,
         nullptr,
         true},
        {"one_cycle",
         "up to the rate and down again, momentum the other way round",
         {number("cycle_rise", "Rise", 0.3, 0, 1, "Share of the training in which the rate grows."),
          number("cycle_start_divisor", "Start divisor", 25, 1, 1e9,
                 "The rate begins at the learning rate divided by this."),
          number("cycle_end_divisor", "End divisor", 1e4, 1, 1e12,
                 "The rate ends at its beginning divided by this."),
          number("cycle_linear", "Straight lines", 0, 0, 1, "Along lines instead of half cosines.",
                 Kind::flag),
          number("cycle_momentum", "Moves momentum", 1, 0, 1,
                 "The optimiser's momentum (or beta 1) goes down while the rate goes up.",
                 Kind::flag),
          number("cycle_momentum_low", "Lowest momentum", 0.85, 0, 1, "Where the rate is highest."),
          number("cycle_momentum_high", "Highest momentum", 0.95, 0, 1,
                 "At the beginning and the end.")},
         one_cycle_rate,
         one_cycle_momentum,
         true},
        {"plateau",
         "lowered when the validation loss stops falling",
         {number("plateau_factor", "Factor", 0.1, 0, 0.999999,
                 "What the rate is multiplied by each time."),
          number("plateau_patience", "Patience", 10, 0, 1e9,
                 "Epochs without a better loss that are waited for."),
          number("plateau_threshold", "Threshold", 1e-4, 0, 1,
                 "A loss is better only if it is lower by this share."),
          number("plateau_cooldown", "Cool-down", 0, 0, 1e9,
                 "Epochs after a step down that are not counted."),
          minimum("plateau_minimum")},
         nullptr,
         nullptr},
        {"polynomial",
         "down to zero as a power of what is left",
         {length("polynomial_length", 0),
          number("polynomial_power", "Power", 1, 0, 100, "1 is a straight line.")},
         polynomial,
         nullptr},
    };
    return table;
}

namespace {

const Hyperparameter* find(const ScheduleKind& kind, const std::string& key) {
    const auto& all = kind.hyperparameters;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& h) { return h.key == key; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

Schedule::Schedule(const std::string& id, const std::map<std::string, std::vector<double>>& values)
    : kind_(nullptr) {
    std::string names;
    for (const ScheduleKind& kind : schedules()) {
        if (kind.id == id) kind_ = &kind;
        names += (names.empty() ? "" : ", ") + kind.id;
    }
    if (kind_ == nullptr)
        throw Error(ErrorKind::bad_input,
                    concat(in_quotes(id), " is no schedule; choose one of ", names));
    for (const auto& [key, value] : values)
        set(key, value);
}

const std::vector<double>& Schedule::list(const std::string& key) const {
    if (const auto found = values_.find(key); found != values_.end()) return found->second;
    const Hyperparameter* hyperparameter = find(*kind_, key);
    GW_ASSERT(hyperparameter != nullptr);
    return hyperparameter->fallback;
}

void Schedule::set(const std::string& key, std::vector<double> value) {
    const Hyperparameter* hyperparameter = find(*kind_, key);
    if (hyperparameter == nullptr)
        throw Error(ErrorKind::bad_input,
                    concat("the schedule ", kind_->id, " has no ", in_quotes(key)));
    const bool fits = std::all_of(value.begin(), value.end(), [&](double number) {
        return number >= hyperparameter->minimum && number <= hyperparameter->maximum;
    });
    if (!fits || (value.size() != 1 && hyperparameter->kind != Kind::list)) {
        throw Error(ErrorKind::bad_input,
                    concat("the schedule ", kind_->id, ": ", key, " must be ",
                           hyperparameter->minimum, " to ", hyperparameter->maximum));
    }
    values_[key] = std::move(value);
}

double Scheduler::rate(double time, double updates) const {
    const double rate = schedule_.kind().rate ? schedule_.kind().rate(schedule_, at(time))
                                              : reduced_.value_or(base_);
    if (updates >= warm_up_.updates) return rate;
    return rate * ease(warm_up_.start, 1, updates / warm_up_.updates, true);
}

bool Scheduler::moves_momentum() const {
    return schedule_.kind().momentum != nullptr && schedule_.value("cycle_momentum") != 0;
}

std::optional<double> Scheduler::momentum(double time) const {
    if (!moves_momentum()) return std::nullopt;
    return schedule_.kind().momentum(schedule_, at(time));
}

// torch.optim.lr_scheduler.ReduceLROnPlateau with mode "min" and threshold_mode "rel".
void Scheduler::measured(double loss) {
    if (schedule_.kind().rate) return;
    if (std::isfinite(loss) && (!best_ || loss < *best_ * (1 - schedule_.value("plateau_threshold")))) {
        best_ = loss;
        bad_ = 0;
    } else {
        ++bad_;
    }
    if (cooldown_ > 0) {
        --cooldown_;
        bad_ = 0;
    }
    if (bad_ <= schedule_.value("plateau_patience")) return;
    const double old = reduced_.value_or(base_);
    const double next =
        std::max(old * schedule_.value("plateau_factor"), schedule_.value("plateau_minimum"));
    constexpr double smallest_change = 1e-8;
    if (old - next > smallest_change) reduced_ = next;
    cooldown_ = schedule_.value("plateau_cooldown");
    bad_ = 0;
}

std::vector<double> Scheduler::memory() const {
    return {best_.value_or(0), best_ ? 1.0 : 0.0,   bad_, cooldown_,
            reduced_.value_or(0),     reduced_ ? 1.0 : 0.0};
}

void Scheduler::set_memory(const std::vector<double>& numbers) {
    if (numbers.size() != memory().size())
        throw Error(ErrorKind::bad_input, "the checkpoint's schedule is incomplete");
    best_ = numbers[1] != 0 ? std::optional(numbers[0]) : std::nullopt;
    bad_ = numbers[2];
    cooldown_ = numbers[3];
    reduced_ = numbers[5] != 0 ? std::optional(numbers[4]) : std::nullopt;
}

}  // namespace gradweave::optim
