// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/source_texts.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

namespace gradweave::test {

namespace {

struct Token {
    enum class Kind { word, text, other } kind;
    std::string value;  ///< of a text: without quotes and escapes
    int line;
};

using Tokens = std::vector<Token>;

std::string unescaped(std::string_view quoted) {
    std::string text;
    for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
        if (quoted[i] == '\\' && i + 2 < quoted.size()) {
            ++i;
            text += quoted[i] == 'n' ? '\n' : quoted[i];
        } else {
            text += quoted[i];
        }
    }
    return text;
}

Tokens tokens_of(const std::string& source) {
    Tokens tokens;
    int line = 1;
    const auto word = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
    };
    for (std::size_t i = 0; i < source.size();) {
        const char c = source[i];
        std::size_t end = i + 1;
        if (source.compare(i, 2, "//") == 0 || c == '#') {
            // A directive may go on behind a backslash, with texts that nobody reads.
            end = source.find('\n', i);
            while (end != std::string::npos && source[end - 1] == '\\')
                end = source.find('\n', end + 1);
            end = std::min(end, source.size());
        } else if (source.compare(i, 2, "/*") == 0) {
            end = std::min(source.find("*/", i + 2), source.size() - 2) + 2;
        } else if (source.compare(i, 2, "R\"") == 0) {
            const std::size_t open = source.find('(', i);
            const std::string close = ')' + source.substr(i + 2, open - i - 2) + '"';
            end = std::min(source.find(close, open), source.size() - close.size()) + close.size();
            tokens.push_back({Token::Kind::other, "R", line});  // a program, no sentence
        } else if (c == '"' || c == '\'') {
            while (end < source.size() && source[end] != c)
                end += source[end] == '\\' ? 2 : 1;
            end = std::min(end + 1, source.size());
            tokens.push_back({Token::Kind::text, unescaped(source.substr(i, end - i)), line});
        } else if (word(c)) {
            // 1'000'000 is one number.
            const bool number = std::isdigit(static_cast<unsigned char>(c)) != 0;
            while (end < source.size() && (word(source[end]) || (number && source[end] == '\'')))
                ++end;
            tokens.push_back({Token::Kind::word, source.substr(i, end - i), line});
        } else if (!std::isspace(static_cast<unsigned char>(c))) {
            if (source.compare(i, 2, "::") == 0) ++end;
            tokens.push_back({Token::Kind::other, source.substr(i, end - i), line});
        }
        line +=
            static_cast<int>(std::count(source.begin() + static_cast<std::ptrdiff_t>(i),
                                        source.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
        i = end;
    }
    return tokens;
}

class Reader {
  public:
    Reader(Tokens tokens, std::filesystem::path file)
        : tokens_(std::move(tokens)), file_(std::move(file)) {}

    std::vector<SourceText> run() {
        read(0, tokens_.size());
        return std::move(texts_);
    }

  private:
    using Choices = std::vector<std::string>;

    bool is(std::size_t i, std::string_view value) const {
        return i < tokens_.size() && tokens_[i].kind != Token::Kind::text &&
               tokens_[i].value == value;
    }
    bool is_text(std::size_t i) const {
        return i < tokens_.size() && tokens_[i].kind == Token::Kind::text;
    }
    int step(std::size_t i) const {
        if (is(i, "(") || is(i, "[") || is(i, "{")) return 1;
        return is(i, ")") || is(i, "]") || is(i, "}") ? -1 : 0;
    }
    /// Behind the bracket that closes the one at i.
    std::size_t behind(std::size_t i) const {
        int depth = 0;
        for (; i < tokens_.size(); ++i) {
            depth += step(i);
            if (depth == 0) return i + 1;
        }
        return i;
    }
    /// Where `separator` stands between the brackets of [from, to); `to` comes last.
    std::vector<std::size_t> cuts(std::size_t from, std::size_t to, std::string_view separator) {
        std::vector<std::size_t> found;
        int depth = 0;
        for (std::size_t i = from; i < to; ++i) {
            depth += step(i);
            if (depth == 0 && is(i, separator)) found.push_back(i);
        }
        found.push_back(to);
        return found;
    }

    /// Every text of a stretch of tokens.
    void read(std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to;) {
            std::size_t end = i + 1;
            if (is(i, "concat") && is(i + 1, "(")) {
                end = behind(i + 1);
                for (std::string& text : choices(i, end))
                    keep(i, std::move(text));
            } else if (is_text(i)) {
                while (end < to && is_text(end))
                    ++end;
                for (std::string& text : choices(i, end))
                    keep(i, std::move(text));
            }
            i = end;
        }
    }

    void keep(std::size_t i, std::string text) {
        // Two values beside each other are one.
        text.erase(std::unique(text.begin(), text.end(),
                               [](char a, char b) { return a == place_mark && b == place_mark; }),
                   text.end());
        texts_.push_back({file_, tokens_[i].line, std::move(text)});
    }

    /// What an expression can be as a text.
    Choices choices(std::size_t from, std::size_t to) {
        if (from >= to) return {""};
        if (std::all_of(tokens_.begin() + static_cast<std::ptrdiff_t>(from),
                        tokens_.begin() + static_cast<std::ptrdiff_t>(to),
                        [](const Token& token) { return token.kind == Token::Kind::text; })) {
            std::string text;
            for (std::size_t i = from; i < to; ++i)
                text += tokens_[i].value;
            return {text};
        }
        if (is(from, "concat") && is(from + 1, "(") && behind(from + 1) == to)
            return joined(from + 2, to - 1, ",");
        const auto question = cuts(from, to, "?").front();
        if (question != to) {
            const auto colon = cuts(question + 1, to, ":").front();
            Choices both = choices(question + 1, colon);
            const Choices second = choices(std::min(colon + 1, to), to);
            both.insert(both.end(), second.begin(), second.end());
            return both;
        }
        if (cuts(from, to, "+").size() > 1) return joined(from, to, "+");
        // A value. What is put into it may be a text as well.
        read(from, to);
        if (is(from, "in_quotes")) return {std::string{'"', place_mark, '"'}};
        if (is(from, "carries")) return {std::string("this wire carries ") + place_mark};
        return {std::string(1, place_mark)};
    }

    Choices joined(std::size_t from, std::size_t to, std::string_view separator) {
        Choices all = {""};
        for (const std::size_t cut : cuts(from, to, separator)) {
            Choices longer;
            const Choices parts = choices(from, cut);
            for (const std::string& begun : all)
                for (const std::string& part : parts)
                    longer.push_back(begun + part);
            all = std::move(longer);
            from = cut + 1;
        }
        return all;
    }

    Tokens tokens_;
    std::filesystem::path file_;
    std::vector<SourceText> texts_;
};

}  // namespace

std::vector<SourceText> texts_in(const std::string& source, const std::filesystem::path& file) {
    return Reader(tokens_of(source), file).run();
}

std::vector<SourceText> texts_below(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const auto ending = entry.path().extension();
        if (ending == ".cpp" || ending == ".h" || ending == ".inc") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<SourceText> texts;
    for (const auto& file : files) {
        std::ifstream in(file, std::ios::binary);
        const std::string source{std::istreambuf_iterator<char>(in), {}};
        for (SourceText& text : texts_in(source, file))
            texts.push_back(std::move(text));
    }
    return texts;
}

}  // namespace gradweave::test
