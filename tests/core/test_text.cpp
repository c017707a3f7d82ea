// SPDX-License-Identifier: Apache-2.0
// Numbers and names as text, in any locale.
#include <QTest>
#include <clocale>
#include <cmath>
#include <limits>
#include <string>

#include "engine/core/error.h"
#include "engine/core/text.h"
#include "tests/support/expect.h"

using namespace gradweave;
using gradweave::testing::text;

namespace {

/// A locale for as long as this lives, if the machine has one of the names.
class LocaleScope {
  public:
    explicit LocaleScope(std::initializer_list<const char*> names)
        : before_(std::setlocale(LC_ALL, nullptr)) {
        for (const char* name : names) {
            if (std::setlocale(LC_ALL, name) != nullptr) {
                found_ = true;
                return;
            }
        }
    }
    ~LocaleScope() { std::setlocale(LC_ALL, before_.c_str()); }
    LocaleScope(const LocaleScope&) = delete;
    LocaleScope& operator=(const LocaleScope&) = delete;
    bool found() const { return found_; }

  private:
    std::string before_;
    bool found_ = false;
};

void check_numbers() {
    QCOMPARE(text(number_text(1234567.5)), QString("1234567.5"));
    QCOMPARE(text(number_text(0.1f)), QString("0.1"));
    QCOMPARE(text(concat("loss ", 0.25, ", epoch ", 3)), QString("loss 0.25, epoch 3"));
    QCOMPARE(parse_double("0.5"), std::optional<double>(0.5));
    QCOMPARE(parse_double("0,5"), std::nullopt);
    QCOMPARE(parse_double("1,234.5"), std::nullopt);
    QCOMPARE(text(grouped(1234567)), QString("1,234,567"));
    QCOMPARE(text(byte_text(1500)), QString("1.5 kB"));
}

}  // namespace

class TestText : public QObject {
    Q_OBJECT

  private slots:
    void numbersReadBack();
    void numbersInAnotherLocale();
    void specialNumbers();
    void parsing();
    void groupsOfDigits();
    void bytes_data();
    void bytes();
    void foreignText();
    void errorsCarryTheirPlace();
    void kindNames();
};

void TestText::numbersReadBack() {
    for (const double value : {0.0, 0.1, 1.0 / 3, 1e22, 5e-324, 1.7976931348623157e308, -2.5}) {
        QCOMPARE(parse_double(number_text(value)), std::optional<double>(value));
    }
    QCOMPARE(text(number_text(1.0)), QString("1"));
    QCOMPARE(text(number_text(16777216.0f)), QString("16777216"));
    check_numbers();
}

void TestText::numbersInAnotherLocale() {
    const LocaleScope german({"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8", "fr_FR.utf8"});
    if (!german.found()) QSKIP("no locale with a decimal comma is installed");
    QCOMPARE(QString(std::localeconv()->decimal_point), QString(","));
    check_numbers();
}

void TestText::specialNumbers() {
    QCOMPARE(text(number_text(std::nan(""))), QString("nan"));
    QCOMPARE(text(number_text(-std::nan(""))), QString("nan"));
    QCOMPARE(text(number_text(INFINITY)), QString("inf"));
    QCOMPARE(text(number_text(-INFINITY)), QString("-inf"));
    QCOMPARE(text(number_text(-0.0)), QString("-0"));
}

void TestText::parsing() {
    QCOMPARE(parse_double("+1e3"), std::optional<double>(1000));
    for (const char* wrong : {"", " 1", "1 ", "1x", "+-1", "-+1", "++1", "0x10", "1e999", "."}) {
        QVERIFY2(!parse_double(wrong), wrong);
    }
    QCOMPARE(parse_int("-42"), std::optional<std::int64_t>(-42));
    QCOMPARE(parse_int("+42"), std::optional<std::int64_t>(42));
    QCOMPARE(parse_int("9223372036854775807"),
             std::optional<std::int64_t>(std::numeric_limits<std::int64_t>::max()));
    for (const char* wrong : {"", "1.0", "9223372036854775808", "1e3", "+", "-"}) {
        QVERIFY2(!parse_int(wrong), wrong);
    }
}

