#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <new>
#include <type_traits>

namespace heddle::models::python {

/// A function of a number with the little it captures, as plain bytes: it can be sent to a process
/// that was forked after what it refers to was made.
class plain_function {
 public:
  template <class Function>
    requires(std::is_invocable_r_v<int, const Function&, int> &&
             !std::same_as<Function, plain_function>)
  plain_function(Function function)  // NOLINT: a function is a plain function
      : call_([](const void* captured, int argument) -> int {
          return (*std::launder(static_cast<const Function*>(captured)))(argument);
        }) {
    static_assert(std::is_trivially_copyable_v<Function> && sizeof(Function) <= size &&
                  alignof(Function) <= alignof(void*));
    std::memcpy(captured_.data(), &function, sizeof(Function));
  }

  int operator()(int argument) const { return call_(captured_.data(), argument); }

 private:
  static constexpr std::size_t size = 2 * sizeof(void*);

  alignas(void*) std::array<std::byte, size> captured_{};
  int (*call_)(const void* captured, int argument);
};

}  // namespace heddle::models::python
