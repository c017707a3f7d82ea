// SPDX-License-Identifier: Apache-2.0
// UTF-8 and 16-bit floating numbers against independent definitions.
#include <cmath>

#include "engine/io/bytes.h"
#include "engine/io/utf8.h"
#include "tests/io/support.h"

using namespace gradweave;

class TestBytes : public QObject {
    Q_OBJECT

  private slots:
    void everyCharacterIsValid();
    void malformedTextIsFound();
    void asciiIsNotSkippedTooFar();
    void byteOrder();
};

void TestBytes::everyCharacterIsValid() {
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c < 0xE000) continue;
        const QByteArray bytes = QString::fromUcs4(&c, 1).toUtf8();
        const std::string_view text(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        if (io::valid_utf8_prefix(text) != text.size()) QFAIL(qPrintable(QString::number(c, 16)));
    }
}

void TestBytes::malformedTextIsFound() {
    // Lone continuation, overlong forms, surrogates, beyond U+10FFFF, cut sequences, Latin-1.
    for (const char* bad :
         {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80",
          "\xED\xBF\xBF", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE",
          "\xFF", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xE4x", "\xE2\x82x", "\xF0\x9F\x98x"}) {
        QCOMPARE(io::valid_utf8_prefix(bad), 0u);
        QCOMPARE(io::valid_utf8_prefix(std::string("12345678ü") + bad + "tail"), 10u);
    }
}

void TestBytes::asciiIsNotSkippedTooFar() {
    for (std::size_t at = 0; at < 40; ++at) {
        std::string text(40, 'a');
        text[at] = '\xFF';
        QCOMPARE(io::valid_utf8_prefix(text), at);
    }
    QCOMPARE(io::valid_utf8_prefix(""), 0u);
}

void TestBytes::byteOrder() {
    const std::array<std::byte, 5> bytes{std::byte{9}, std::byte{1}, std::byte{2}, std::byte{3},
                                         std::byte{4}};
    QCOMPARE(io::load_little<std::uint32_t>(bytes.data() + 1), 0x04030201u);
    QCOMPARE(io::load_big<std::uint32_t>(bytes.data() + 1), 0x01020304u);
    auto turned = bytes;
    io::swap_bytes(std::span(turned).subspan(1), 2);
    QCOMPARE(io::load_little<std::uint32_t>(turned.data() + 1), 0x03040102u);
}

QTEST_GUILESS_MAIN(TestBytes)
#include "test_bytes.moc"
