#pragma once

#include <concepts>
#include <initializer_list>
#include <memory>
#include <source_location>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "scheduler/runtime.hpp"

namespace heddle {

/// One of the tasks of `together`: something to call, perhaps with a name. Only refers to both, so
/// it is meant to be written inside the call.
class task_body {
 public:
  template <class Function>
    requires(std::is_invocable_v<Function&> &&
             !std::same_as<std::remove_cvref_t<Function>, task_body>)
  task_body(Function&& function,  // NOLINT: a function is a body
            std::source_location where = std::source_location::current())
      : task_body(std::string_view{}, function, where) {}
  template <class Function>
    requires std::is_invocable_v<Function&>
  task_body(std::string_view name, Function&& function,
            std::source_location where = std::source_location::current())
      : entry_{[](void* context) { (*static_cast<std::remove_reference_t<Function>*>(context))(); },
               const_cast<void*>(static_cast<const void*>(std::addressof(function))),  // NOLINT
               name, scheduler::code_site::at(where), false} {}

  [[nodiscard]] const scheduler::task_entry& entry() const { return entry_; }

 private:
  scheduler::task_entry entry_;
};

/// Starts all bodies at once and returns when they have ended, without any event of the caller: no
/// spawn, no join. For tests and benchmarks that count executions.
///
///     together({[&] { ++x; }, {"reader", [&] { check(x < 2); }}});
void together(std::initializer_list<task_body> bodies);
void together(std::span<const task_body> bodies);

/// The same for a container of functions: `std::vector<std::function<void()>>`.
template <class Function>
  requires std::is_invocable_v<const Function&>
void together(const std::vector<Function>& functions,
              std::source_location where = std::source_location::current()) {
  std::vector<task_body> bodies;
  bodies.reserve(functions.size());
  for (const Function& function : functions) bodies.emplace_back(function, where);
  together(std::span<const task_body>(bodies));
}

}  // namespace heddle
