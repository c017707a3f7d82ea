/* SPDX-License-Identifier: Apache-2.0 */
/* Adds the activation squareplus(x) = (x + sqrt(x^2 + b)) / 2: J. T. Barron, arXiv:2112.11687. */
#include "engine/model/plugin_api.h"

static int32_t squareplus_shape(gw_shape_call* call) {
    call->output = call->inputs[0];
    return 0;
}

static gw_tensor squareplus_build(const gw_host* host, gw_build* build) {
    const gw_tensor x = host->input(build, 0);
    const gw_tensor b = host->constant(build, host->setting(build, 0));
    const gw_tensor root =
        host->unary(build, "sqrt", host->binary(build, "add", host->binary(build, "mul", x, x), b));
    return host->binary(build, "mul", host->binary(build, "add", x, root),
                        host->constant(build, 0.5));
}

static const gw_setting settings[] = {
    {"b", "Roundness", "How far from 0 the curve bends; 0 gives ReLU.", 4.0, 0.0, 1e6},
};
static const char* const inputs[] = {"x"};
static const gw_block blocks[] = {
    {"squareplus", "Squareplus", "(x + sqrt(x² + b)) / 2: a smooth ReLU without exponentials.",
     "activation smooth relu", 1, 1, settings, 1, inputs, squareplus_shape, squareplus_build},
};
static const gw_plugin plugin = {
    GW_PLUGIN_MAGIC, GW_PLUGIN_ABI, sizeof(gw_plugin), "Squareplus", "1.0", "Apache-2.0", 1,
    blocks};

__attribute__((visibility("default"))) const gw_plugin* gradweave_plugin(void) {
    return &plugin;
}
