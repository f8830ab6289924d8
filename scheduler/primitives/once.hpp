#pragma once

#include <functional>
#include <source_location>
#include <string_view>
#include <utility>

#include "scheduler/runtime.hpp"

namespace heddle {

namespace detail {
class deferred_state;
}

/// `std::once_flag`: whether `call_once` has called.
class once_flag {
 public:
  once_flag(std::source_location where = std::source_location::current())  // NOLINT: the default
      : once_flag(std::string_view{}, where) {}
  explicit once_flag(std::string_view name,
                     std::source_location where = std::source_location::current())
      : once_flag(scheduler::object_description{.kind = scheduler::object_kind::once,
                                                .name = name,
                                                .site = scheduler::code_site::at(where)}) {}
  once_flag(const once_flag&) = delete;
  once_flag& operator=(const once_flag&) = delete;

  /// Waits while another task runs the function; says whether it is this task's turn to run it,
  /// and to say by `leave` how it went.
  bool enter(std::source_location where);
  void leave(bool returned, std::source_location where);

 private:
  friend class detail::deferred_state;
  explicit once_flag(const scheduler::object_description& description) : handle_(description) {}

  scheduler::object_handle handle_;
};

/// A flag and the line where it was passed: what `call_once` takes, whose last parameters are those
/// of the function.
struct once_here {
  once_here(once_flag& passed,  // NOLINT: a flag becomes one
            std::source_location here = std::source_location::current())
      : flag(passed), where(here) {}

  once_flag& flag;
  std::source_location where;
};

/// `std::call_once`: calls `function` unless a call with this flag has returned. If it throws, the
/// exception passes and the next task in line calls.
template <class Function, class... Arguments>
void call_once(once_here once, Function&& function, Arguments&&... arguments) {
  if (!once.flag.enter(once.where)) return;
  struct departure {
    ~departure() { once.flag.leave(returned, once.where); }
    once_here& once;
    bool returned = false;
  } departure{once};
  std::invoke(std::forward<Function>(function), std::forward<Arguments>(arguments)...);
  departure.returned = true;
}

}  // namespace heddle
