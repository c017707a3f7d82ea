// SPDX-License-Identifier: Apache-2.0
// Single-precision functions in OpenCL C that give the bits of the CPU backend's: both come from
// engine/backends/math/vector_math.h.
#pragma once

#include <string>

namespace gradweave::backends::opencl {

/// exp_f32, log_f32, tanh_f32, erf_f32, sin_f32 and cos_f32 of a float; exp_v, log_v, tanh_v and
/// erf_v of a float16. They want MULTIPLY_ADD. Sine and cosine give the same bits with `doubles`, up
/// to vector_math::sincos_limit; beyond, and without, they are the driver's.
std::string single_precision_functions(bool doubles);

}  // namespace gradweave::backends::opencl
