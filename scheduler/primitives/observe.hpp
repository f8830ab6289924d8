#pragma once

#include <source_location>
#include <string_view>

#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/atomic_flag.hpp"
#include "scheduler/primitives/atomic_ref.hpp"
#include "scheduler/primitives/value.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle {

namespace detail {

void observe_text(std::string_view name, std::string_view value);

}  // namespace detail

/// Makes a value part of the execution's outcome. A repeated name keeps its last value. No
/// operation.
template <describable T>
void observe(std::string_view name, const T& value) {
  detail::observe_text(name, describe(value));
}

/// The same for the present value of a variable, which is read.
template <describable T>
void observe(std::string_view name, const var<T>& variable,
             std::source_location where = std::source_location::current()) {
  detail::observe_text(name, describe(variable.get(where)));
}
template <describable T>
void observe(std::string_view name, const atomic<T>& variable,
             std::source_location where = std::source_location::current()) {
  detail::observe_text(name, describe(variable.load(memory_order_seq_cst, where)));
}
template <describable T>
void observe(std::string_view name, const atomic_ref<T>& variable,
             std::source_location where = std::source_location::current()) {
  detail::observe_text(name, describe(variable.load(memory_order_seq_cst, where)));
}
inline void observe(std::string_view name, const atomic_flag& flag,
                    std::source_location where = std::source_location::current()) {
  detail::observe_text(name, describe(flag.test(memory_order_seq_cst, where)));
}

/// A remark that readers of a recorded execution see at this point. No operation.
void note(std::string_view text, std::source_location where = std::source_location::current());

}  // namespace heddle
