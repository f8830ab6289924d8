#pragma once

#include <array>
#include <cstddef>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/lock_guard.hpp"
#include "scheduler/primitives/recursive_mutex.hpp"

namespace heddle::models::python {

/// The lock of a `Value` or an `Array`: one for all processes, and the same task may take it again.
using shared_lock = recursive_mutex;

/// `multiprocessing.Value`: a number in memory that processes share. Each reading and each writing
/// is one step, as Python takes the value's lock for it; `+=` is one of each.
class shared_value {
 public:
  shared_value(int first, std::string_view name,
               std::source_location where = std::source_location::current())
      : value_(first, process_shared, name, where),
        lock_(process_shared, std::string(name) + " lock", where) {}

  /// `v.value`
  [[nodiscard]] int value(std::source_location where = std::source_location::current()) const {
    return value_.load(memory_order_seq_cst, where);
  }
  /// `v.value = right`
  void operator=(scheduler::located<int> right) {  // NOLINT: a statement, as in Python
    value_.store(right.value, memory_order_seq_cst, right.where);
  }
  /// `v.value += right`
  void operator+=(scheduler::located<int> right) {
    value_.store(value(right.where) + right.value, memory_order_seq_cst, right.where);
  }
  /// `with v.get_lock():` is `const lock_guard held{v.get_lock()}`.
  [[nodiscard]] shared_lock& get_lock() { return lock_; }

 private:
  atomic<int> value_;
  shared_lock lock_;
};

/// `multiprocessing.Array` of `size` numbers, 0 at first, with one lock for all.
template <std::size_t size>
class shared_array {
 public:
  explicit shared_array(std::string_view name,
                        std::source_location where = std::source_location::current())
      : shared_array(name, std::make_index_sequence<size>(), where) {}

  /// `a[index]`
  [[nodiscard]] int get(std::size_t index,
                        std::source_location where = std::source_location::current()) const {
    return values_[index].load(memory_order_seq_cst, where);
  }
  /// `a[index] = value`
  void set(std::size_t index, int value,
           std::source_location where = std::source_location::current()) {
    values_[index].store(value, memory_order_seq_cst, where);
  }
  [[nodiscard]] shared_lock& get_lock() { return lock_; }

 private:
  template <std::size_t... Index>
  shared_array(std::string_view name, std::index_sequence<Index...> /*indices*/,
               std::source_location where)
      : values_{atomic<int>(0, process_shared,
                            std::string(name) + "[" + std::to_string(Index) + "]", where)...},
        lock_(process_shared, std::string(name) + " lock", where) {}

  std::array<atomic<int>, size> values_;
  shared_lock lock_;
};

}  // namespace heddle::models::python
