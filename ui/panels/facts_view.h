// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of words and values in two columns, in groups with titles.
#pragma once

#include <QWidget>
#include <vector>

class QGridLayout;
class QLabel;

namespace gradweave::ui {

struct Fact {
    QString name, value;
    bool title = false;  ///< the name of a group; the value is not shown
    QString tip{};
    bool operator==(const Fact&) const = default;
};

class FactsView : public QWidget {
    Q_OBJECT

  public:
    explicit FactsView(QWidget* parent = nullptr);
    void setFacts(const std::vector<Fact>& facts);
    /// Names take no more room than they need: values stand below no fields here.
    void setNarrow();
    /// The shown texts, line by line.
    QString plainText() const;

  private:
    struct Row {
        QLabel* name;
        QLabel* value;  ///< none for titles
    };
    void rebuild();

    std::vector<Fact> m_facts;
    std::vector<Row> m_rows;
    QGridLayout* m_grid;
};

}  // namespace gradweave::ui
