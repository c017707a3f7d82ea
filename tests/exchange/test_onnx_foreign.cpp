// SPDX-License-Identifier: Apache-2.0
// What is exported computes the same in somebody else's program: OpenCV's dnn, which Debian has.
#include <QTest>
#include <opencv2/dnn.hpp>

#include "engine/exchange/onnx/export.h"
#include "engine/exchange/onnx/write.h"
#include "tests/exchange/onnx_projects.h"

using namespace gradweave;
using namespace gradweave::testing;
namespace onnx = gradweave::exchange::onnx;

class TestOnnxForeign : public QObject {
    Q_OBJECT

  private slots:
    void computesTheSame_data();
    void computesTheSame();
};

void TestOnnxForeign::computesTheSame_data() {
    QTest::addColumn<QString>("sample");
    const auto row = [](const char* kinds, const char* sample) { QTest::newRow(kinds) << sample; };
    row("linear relu linear softmax", "6");
    row("linear leaky_relu linear tanh linear sigmoid", "6");
    row("conv2d batch_norm relu max_pool2d flatten linear", "3 8 8");
    row("conv2d avg_pool2d global_avg_pool2d linear", "3 8 8");
    row("conv2d dropout softplus flatten linear softmax", "3 8 8");
    row("lstm", "4 6");
}

void TestOnnxForeign::computesTheSame() {
    QFETCH(QString, sample);
    Axes sizes;
    for (const QString& size : sample.split(' '))
        sizes.push_back(size.toInt());
    std::vector<Chain::Link> links;
    for (const QString& kind : QString(QTest::currentDataTag()).split(' '))
        links.push_back({kind.toStdString(), {}});
    const Chain chain(sizes, 0, links);
    const auto weights = weights_for(chain.document);
    const onnx::Model model =
        onnx::export_network(chain.document, catalogue(), analysis_of(chain.document), weights);
    const std::string bytes = onnx::to_bytes(model);
    const Array samples = samples_for(model.graph.inputs.at(0), 4);
    const auto expected = run_project(chain.document, weights, samples);

    cv::dnn::Net net = cv::dnn::readNetFromONNX(bytes.data(), bytes.size());
    const std::vector<int> shape(samples.shape().begin(), samples.shape().end());
    net.setInput(cv::Mat(static_cast<int>(shape.size()), shape.data(), CV_32F,
                         const_cast<std::byte*>(samples.data())));
    const cv::Mat found = net.forward();
    QCOMPARE(static_cast<std::int64_t>(found.total()), expected[0].element_count());
    Array elements(DType::f32, expected[0].shape());
    std::copy_n(found.ptr<float>(), found.total(), elements.as<float>().begin());
    const std::string wrong = apart(elements, expected[0], 1e-5);
    QVERIFY2(wrong.empty(), wrong.c_str());
}

QTEST_GUILESS_MAIN(TestOnnxForeign)
#include "test_onnx_foreign.moc"
