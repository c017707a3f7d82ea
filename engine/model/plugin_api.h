/* SPDX-License-Identifier: Apache-2.0 */
/* The interface between Gradweave and plug-ins, in C, so that it does not depend on a compiler.
 *
 * A plug-in is a shared module that exports one function, gradweave_plugin, which returns a
 * constant description of the blocks it adds. Gradweave checks magic, abi and struct_size before it
 * looks at anything else. Nothing of the C++ engine crosses this border: a block computes by asking
 * the host for operations on tensors that it knows by number, and so gets gradients, devices and
 * export free.
 *
 * Functions return 0 for success. On failure they return another number and leave a full sentence
 * in the message buffer. They must not throw, exit, or keep pointers after they return.
 */
#ifndef GRADWEAVE_PLUGIN_API_H
#define GRADWEAVE_PLUGIN_API_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GW_PLUGIN_MAGIC 0x47574356u /* "GWCV" */
#define GW_PLUGIN_ABI 1u
#define GW_MOST_AXES 16
#define GW_MOST_PARAMETERS 8
#define GW_MESSAGE_SIZE 256

/* The type of a tensor on a wire. A size whose batch flag is set counts in multiples of the batch.
 */
typedef struct gw_type {
    int32_t rank;
    int64_t size[GW_MOST_AXES];
    uint8_t batch[GW_MOST_AXES];
} gw_type;

/* A value that training changes. initial: 0 constant, 1 uniform within +-scale, 2 normal. */
typedef struct gw_parameter {
    const char* name; /* "weight" */
    int32_t rank;
    int64_t size[GW_MOST_AXES];
    int32_t initial;
    double scale;
} gw_parameter;

/* What a shape function is asked and answers. All inputs are f32. */
typedef struct gw_shape_call {
    int32_t input_count;
    const gw_type* inputs;
    const double* settings; /* the block's settings in the order of gw_block.settings */
    gw_type output;
    int32_t parameter_count;
    gw_parameter parameters[GW_MOST_PARAMETERS];
    char message[GW_MESSAGE_SIZE];
} gw_shape_call;

/* A tensor, by number; 0 is none. Once an operation has failed it gives 0, and operations on 0 give
 * 0, so a plug-in need not check each step. */
typedef int32_t gw_tensor;
typedef struct gw_build gw_build;

/* Operations that the host offers to a build function. Names are those of the engine's operations:
 * unary neg abs exp log sqrt rsqrt sin cos tanh erf floor round recip; binary add sub mul div pow
 * max min (operands broadcast); reduce sum mean max min prod. */
typedef struct gw_host {
    uint32_t struct_size;
    gw_tensor (*input)(gw_build* build, int32_t index);
    double (*setting)(gw_build* build, int32_t index);
    gw_tensor (*parameter)(gw_build* build, const char* name);
    gw_tensor (*constant)(gw_build* build, double value);
    gw_tensor (*unary)(gw_build* build, const char* operation, gw_tensor x);
    gw_tensor (*binary)(gw_build* build, const char* operation, gw_tensor a, gw_tensor b);
    /* if_true where a < b, else if_false */
    gw_tensor (*select_less)(gw_build* build, gw_tensor a, gw_tensor b, gw_tensor if_true,
                             gw_tensor if_false);
    gw_tensor (*reduce)(gw_build* build, const char* operation, gw_tensor x, const int64_t* axes,
                        int32_t axis_count, int32_t keep_axes);
    gw_tensor (*matmul)(gw_build* build, gw_tensor a, gw_tensor b);
    gw_tensor (*reshape)(gw_build* build, gw_tensor x, const int64_t* sizes, int32_t rank);
    gw_tensor (*permute)(gw_build* build, gw_tensor x, const int64_t* order, int32_t rank);
    /* Number of axes and their sizes, of at most GW_MOST_AXES. */
    int32_t (*shape)(gw_build* build, gw_tensor x, int64_t* sizes);
} gw_host;

/* A number that people set in the inspector. */
typedef struct gw_setting {
    const char* key;
    const char* label;
    const char* help;
    double fallback, minimum, maximum;
} gw_setting;

/* A kind of block with any number of f32 inputs and one output "y". */
typedef struct gw_block {
    const char* id; /* "squareplus"; unique, never changes */
    const char* title;
    const char* help;
    const char* keywords;
    int32_t is_activation; /* 1: listed under Activations, 0: under Layers */
    int32_t setting_count;
    const gw_setting* settings;
    int32_t input_count;
    const char* const* input_names;
    /* Fills in call->output and the parameters, or call->message. */
    int32_t (*shape)(gw_shape_call* call);
    /* Returns the output; 0 if something failed. */
    gw_tensor (*build)(const gw_host* host, gw_build* build);
} gw_block;

typedef struct gw_plugin {
    uint32_t magic;       /* GW_PLUGIN_MAGIC */
    uint32_t abi;         /* GW_PLUGIN_ABI */
    uint32_t struct_size; /* sizeof(gw_plugin) */
    const char* name;
    const char* version;
    const char* licence;
    int32_t block_count;
    const gw_block* blocks;
} gw_plugin;

/* The one exported function. */
typedef const gw_plugin* (*gw_plugin_entry)(void);
#define GW_PLUGIN_ENTRY "gradweave_plugin"

#ifdef __cplusplus
}
#endif

#endif
