#pragma once

#include "scheduler/location.hpp"

/// How operators that take no location know their line. The operator is always inlined into the
/// model's code and calls a function that is never inlined, which keeps its return address:
///
///     HEDDLE_ALWAYS_INLINE operator int() const {
///       const int value = read_for_caller();
///       detail::stay_here();
///       return value;
///     }
///     HEDDLE_NEVER_INLINE int read_for_caller() const { return read(HEDDLE_CALL_SITE()); }
#define HEDDLE_ALWAYS_INLINE [[gnu::always_inline]]
#define HEDDLE_NEVER_INLINE [[gnu::noinline]]
#define HEDDLE_CALL_SITE() ::heddle::scheduler::code_site::called_from(__builtin_return_address(0))

namespace heddle::detail {

/// Keeps the call before it from becoming a jump out of the model's function, whose return address
/// would be that of the function's caller. Costs no instruction.
HEDDLE_ALWAYS_INLINE inline void stay_here() { asm volatile(""); }

}  // namespace heddle::detail
