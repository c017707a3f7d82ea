// SPDX-License-Identifier: Apache-2.0
// What an Analyser remembers; for its .cpp files.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/model/analysis.h"

namespace gradweave::model {

/// What is known between two calls, and what has to be found out anew.
class Analyser::State {
  public:
    explicit State(const Catalogue& catalogue) : catalogue_(catalogue) {}

    const Analysis& run(const Document& document, const DataLookup& data);
    void forget() { everything_ = true; }
    void note(const Edit& edit);
    const std::set<BlockId>& changed() const { return changed_; }

  private:
    /// A problem before it is known whether its block matters.
    struct Found {
        std::string place, sentence;
        bool operator==(const Found&) const = default;
    };

    void read_structure();
    void begin();
    void look_at(BlockId id);
    void add_problem(BlockId id, std::string place, std::string sentence);
    void find_out(const Block& block, BlockFacts& facts);
    std::optional<std::vector<std::optional<TensorType>>> gather_inputs(const Block& block,
                                                                        const BlockKind& kind,
                                                                        BlockFacts& facts);
    void read_data(const Block& block, const BlockKind& kind, BlockFacts& facts);
    void pass_on(const Block& block, const BlockKind& kind, BlockFacts& facts);
    void use_answer(const Block& block, const BlockKind& kind, const ShapeAnswer& answer,
                    BlockFacts& facts);
    void check_source(const Block& block, const BlockKind& kind, const Socket& source,
                      const std::string& port);
    void check_document();
    void collect();
    const TensorType* known_type(BlockId user, const Socket& source) const;
    std::function<bool(std::size_t, std::size_t)> wires_of(const Block& block,
                                                           const BlockKind& kind) const;

    const Catalogue& catalogue_;
    const Document* document_ = nullptr;  ///< while run() works
    const DataLookup* data_ = nullptr;

    // Of the structure: which block comes where and who uses whom.
    std::vector<BlockId> order_, cycle_, sources_;
    std::unordered_map<BlockId, std::size_t> position_;
    std::unordered_map<BlockId, std::vector<BlockId>> users_;
    std::unordered_set<BlockId> matters_;
    bool has_loss_ = false;
    std::set<BlockId> behind_cycle_;  ///< blocks on a cycle or behind one

    std::unordered_map<BlockId, std::vector<Found>> found_;  ///< blocks with problems only
    Analysis result_;

    bool everything_ = true, structure_ = true;
    std::set<BlockId> dirty_;     ///< to look at again
    std::set<BlockId> renowned_;  ///< whose users have to be looked at again
    std::set<std::size_t> todo_;  ///< positions
    std::set<BlockId> changed_;
};

}  // namespace gradweave::model
