// SPDX-License-Identifier: Apache-2.0
// The table of optimisers: one entry each, with hyperparameters, state and formula.
#include <cmath>

#include "engine/optim/formula.h"

namespace gradweave::optim {

namespace {

Hyperparameter number(std::string key, std::string label, double fallback, double minimum,
                      double maximum, std::string help) {
    return {std::move(key), std::move(label), {fallback}, minimum, maximum, std::move(help)};
}
Hyperparameter flag(std::string key, std::string label, std::string help) {
    return {std::move(key),  std::move(label),          {0}, 0, 1,
            std::move(help), Hyperparameter::Kind::flag};
}

constexpr double below_one = 0.99999999;

Hyperparameter weight_decay(double fallback = 0) {
    return number("weight_decay", "Weight decay", fallback, 0, 1e3, "Pulls weights towards zero.");
}
Hyperparameter beta1() {
    return number("beta1", "Beta 1", 0.9, 0, below_one, "Decay of the mean of gradients.");
}
Hyperparameter beta2(double fallback = 0.999) {
    return number("beta2", "Beta 2", fallback, 0, below_one,
                  "Decay of the mean of squared gradients; for Lion of the mean of gradients.");
}
Hyperparameter epsilon(double fallback = 1e-8) {
    return number("epsilon", "Epsilon", fallback, 0, 1,
                  "Added to what a step is divided by, so that it is never zero.");
}
Hyperparameter momentum() {
    return number("momentum", "Momentum", 0, 0, 1,
                  "Share of the last step that is added to the next.");
}

std::vector<StateSlot> moments(const Optimizer&) {
    return {{"exp_avg"}, {"exp_avg_sq"}};
}

// torch.optim.SGD. Nesterov as Sutskever et al. 2013 rewrite it.
Update sgd(const Formula& f) {
    const Tensor g = f.decayed_gradient(), rate = f.as_parameter(f.rate());
    if (f.states.empty()) return {f.p - rate * g, {}};
    Tensor buffer = f.states[0] * f.share("momentum") + g;
    if (const double dampening = f.value("dampening"); dampening != 0) {
        buffer = f.states[0] * f.share("momentum") + g * (1 - dampening);
        // The first step is the gradient itself.
        buffer = where(less_equal(f.step(), Tensor(1.0)), g, buffer);
    }
    const Tensor direction = f.flag("nesterov") ? g + buffer * f.share("momentum") : buffer;
    return {f.p - rate * direction, {buffer}};
}

// Adam: Kingma and Ba, arXiv:1412.6980; amsgrad: Reddi, Kale, Kumar, arXiv:1904.09237.
Update adam_with(const Formula& f, const Tensor& p, const Tensor& g) {
    const Tensor m = f.blend(f.states[0], "beta1", g), v = f.blend(f.states[1], "beta2", g * g);
    const Tensor rate = f.as_parameter(f.rate() / f.correction("beta1"));
    const Tensor root = f.as_parameter(sqrt(f.correction("beta2")));
    Update next{p, {m, v}};
    if (f.flag("amsgrad")) next.states.push_back(maximum(f.states[2], v));
    next.parameter = p - rate * (m / (sqrt(next.states.back()) / root + f.value("epsilon")));
    return next;
}

// torch.optim.NAdam: Dozat 2016, "Incorporating Nesterov momentum into Adam".
Update nadam(const Formula& f) {
    const Tensor g = f.decayed_gradient();
    const Tensor m = f.blend(f.states[0], "beta1", g), v = f.blend(f.states[1], "beta2", g * g);
    const auto schedule = [&](const Tensor& step) {
        const Tensor decay = pow(full({}, 0.96, DType::f64), step * f.value("momentum_decay"));
        return f.scalar("beta1") * (1.0 - decay * 0.5);
    };
    const Tensor mu = schedule(f.step()), after = schedule(f.step() + 1.0);
    const Tensor product = f.states[2] * mu;
    const Tensor root = f.as_parameter(sqrt(f.correction("beta2")));
    const Tensor below = sqrt(v) / root + f.value("epsilon");
    const Tensor from_gradient = f.as_parameter(f.rate() * (1.0 - mu) / (1.0 - product));
    const Tensor from_mean = f.as_parameter(f.rate() * after / (1.0 - product * after));
    return {f.p - (from_gradient * g + from_mean * m) / below, {m, v, product}};
}

// torch.optim.RAdam: Liu et al., arXiv:1908.03265. While the variance of the adaptive rate cannot
// be told (the first steps), it is plain momentum.
Update radam(const Formula& f) {
    const Tensor g = f.decayed_gradient();
    const Tensor m = f.blend(f.states[0], "beta1", g), v = f.blend(f.states[1], "beta2", g * g);
    const double longest = 2 / (1 - f.value("beta2")) - 1;
    const Tensor correction = f.correction("beta2");
    const Tensor length = longest - f.step() * 2.0 * pow(f.scalar("beta2"), f.step()) / correction;
    const Tensor adapts = greater(length, Tensor(5.0));
    // Chosen before the root, which would be of a negative number.
    const Tensor safe = where(adapts, length, full({}, 6.0, DType::f64));
    const Tensor rectified = sqrt((safe - 4.0) * (safe - 2.0) * longest /
                                  ((longest - 4) * (longest - 2) * safe) * correction);
    const Tensor rate = f.as_parameter(f.rate() / f.correction("beta1"));
    const Tensor adaptive = f.as_parameter(rectified) / (sqrt(v) + f.value("epsilon"));
    return {f.p - rate * m * where(adapts, adaptive, ones_like(adaptive)), {m, v}};
}

// torch.optim.RMSprop: Tieleman and Hinton 2012; centred: Graves, arXiv:1308.0850.
Update rmsprop(const Formula& f) {
    const Tensor g = f.decayed_gradient(), rate = f.as_parameter(f.rate());
    const Tensor squares = f.blend(f.states[0], "alpha", g * g);
    Update next{f.p, {squares}};
    Tensor spread = squares;
    if (f.flag("centered")) {
        const Tensor mean = f.blend(f.states[1], "alpha", g);
        next.states.push_back(mean);
        // Never negative but for rounding.
        const Tensor variance = squares - mean * mean;
        spread = maximum(variance, zeros_like(variance));
    }
    Tensor direction = g / (sqrt(spread) + f.value("epsilon"));
    if (f.states.size() > next.states.size()) {
        direction = f.states.back() * f.share("momentum") + direction;
        next.states.push_back(direction);
    }
    next.parameter = f.p - rate * direction;
    return next;
}

// torch.optim.Adagrad: Duchi, Hazan, Singer 2011.
Update adagrad(const Formula& f) {
    const Tensor g = f.decayed_gradient();
    const Tensor sum = f.states[0] + g * g;
    const Tensor rate =
        f.as_parameter(f.rate() / (1.0 + (f.step() - 1.0) * f.value("learning_rate_decay")));
    return {f.p - rate * (g / (sqrt(sum) + f.value("epsilon"))), {sum}};
}

// torch.optim.Adadelta: Zeiler, arXiv:1212.5701.
Update adadelta(const Formula& f) {
    const Tensor g = f.decayed_gradient();
    const double epsilon = f.value("epsilon");
    const Tensor squares = f.blend(f.states[0], "rho", g * g);
    const Tensor delta = sqrt(f.states[1] + epsilon) / sqrt(squares + epsilon) * g;
    return {f.p - f.as_parameter(f.rate()) * delta,
            {squares, f.blend(f.states[1], "rho", delta * delta)}};
}

// torch.optim.Adamax: Kingma and Ba, arXiv:1412.6980, section 7.1.
Update adamax(const Formula& f) {
    const Tensor g = f.decayed_gradient();
    const Tensor m = f.blend(f.states[0], "beta1", g);
    const Tensor largest = maximum(f.states[1] * f.share("beta2"), abs(g) + f.value("epsilon"));
    const Tensor rate = f.as_parameter(f.rate() / f.correction("beta1"));
    return {f.p - rate * (m / largest), {m, largest}};
}

// Chen et al., arXiv:2302.06675, algorithm 2: a step of the learning rate in the direction of the
// sign, whatever the gradient's size.
Update lion(const Formula& f) {
    const Tensor direction = f.blend(f.states[0], "beta1", f.g);
    const Tensor none = zeros_like(direction), one = ones_like(direction);
    const Tensor sign =
        where(greater(direction, none), one, where(less(direction, none), -one, none));
    return {f.decayed_parameter() - f.as_parameter(f.rate()) * sign,
            {f.blend(f.states[0], "beta2", f.g)}};
}

std::vector<StateSlot> adam_states(const Optimizer& o) {
    auto slots = moments(o);
    if (o.value("amsgrad") != 0) slots.push_back({"max_exp_avg_sq"});
    return slots;
}

Hyperparameter amsgrad() {
    return flag("amsgrad", "AMSGrad",
                "Divides by the largest mean of squared gradients so far instead of the newest.");
}

}  // namespace

const std::vector<OptimizerKind>& optimizers() {
    static const std::vector<OptimizerKind> table = {
        {"sgd",
         "SGD",
         "plain gradient descent, with or without momentum",
         0.001,
         {momentum(), flag("nesterov", "Nesterov", "Looks ahead along the momentum."),
          number("dampening", "Dampening", 0, 0, 1,
                 "Share of the gradient that the momentum leaves out."),
          weight_decay()},
         "momentum",
         [](const Optimizer& o) {
             return o.value("momentum") == 0 ? std::vector<StateSlot>{}
                                             : std::vector<StateSlot>{{"momentum_buffer"}};
         },
         sgd},
        {"adam",
         "Adam",
         "steps scaled by each parameter's own history",
         0.001,
         {beta1(), beta2(), epsilon(), amsgrad(), weight_decay()},
         "beta1",
         adam_states,
         [](const Formula& f) { return adam_with(f, f.p, f.decayed_gradient()); }},
        // Loshchilov and Hutter, arXiv:1711.05101.
        {"adamw",
         "AdamW",
         "adam with weight decay kept apart from the gradient",
         0.001,
         {beta1(), beta2(), epsilon(), amsgrad(), weight_decay(0.01)},
         "beta1",
         adam_states,
         [](const Formula& f) { return adam_with(f, f.decayed_parameter(), f.g); }},
        {"nadam",
         "NAdam",
         "adam that looks ahead along its momentum",
         0.002,
         {beta1(), beta2(), epsilon(),
          number("momentum_decay", "Momentum decay", 0.004, 0, 1,
                 "How fast the momentum grows to beta 1."),
          weight_decay()},
         "beta1",
         [](const Optimizer& o) {
             auto slots = moments(o);
             slots.push_back({"mu_product", 1, true});
             return slots;
         },
         nadam},
        {"radam",
         "RAdam",
         "adam that needs no warm-up",
         0.001,
         {beta1(), beta2(), epsilon(), weight_decay()},
         "beta1",
         moments,
         radam},
        {"rmsprop",
         "RMSprop",
         "gradients divided by the root of their recent mean square",
         0.01,
         {number("alpha", "Alpha", 0.99, 0, below_one, "Decay of the mean of squared gradients."),
          epsilon(), momentum(),
          flag("centered", "Centred", "Divides by the deviation instead of the mean square."),
          weight_decay()},
         "momentum",
         [](const Optimizer& o) {
             std::vector<StateSlot> slots{{"square_avg"}};
             if (o.value("centered") != 0) slots.push_back({"grad_avg"});
             if (o.value("momentum") != 0) slots.push_back({"momentum_buffer"});
             return slots;
         },
         rmsprop},
        {"adagrad",
         "Adagrad",
         "steps that shrink where gradients have been large",
         0.01,
         {number("learning_rate_decay", "Learning rate decay", 0, 0, 1e3,
                 "The rate is divided by 1 + (steps so far) times this."),
          number("initial_accumulator", "Initial sum", 0, 0, 1e6,
                 "What the sum of squared gradients begins with."),
          epsilon(1e-10), weight_decay()},
         "",
         [](const Optimizer& o) {
             return std::vector<StateSlot>{{"sum", o.value("initial_accumulator")}};
         },
         adagrad},
        {"adadelta",
         "Adadelta",
         "steps as large as recent steps were; the usual rate is 1",
         1.0,
         {number("rho", "Rho", 0.9, 0, below_one, "Decay of the means of squares."), epsilon(1e-6),
          weight_decay()},
         "",
         [](const Optimizer&) {
             return std::vector<StateSlot>{{"square_avg"}, {"acc_delta"}};
         },
         adadelta},
        {"adamax",
         "Adamax",
         "adam with the largest gradient in place of the mean square",
         0.002,
         {beta1(), beta2(), epsilon(), weight_decay()},
         "beta1",
         [](const Optimizer&) {
             return std::vector<StateSlot>{{"exp_avg"}, {"exp_inf"}};
         },
         adamax},
        {"lion",
         "Lion",
         "steps of one size in the direction of the sign; wants a small rate",
         0.0001,
         {beta1(), beta2(0.99), weight_decay()},
         "beta1",
         [](const Optimizer&) { return std::vector<StateSlot>{{"exp_avg"}}; },
         lion},
    };
    return table;
}

}  // namespace gradweave::optim
