#pragma once

#include <array>
#include <cstddef>
#include <source_location>
#include <string_view>
#include <utility>

#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/mutex.hpp"

namespace heddle::models::python {

/// `Manager().dict()`, of numbers under keys known beforehand: it lives in the manager's process,
/// and each reading and each writing is one message to it and back. `d[key] += 1` is two.
template <std::size_t size>
class managed_dict {
 public:
  explicit managed_dict(const std::array<std::string_view, size>& keys,
                        std::source_location where = std::source_location::current())
      : managed_dict(keys, std::make_index_sequence<size>(), where) {}

  /// `d[key]`
  [[nodiscard]] int get(std::string_view key,
                        std::source_location where = std::source_location::current()) const {
    return values_[place_of(key)].load(memory_order_seq_cst, where);
  }
  /// `d[key] = value`
  void set(std::string_view key, int value,
           std::source_location where = std::source_location::current()) {
    values_[place_of(key)].store(value, memory_order_seq_cst, where);
  }

 private:
  template <std::size_t... Index>
  managed_dict(const std::array<std::string_view, size>& keys,
               std::index_sequence<Index...> /*indices*/, std::source_location where)
      : keys_(keys), values_{atomic<int>(0, process_shared, keys[Index], where)...} {}

  [[nodiscard]] std::size_t place_of(std::string_view key) const {
    std::size_t place = 0;
    while (keys_.at(place) != key) ++place;
    return place;
  }

  std::array<std::string_view, size> keys_;
  std::array<atomic<int>, size> values_;
};

/// `Manager().Lock()`, and `multiprocessing.Lock()`: one for all processes.
class managed_lock : public mutex {
 public:
  explicit managed_lock(std::string_view name,
                        std::source_location where = std::source_location::current())
      : mutex(process_shared, name, where) {}
};

}  // namespace heddle::models::python
