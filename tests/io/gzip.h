// SPDX-License-Identifier: Apache-2.0
// Makes gzipped bytes for tests.
#pragma once

#include <zlib.h>

#include <string>
#include <string_view>

namespace gradweave::test {

inline std::string gzip(std::string_view bytes) {
    z_stream zlib{};
    deflateInit2(&zlib, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&zlib, bytes.size()) + 64, '\0');
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    zlib.avail_in = static_cast<uInt>(bytes.size());
    zlib.next_out = reinterpret_cast<Bytef*>(out.data());
    zlib.avail_out = static_cast<uInt>(out.size());
    deflate(&zlib, Z_FINISH);
    out.resize(zlib.total_out);
    deflateEnd(&zlib);
    return out;
}

}  // namespace gradweave::test
