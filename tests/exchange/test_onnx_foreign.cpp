// SPDX-License-Identifier: Apache-2.0
// Exported models computed by somebody else: OpenCV's module for networks, which reads ONNX and
// shares nothing with this program, beside the project's own answer. What OpenCV 4.6 does not read
// (operators of set 13 and later, selections) is listed with what it says. Skipped where the module
// was not installed when the test was built.
#include <QTest>

#include "engine/core/text.h"
#include "engine/exchange/onnx/export.h"
#include "engine/exchange/onnx/write.h"
#include "engine/model/project.h"
#include "tests/exchange/onnx_projects.h"

#ifdef GRADWEAVE_WITH_OPENCV
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>
#endif

using namespace gradweave;
using namespace gradweave::exchange::onnx;
using namespace gradweave::testing;

class TestOnnxForeign : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void chains_data();
    void chains();
    void examples_data();
    void examples();

  private:
    /// `refusal`: part of what OpenCV says to a model that it does not read; empty if it does.
    void compare(const model::Document& document, const QString& refusal);
};

void TestOnnxForeign::initTestCase() {
#ifdef GRADWEAVE_WITH_OPENCV
    // What it does not read it says twice, once of its own.
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
#else
    QSKIP("built without OpenCV's module for networks: install libopencv-dnn-dev and build again");
#endif
}

#ifdef GRADWEAVE_WITH_OPENCV

namespace {

/// What OpenCV computes of a file's bytes for these samples.
Array computed_by_opencv(const std::string& bytes, const Array& samples) {
    cv::dnn::Net net = cv::dnn::readNetFromONNX(bytes.data(), bytes.size());
    net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    std::vector<int> sizes;
    for (const std::int64_t size : samples.shape())
        sizes.push_back(static_cast<int>(size));
    cv::Mat blob(sizes, CV_32F);
    const Array numbers = samples.cast(DType::f32);
    std::copy(numbers.as<float>().begin(), numbers.as<float>().end(), blob.ptr<float>());
    net.setInput(blob);
    const cv::Mat result = net.forward();
    Axes shape;
    for (int i = 0; i < result.dims; ++i)
        shape.push_back(result.size[i]);
    Array array(DType::f32, Shape(std::move(shape)));
    std::copy(result.ptr<float>(), result.ptr<float>() + result.total(), array.as<float>().begin());
    return array;
}

}  // namespace

#endif

void TestOnnxForeign::compare(const model::Document& document, const QString& refusal) {
#ifdef GRADWEAVE_WITH_OPENCV
    const auto weights = weights_for(document);
    Model model = export_network(document, catalogue(), analysis_of(document), weights);
    for (const std::int64_t batch : {1, 5}) {
        const Array samples = samples_for(model.graph.inputs.at(0), batch);
        const auto expected = run_project(document, weights, samples);
        Array found;
        try {
            found = computed_by_opencv(to_bytes(model), samples);
        } catch (const cv::Exception& error) {
            QVERIFY2(!refusal.isEmpty() && QString(error.what()).contains(refusal), error.what());
            return;
        }
        QVERIFY2(refusal.isEmpty(), "OpenCV reads it now: take the refusal away");
        QCOMPARE(found.element_count(), expected[0].element_count());
        const std::string wrong = apart(found.reshaped(expected[0].shape()), expected[0], 1e-5);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }
#else
    static_cast<void>(document);
    static_cast<void>(refusal);
#endif
}

void TestOnnxForeign::chains_data() {
    QTest::addColumn<QString>("sample");
    QTest::addColumn<QString>("refusal");
    const auto row = [](const char* kinds, const char* sample, const char* refusal = "") {
        QTest::newRow(kinds) << sample << refusal;
    };
    row("linear relu linear softmax", "6");
    row("linear tanh dropout linear sigmoid", "5 6");
    row("conv2d batch_norm relu max_pool2d flatten linear", "3 8 8");
    row("conv2d avg_pool2d global_avg_pool2d linear", "3 8 8");
    row("conv2d max_pool2d global_max_pool2d", "3 9 7");
    row("conv1d max_pool1d conv1d global_max_pool1d elu linear", "3 12");
    row("conv3d avg_pool3d flatten linear", "2 6 6 6");
    row("conv_transpose2d", "3 5 5");
    row("instance_norm", "3 5 5");
    row("upsample", "3 4 4");
    row("pad", "3 4 4");
    row("prelu", "3 4 4");
    row("leaky_relu softplus", "4 6");
    row("relu6 hardtanh clamp", "4 6", "parseClip");
    row("selu softsign", "3 5 5");
    row("silu mish", "8 6");
    row("gelu", "6");
    row("exp log sqrt neg abs sin cos", "6");
    row("asin atan sinh asinh ceil sign", "6");
    row("add mul sub maximum minimum", "3 4");
    row("transpose matmul", "4 4");
    row("concat reshape", "3 4");
    row("layer_norm", "4 6", "LayerNormalization");
    row("lstm", "4 6", "parseSqueeze");
    row("gru", "4 6", "parseSlice");
    row("rms_norm", "4 6", "Unsupported ReduceSum operation of opset 13");
    row("group_norm", "8 6", "Unsupported ReduceSum operation of opset 13");
    row("multi_head_attention", "7 8", "Assertion failed");
    row("transformer_encoder_layer", "7 8", "Unsupported ReduceSum operation of opset 13");
    row("sinusoidal_encoding", "7 8", "Different shapes case is not supported");
}

void TestOnnxForeign::chains() try {
    QFETCH(QString, sample);
    QFETCH(QString, refusal);
    Axes sizes;
    for (const QString& size : sample.split(' '))
        sizes.push_back(size.toInt());
    std::vector<Chain::Link> links;
    for (const QString& kind : QString(QTest::currentDataTag()).split(' '))
        links.push_back({kind.toStdString(), {}});
    compare(Chain(sizes, 0, links).document, refusal);
} catch (const Error& error) {
    QFAIL(error.what());
}

void TestOnnxForeign::examples_data() {
    QTest::addColumn<QString>("refusal");
    for (const char* name :
         {"spirals", "fashion-mnist-mlp", "fashion-mnist-cnn", "resnet-small", "curve-raw-ops"})
        QTest::newRow(name) << QString();
    QTest::newRow("lstm-sequence") << "parseSqueeze";
}

void TestOnnxForeign::examples() try {
    QFETCH(QString, refusal);
    const std::string path =
        concat(GRADWEAVE_SOURCE_DIR "/resources/examples/", QTest::currentDataTag(), ".gradweave");
    compare(model::load_project(path, catalogue()), refusal);
} catch (const Error& error) {
    QFAIL(error.what());
}

QTEST_GUILESS_MAIN(TestOnnxForeign)
#include "test_onnx_foreign.moc"
