# SPDX-License-Identifier: Apache-2.0
# The Debian 12 packages that Gradweave needs, by purpose, and how to get what is missing. Sourced.

# To build both programs. Of OpenCL the headers are needed; oneDNN's CMake files ask for its loader. ONNX
# brings its format as protobuf classes, with a checker of what is written.
BUILD_PACKAGES="cmake ninja-build g++ pkg-config
    qt6-base-dev qt6-tools-dev qt6-l10n-tools libqt6opengl6-dev qt6-charts-dev qt6-svg-dev
    libdnnl-dev ocl-icd-opencl-dev opencl-c-headers libclblast-dev libopenblas-dev nlohmann-json3-dev libcli11-dev
    zlib1g-dev libonnx-dev libprotobuf-dev
    llvm-15-dev"

# To use them: Graphviz lays out graphs, the data set is the first example's.
RUN_PACKAGES="graphviz fonts-dejavu-core dataset-fashion-mnist"

# To test them: a display, a window manager, and hands; an OpenCL driver that computes on the processor; Google
# Benchmark for tests/bench; ONNX's own cases for programs that run models; OpenCV's module for networks, which
# computes exported ONNX models on its own.
TEST_PACKAGES="xvfb xauth openbox xdotool pocl-opencl-icd libbenchmark-dev libonnx-testdata libopencv-dnn-dev"

# Installs those of the named packages that are missing; as root, or through sudo.
install_missing() {
    local missing="" package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    echo "Installing:$missing"
    local sudo=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "These packages are missing and only root can install them; as root:" >&2
            echo "    apt-get install$missing" >&2
            return 1
        fi
        sudo="sudo"
    fi
    $sudo apt-get update -q
    # shellcheck disable=SC2086  # the list is meant to be split
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
}
