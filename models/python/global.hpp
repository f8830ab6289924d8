#pragma once

#include <source_location>
#include <string_view>

#include "models/python/interpreter.hpp"
#include "scheduler/primitives/atomic.hpp"

namespace heddle::models::python {

/// A global variable of a Python program. A bytecode loads or stores it as a whole, with or without
/// a GIL; between two bytecodes others may come in, as the interpreter switches.
template <class T>
class global {
 public:
  global(interpreter& owner, T first, std::string_view name,
         std::source_location where = std::source_location::current())
      : interpreter_(owner), value_(first, name, where) {}

  /// LOAD_GLOBAL.
  T load(std::source_location where = std::source_location::current()) const {
    return interpreter_.bytecode([&] { return value_.load(memory_order_seq_cst, where); }, where);
  }
  /// STORE_GLOBAL.
  void store(T value, std::source_location where = std::source_location::current()) {
    interpreter_.bytecode([&] { value_.store(value, memory_order_seq_cst, where); }, where);
  }
  void operator=(scheduler::located<T> right) {  // NOLINT: a statement, as in Python
    store(right.value, right.where);
  }
  /// LOAD_GLOBAL, INPLACE_ADD, STORE_GLOBAL.
  void operator+=(scheduler::located<T> right) {
    store(load(right.where) + right.value, right.where);
  }
  /// LOAD_GLOBAL, INPLACE_SUBTRACT, STORE_GLOBAL.
  void operator-=(scheduler::located<T> right) {
    store(load(right.where) - right.value, right.where);
  }

  /// The value at the end of the program, when the other threads have ended.
  [[nodiscard]] T at_the_end(std::source_location where = std::source_location::current()) const {
    return value_.load(memory_order_seq_cst, where);
  }

 private:
  interpreter& interpreter_;
  atomic<T> value_;
};

}  // namespace heddle::models::python
