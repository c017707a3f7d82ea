// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/transformer.h"

#include "engine/nn/layers.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/ops.h"

namespace gradweave::nn {

namespace {

class Layer {
  public:
    explicit Layer(const TransformerOptions& options) : o_(options) {}

    /// x with what a part makes of it added, normalised before or after.
    template <class Part>
    Tensor around(const Tensor& x, const std::string& norm, const Part& part) const {
        if (o_.norm_first) return x + dropped(part(normalised(x, norm)));
        return normalised(x + dropped(part(x)), norm);
    }
    Tensor attend_self(const Tensor& x, const std::optional<Tensor>& ignored) const {
        return attention(x, x, weights_of("self_attn"),
                         {.heads = o_.heads,
                          .causal = o_.causal,
                          .rotary = o_.rotary,
                          .rotary_base = o_.rotary_base,
                          .ignored = ignored,
                          .drop = o_.drop});
    }
    Tensor attend_memory(const Tensor& x, const Tensor& memory) const {
        return attention(x, memory, weights_of("multihead_attn"),
                         {.heads = o_.heads, .ignored = o_.ignored, .drop = o_.drop});
    }
    Tensor feed_forward(const Tensor& x) const {
        const Tensor wide = linear(x, o_.parameter("linear1.weight"), o_.parameter("linear1.bias"));
        return linear(dropped(o_.gelu ? gelu(wide) : relu(wide)), o_.parameter("linear2.weight"),
                      o_.parameter("linear2.bias"));
    }

  private:
    AttentionParameters weights_of(const std::string& name) const {
        return {o_.parameter(name + ".in_proj_weight"), o_.parameter(name + ".in_proj_bias"),
                o_.parameter(name + ".out_proj.weight"), o_.parameter(name + ".out_proj.bias")};
    }
    Tensor normalised(const Tensor& x, const std::string& norm) const {
        return layer_norm(x, o_.parameter(norm + ".weight"), o_.parameter(norm + ".bias"), 1,
                          o_.epsilon);
    }
    Tensor dropped(const Tensor& x) const { return o_.drop ? o_.drop(x) : x; }
    const TransformerOptions& o_;
};

}  // namespace

Tensor transformer_encoder_layer(const Tensor& x, const TransformerOptions& o) {
    const Layer layer(o);
    const Tensor seen =
        layer.around(x, "norm1", [&](const Tensor& y) { return layer.attend_self(y, o.ignored); });
    return layer.around(seen, "norm2", [&](const Tensor& y) { return layer.feed_forward(y); });
}

Tensor transformer_decoder_layer(const Tensor& x, const Tensor& memory,
                                 const TransformerOptions& o) {
    const Layer layer(o);
    const Tensor own = layer.around(
        x, "norm1", [&](const Tensor& y) { return layer.attend_self(y, std::nullopt); });
    const Tensor both =
        layer.around(own, "norm2", [&](const Tensor& y) { return layer.attend_memory(y, memory); });
    return layer.around(both, "norm3", [&](const Tensor& y) { return layer.feed_forward(y); });
}

}  // namespace gradweave::nn
