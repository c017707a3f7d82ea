// SPDX-License-Identifier: Apache-2.0
// Checks that Qt Test lacks: an Error with its kind and its whole sentence, and std::string in
// messages.
#pragma once

#include <QTest>
#include <optional>
#include <string>

#include "engine/core/error.h"

namespace gradweave::testing {

inline QString text(const std::string& value) {
    return QString::fromStdString(value);
}

/// The error that `action` throws, or nothing if it throws none.
template <class Action>
std::optional<Error> error_of(Action&& action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

}  // namespace gradweave::testing

/// `action` throws Error of this kind with exactly this sentence.
#define EXPECT_ERROR(action, expected_kind, sentence)                                          \
    do {                                                                                       \
        const auto error = ::gradweave::testing::error_of([&] { static_cast<void>(action); }); \
        QVERIFY2(error.has_value(), "no error: " #action);                                     \
        QCOMPARE(QString(error->what()), QString(sentence));                                   \
        QCOMPARE(error->kind(), ::gradweave::ErrorKind::expected_kind);                        \
    } while (false)

/// `action` throws Error of this kind whose sentence contains `part`.
#define EXPECT_ERROR_WITH(action, expected_kind, part)                                         \
    do {                                                                                       \
        const auto error = ::gradweave::testing::error_of([&] { static_cast<void>(action); }); \
        QVERIFY2(error.has_value(), "no error: " #action);                                     \
        QVERIFY2(QString(error->what()).contains(part), error->what());                        \
        QCOMPARE(error->kind(), ::gradweave::ErrorKind::expected_kind);                        \
    } while (false)
