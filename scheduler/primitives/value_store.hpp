#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

#include "scheduler/primitives/value.hpp"
#include "scheduler/runtime.hpp"

/// How a primitive keeps values of a type for which the scheduler has but 64 bits. Each store
/// turns a value into these bits (`encode`), bits into a value (`decode`) and into text
/// (`describe`), and knows the bits of the constructed value (`initial`).
namespace heddle::detail {

/// Names for values of types that `describe` has no words for: `#0`, `#1`, ... in the order in
/// which they are first told.
class value_labels {
 public:
  std::string label(std::uint64_t bits);

 private:
  std::vector<std::uint64_t> seen_;
};

/// Values that are their own bits: nothing is stored.
template <class T>
class word_values {
 public:
  explicit word_values(const T& first) : initial_(to_bits(first)) {}

  [[nodiscard]] std::uint64_t initial() const { return initial_; }
  [[nodiscard]] T constructed() const { return from_bits<T>(initial_); }
  static std::uint64_t encode(const scheduler::runtime& /*here*/, const T& value) {
    return to_bits(value);
  }
  static T decode(const scheduler::runtime& /*here*/, std::uint64_t bits) {
    return from_bits<T>(bits);
  }
  [[nodiscard]] std::string describe(std::uint64_t bits) {
    if constexpr (describable<T>)
      return heddle::describe(from_bits<T>(bits));
    else
      return labels_.label(bits);
  }

 private:
  struct no_labels {};
  std::uint64_t initial_;
  [[no_unique_address]] std::conditional_t<describable<T>, no_labels, value_labels> labels_;
};

/// Values of any copyable type, each write a new version known by its number. Versions are kept
/// until the next execution, so that every process and every replayed step finds its own. Not for
/// native runs, where a plain variable is plain memory.
template <class T>
class stored_values {
 public:
  explicit stored_values(const T& first) { versions_.push_back(first); }

  [[nodiscard]] static std::uint64_t initial() { return 0; }
  [[nodiscard]] const T& constructed() const { return versions_.front(); }
  std::uint64_t encode(const scheduler::runtime& here, const T& value) {
    if (epoch_ != here.epoch()) forget(here.epoch());
    versions_.push_back(value);
    return versions_.size() - 1;
  }
  [[nodiscard]] T decode(const scheduler::runtime& /*here*/, std::uint64_t number) const {
    return versions_[number];
  }
  [[nodiscard]] std::string describe(std::uint64_t number) const {
    if constexpr (describable<T>)
      return heddle::describe(versions_[number]);
    else
      return "#" + describe_unsigned(number);
  }

 private:
  void forget(std::uint32_t epoch) {
    while (versions_.size() > 1) versions_.pop_back();
    epoch_ = epoch;
  }

  std::uint32_t epoch_ = 0;
  std::deque<T> versions_;
};

/// Values of a trivially copyable type that is too large for 64 bits, known by numbers such that
/// equal bytes have equal numbers, as `compare_exchange` needs. Native tasks share the table, so
/// it has a small lock, as libatomic has for such types.
template <class T>
class numbered_values {
 public:
  explicit numbered_values(const T& first) { number_of(bytes_of(first)); }

  [[nodiscard]] static std::uint64_t initial() { return 0; }
  std::uint64_t encode(const scheduler::runtime& here, const T& value) {
    const guard lock(busy_);
    if (epoch_ != here.epoch()) forget(here.epoch());
    return number_of(bytes_of(value));
  }
  [[nodiscard]] T decode(const scheduler::runtime& /*here*/, std::uint64_t number) {
    const guard lock(busy_);
    return from_bytes<T>(values_[number]);
  }
  [[nodiscard]] std::string describe(std::uint64_t number) {
    if constexpr (describable<T>)
      return heddle::describe(from_bytes<T>(values_[number]));
    else
      return "#" + describe_unsigned(number);
  }

 private:
  using bytes = std::array<std::byte, sizeof(T)>;

  class guard {
   public:
    explicit guard(std::atomic_flag& busy) : busy_(busy) {
      while (busy_.test_and_set(std::memory_order_acquire)) busy_.wait(true);
    }
    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;
    ~guard() {
      busy_.clear(std::memory_order_release);
      busy_.notify_one();
    }

   private:
    std::atomic_flag& busy_;
  };

  std::uint64_t number_of(const bytes& value) {
    const auto [place, added] = numbers_.try_emplace(value, values_.size());
    if (added) values_.push_back(value);
    return place->second;
  }

  void forget(std::uint32_t epoch) {
    values_.resize(1);
    numbers_.clear();
    numbers_.emplace(values_.front(), 0);
    epoch_ = epoch;
  }

  std::atomic_flag busy_;
  std::uint32_t epoch_ = 0;
  std::vector<bytes> values_;
  std::map<bytes, std::uint64_t> numbers_;
};

}  // namespace heddle::detail
