// SPDX-License-Identifier: Apache-2.0
// Names of the splits.
#include "engine/data/dataset.h"

namespace gradweave::data {

const char* name_of(Split split) {
    switch (split) {
        case Split::train:
            return "train";
        case Split::validation:
            return "validation";
        case Split::test:
            break;
    }
    return "test";
}

}  // namespace gradweave::data
