// SPDX-License-Identifier: Apache-2.0
#include "engine/core/error.h"

#include "engine/core/dtype.h"
#include "engine/core/text.h"

namespace gradweave {

const char* name_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::failed:
            return "failed";
        case ErrorKind::usage:
            return "usage";
        case ErrorKind::unsupported:
            return "unsupported";
        case ErrorKind::bad_input:
            return "bad_input";
        case ErrorKind::io:
            return "io";
        case ErrorKind::device:
            return "device";
        case ErrorKind::numeric:
            return "numeric";
        case ErrorKind::cancelled:
            return "cancelled";
    }
    return "failed";
}

void internal_error(const char* condition, const char* file, int line) {
    throw Error(ErrorKind::failed, concat("internal error: ", condition, " does not hold (", file,
                                          ":", line, "); please report this"));
}

DType dtype_from_name(std::string_view name) {
    for (int i = 0; i < dtype_count; ++i) {
        if (name_of(static_cast<DType>(i)) == name) return static_cast<DType>(i);
    }
    throw Error(
        ErrorKind::bad_input,
        concat(in_quotes(name),
               " is no element type; choose bool, u8, i8, i16, i32, i64, f16, bf16, f32 or f64"));
}

}  // namespace gradweave
