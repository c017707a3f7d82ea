// SPDX-License-Identifier: Apache-2.0
// Shapes on the wires, sizes of blocks, and what is wrong, without computing anything.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/model/catalogue.h"

namespace gradweave::model {

struct Problem {
    enum class Severity {
        error,   ///< training cannot start
        warning  ///< it can, but the block takes no part or a person should know
    };
    Severity severity;
    BlockId block = 0;     ///< 0: the document as a whole
    std::string place;     ///< parameter or port; may be empty
    std::string sentence;  ///< what is wrong and what to do

    bool operator==(const Problem&) const = default;
};

/// What is known of one block.
struct BlockFacts {
    std::map<std::string, TensorType> inputs;   ///< per connected port whose type is known
    std::map<std::string, TensorType> outputs;  ///< per port; empty if the block cannot be computed
    std::vector<ParameterSpec> parameters;
    std::int64_t parameter_count = 0;   ///< trainable elements
    std::int64_t multiply_adds = 0;     ///< for one sample, forward
    std::int64_t activation_bytes = 0;  ///< of the outputs, for one sample
    bool computable = false;
    /// Of a bypassed block: the input that goes on unchanged; else empty.
    std::string passes;

    bool operator==(const BlockFacts&) const;
};

struct Analysis {
    std::map<BlockId, BlockFacts> blocks;
    std::vector<Problem> problems;  ///< errors first, then in order of the blocks
    std::int64_t parameter_count = 0;
    std::int64_t multiply_adds = 0;
    std::int64_t activation_bytes = 0;  ///< of one sample, all outputs kept as training keeps them

    bool valid() const;  ///< no errors
    const Problem* problem_of(BlockId id) const;
    /// The type on the wire into this input, if known.
    const TensorType* type_at(const Document& document, const Socket& output) const;
};

/// What a data source holds, or why that is not known.
struct DataStatus {
    std::optional<data::DatasetInfo> info;
    std::string problem;  ///< a full sentence; empty if there is none
    std::string place;    ///< the parameter to look at, if it is one
};

/// Asked for each data block. Must answer at once: a window answers from what it has read so far.
using DataLookup = std::function<DataStatus(const Block&)>;

/// Analyses a document, and again after edits: then only blocks that an edit concerns and those
/// that follow them are looked at. The result is always that of an analysis from scratch.
class Analyser {
  public:
    explicit Analyser(const Catalogue& catalogue);
    ~Analyser();
    Analyser(Analyser&&) noexcept;
    Analyser& operator=(Analyser&&) noexcept;

    /// From scratch. The reference holds until the next call.
    const Analysis& analyse(const Document& document, const DataLookup& data);

    /// To be told of every edit since the last call.
    void note(const Edit& edit);
    /// After the edits that were noted; `data` may answer otherwise than before.
    const Analysis& update(const Document& document, const DataLookup& data);
    /// The blocks of which the last call found something else than the one before it.
    const std::set<BlockId>& changed() const;

  private:
    class State;
    std::unique_ptr<State> state_;
};

/// The data blocks that a loss, metric or output depends on, in order of id: what a network reads.
std::vector<BlockId> sources_that_matter(const Document& document, const Catalogue& catalogue);

/// The input that a bypassed block passes on: the first that is connected to a block that is not
/// muted. Nothing if there is none.
std::optional<std::string> passing_input(const Document& document, const BlockKind& kind,
                                         const Block& block);

/// Why a wire from this output to this input cannot be right whatever is set later (a cycle, an
/// input that does not exist, element types that cannot fit), or nothing. For many wires with one
/// end in common see WireRules.
std::optional<std::string> refuse_wire(const Document& document, const Catalogue& catalogue,
                                       const Analysis& analysis, const Wire& wire);

}  // namespace gradweave::model