void TestText::groupsOfDigits() {
    QCOMPARE(text(grouped(0)), QString("0"));
    QCOMPARE(text(grouped(999)), QString("999"));
    QCOMPARE(text(grouped(1000)), QString("1,000"));
    QCOMPARE(text(grouped(-999)), QString("-999"));
    QCOMPARE(text(grouped(-1000)), QString("-1,000"));
    QCOMPARE(text(grouped(std::numeric_limits<std::int64_t>::min())),
             QString("-9,223,372,036,854,775,808"));
}

void TestText::bytes_data() {
    QTest::addColumn<quint64>("count");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << quint64{0} << "0 bytes";
    QTest::newRow("one") << quint64{1} << "1 byte";
    QTest::newRow("some") << quint64{999} << "999 bytes";
    QTest::newRow("kB") << quint64{1000} << "1.0 kB";
    QTest::newRow("a fraction") << quint64{1234} << "1.2 kB";
    QTest::newRow("rounds up to ten") << quint64{9960} << "10 kB";
    QTest::newRow("whole from ten on") << quint64{12'345'678} << "12 MB";
    QTest::newRow("just below a thousand") << quint64{999'400} << "999 kB";
    QTest::newRow("rounds up to the next unit") << quint64{999'600} << "1.0 MB";
    QTest::newRow("most") << std::numeric_limits<quint64>::max() << "18 EB";
}

void TestText::bytes() {
    QFETCH(quint64, count);
    QFETCH(QString, expected);
    QCOMPARE(text(byte_text(count)), expected);
}

void TestText::foreignText() {
    QCOMPARE(text(in_quotes("fc1")), QString("\"fc1\""));
    QCOMPARE(text(in_quotes("a\"b\\c")), QString("\"a\\\"b\\\\c\""));
    QCOMPARE(text(in_quotes("a\nb\x7f\x01")), QString("\"a\\x0ab\\x7f\\x01\""));
    QCOMPARE(text(in_quotes("abcdef", 3)), QString("\"abc…\""));
    QCOMPARE(text(in_quotes("abc", 3)), QString("\"abc\""));
    // Cut before, not inside, a character of several bytes.
    QCOMPARE(text(in_quotes("aäb", 2)), QString("\"a…\""));
    QCOMPARE(text(in_quotes("äää", 1)), QString("\"…\""));
}

void TestText::errorsCarryTheirPlace() {
    const Error error = Error(ErrorKind::bad_input, "wrong").in_file("model.json").in_block("fc1");
    QCOMPARE(QString(error.what()), QString("wrong"));
    QCOMPARE(text(error.file()), QString("model.json"));
    QCOMPARE(text(error.block()), QString("fc1"));
    const auto broken = testing::error_of([] { GW_ASSERT(1 + 1 == 3); });
    QVERIFY(broken.has_value());
    QCOMPARE(broken->kind(), ErrorKind::failed);
    QVERIFY(QString(broken->what()).startsWith("internal error: 1 + 1 == 3 does not hold"));
}

void TestText::kindNames() {
    using enum ErrorKind;
    QCOMPARE(name_of(failed), "failed");
    QCOMPARE(name_of(usage), "usage");
    QCOMPARE(name_of(unsupported), "unsupported");
    QCOMPARE(name_of(bad_input), "bad_input");
    QCOMPARE(name_of(io), "io");
    QCOMPARE(name_of(device), "device");
    QCOMPARE(name_of(numeric), "numeric");
    QCOMPARE(name_of(cancelled), "cancelled");
}

QTEST_GUILESS_MAIN(TestText)
#include "test_text.moc"
