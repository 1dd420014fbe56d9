// How much of the window a person sees: what is only worth doing while somebody looks waits.
// Thread rule: plain values.
#pragma once

namespace magic {

enum class Attention { hidden, visible, focused };  // each more than the one before

}  // namespace magic
