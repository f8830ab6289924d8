#pragma once

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <string_view>
#include <type_traits>

#include "scheduler/location.hpp"
#include "scheduler/primitives/atomic_value.hpp"
#include "scheduler/primitives/call_site.hpp"
#include "scheduler/primitives/process_shared.hpp"
#include "scheduler/runtime.hpp"

namespace heddle {

/// `std::atomic` for any trivially copyable type. Each operation is one event; memory orders are
/// recorded and, while memory is sequentially consistent, change nothing. Numbers beyond 64 bits
/// (`long double`) add by a loop around `compare_exchange_strong`. Constructed outside an execution
/// it begins each with the constructed value; used outside one it throws
/// `scheduler::usage_error`.
template <detail::atomic_type T>
class atomic : public detail::atomic_types<T> {
 public:
  using operand_type = detail::atomic_operand<T>;
  static constexpr bool is_always_lock_free = std::atomic<T>::is_always_lock_free;

  /// Value-initialised.
  atomic(std::source_location where = std::source_location::current())  // NOLINT: the default
    requires std::default_initializable<T>
      : atomic(T(), {}, where) {}
  /// With `name` it is known by that name in reports.
  atomic(T first, std::string_view name = {},  // NOLINT: as the standard's
         std::source_location where = std::source_location::current())
      : value_(first, name, scheduler::code_site::at(where)) {}
  /// In memory that processes share. Others are copied when a process begins.
  atomic(T first, process_shared_t, std::string_view name = {},
         std::source_location where = std::source_location::current())
      : value_(first, name, scheduler::code_site::at(where), true) {}
  atomic(const atomic&) = delete;
  /// Not there, so that it does not compete with `operator=(located<T>)`.
  atomic& operator=(const atomic&)
    requires false;
  template <std::same_as<atomic> Other>
  atomic& operator=(const Other&) = delete;

  /// What the real one answers.
  [[nodiscard]] bool is_lock_free() const noexcept { return is_always_lock_free; }

  [[nodiscard]] T load(memory_order order = memory_order_seq_cst,
                       std::source_location where = std::source_location::current()) const {
    return value_.load(order, scheduler::code_site::at(where));
  }
  void store(T value, memory_order order = memory_order_seq_cst,
             std::source_location where = std::source_location::current()) {
    value_.store(value, order, scheduler::code_site::at(where));
  }
  T exchange(T value, memory_order order = memory_order_seq_cst,
             std::source_location where = std::source_location::current()) {
    return value_.exchange(value, order, scheduler::code_site::at(where));
  }

  bool compare_exchange_strong(T& expected, T desired, memory_order success, memory_order failure,
                               std::source_location where = std::source_location::current()) {
    return value_.compare_exchange(expected, desired, success, failure,
                                   scheduler::code_site::at(where));
  }
  bool compare_exchange_strong(T& expected, T desired, memory_order order = memory_order_seq_cst,
                               std::source_location where = std::source_location::current()) {
    return compare_exchange_strong(expected, desired, order, detail::failure_order(order), where);
  }
  /// Never fails without a reason.
  bool compare_exchange_weak(T& expected, T desired, memory_order success, memory_order failure,
                             std::source_location where = std::source_location::current()) {
    return value_.compare_exchange(expected, desired, success, failure,
                                   scheduler::code_site::at(where));
  }
  bool compare_exchange_weak(T& expected, T desired, memory_order order = memory_order_seq_cst,
                             std::source_location where = std::source_location::current()) {
    return compare_exchange_weak(expected, desired, order, detail::failure_order(order), where);
  }

  T fetch_add(operand_type operand, memory_order order = memory_order_seq_cst,
              std::source_location where = std::source_location::current())
    requires detail::atomic_sum<T>
  {
    return value_.add(operand, order, scheduler::code_site::at(where));
  }
  T fetch_sub(operand_type operand, memory_order order = memory_order_seq_cst,
              std::source_location where = std::source_location::current())
    requires detail::atomic_sum<T>
  {
    return value_.subtract(operand, order, scheduler::code_site::at(where));
  }
  T fetch_and(T operand, memory_order order = memory_order_seq_cst,
              std::source_location where = std::source_location::current())
    requires detail::atomic_integer<T>
  {
    return value_.combine(scheduler::rmw_function::bit_and, operand, order,
                          scheduler::code_site::at(where));
  }
  T fetch_or(T operand, memory_order order = memory_order_seq_cst,
             std::source_location where = std::source_location::current())
    requires detail::atomic_integer<T>
  {
    return value_.combine(scheduler::rmw_function::bit_or, operand, order,
                          scheduler::code_site::at(where));
  }
  T fetch_xor(T operand, memory_order order = memory_order_seq_cst,
              std::source_location where = std::source_location::current())
    requires detail::atomic_integer<T>
  {
    return value_.combine(scheduler::rmw_function::bit_xor, operand, order,
                          scheduler::code_site::at(where));
  }

  /// Sleeps while the value is `old`; whoever changes it must notify.
  void wait(T old, memory_order order = memory_order_seq_cst,
            std::source_location where = std::source_location::current()) const {
    value_.wait(old, order, scheduler::code_site::at(where));
  }
  void notify_one(std::source_location where = std::source_location::current()) {
    value_.notify_one(scheduler::code_site::at(where));
  }
  void notify_all(std::source_location where = std::source_location::current()) {
    value_.notify_all(scheduler::code_site::at(where));
  }

  /// Loads.
  HEDDLE_ALWAYS_INLINE operator T() const {  // NOLINT: as the standard's
    const T value = load_for_caller();
    detail::stay_here();
    return value;
  }
  /// Stores, and returns what it stored.
  T operator=(scheduler::located<T> right) {  // NOLINT: as the standard's
    store(right.value, memory_order_seq_cst, right.where);
    return right.value;
  }

  // One read-modify-write each, which returns the new value, postfix the old one.

  T operator+=(scheduler::located<operand_type> right)
    requires detail::atomic_sum<T>
  {
    return implementation::sum(fetch_add(right.value, memory_order_seq_cst, right.where),
                               right.value);
  }
  T operator-=(scheduler::located<operand_type> right)
    requires detail::atomic_sum<T>
  {
    return implementation::difference(fetch_sub(right.value, memory_order_seq_cst, right.where),
                                      right.value);
  }
  T operator&=(scheduler::located<T> right)
    requires detail::atomic_integer<T>
  {
    return static_cast<T>(fetch_and(right.value, memory_order_seq_cst, right.where) & right.value);
  }
  T operator|=(scheduler::located<T> right)
    requires detail::atomic_integer<T>
  {
    return static_cast<T>(fetch_or(right.value, memory_order_seq_cst, right.where) | right.value);
  }
  T operator^=(scheduler::located<T> right)
    requires detail::atomic_integer<T>
  {
    return static_cast<T>(fetch_xor(right.value, memory_order_seq_cst, right.where) ^ right.value);
  }
  HEDDLE_ALWAYS_INLINE T operator++()
    requires detail::atomic_count<T>
  {
    const T before = add_one_for_caller();
    detail::stay_here();
    return implementation::sum(before, 1);
  }
  HEDDLE_ALWAYS_INLINE T operator++(int)
    requires detail::atomic_count<T>
  {
    const T before = add_one_for_caller();
    detail::stay_here();
    return before;
  }
  HEDDLE_ALWAYS_INLINE T operator--()
    requires detail::atomic_count<T>
  {
    const T before = subtract_one_for_caller();
    detail::stay_here();
    return implementation::difference(before, 1);
  }
  HEDDLE_ALWAYS_INLINE T operator--(int)
    requires detail::atomic_count<T>
  {
    const T before = subtract_one_for_caller();
    detail::stay_here();
    return before;
  }

 private:
  using implementation = detail::atomic_value<T>;

  HEDDLE_NEVER_INLINE T load_for_caller() const {
    return value_.load(memory_order_seq_cst, HEDDLE_CALL_SITE());
  }
  HEDDLE_NEVER_INLINE T add_one_for_caller()
    requires detail::atomic_count<T>
  {
    return value_.add(1, memory_order_seq_cst, HEDDLE_CALL_SITE());
  }
  HEDDLE_NEVER_INLINE T subtract_one_for_caller()
    requires detail::atomic_count<T>
  {
    return value_.subtract(1, memory_order_seq_cst, HEDDLE_CALL_SITE());
  }

  mutable detail::atomic_value<T> value_;
};

template <class T>
atomic(T) -> atomic<T>;
template <class T>
atomic(T, std::string_view, std::source_location = std::source_location::current()) -> atomic<T>;

using atomic_bool = atomic<bool>;
using atomic_char = atomic<char>;
using atomic_int = atomic<int>;
using atomic_uint = atomic<unsigned>;
using atomic_long = atomic<long>;
using atomic_ulong = atomic<unsigned long>;
using atomic_llong = atomic<long long>;
using atomic_ullong = atomic<unsigned long long>;
using atomic_int8_t = atomic<std::int8_t>;
using atomic_uint8_t = atomic<std::uint8_t>;
using atomic_int16_t = atomic<std::int16_t>;
using atomic_uint16_t = atomic<std::uint16_t>;
using atomic_int32_t = atomic<std::int32_t>;
using atomic_uint32_t = atomic<std::uint32_t>;
using atomic_int64_t = atomic<std::int64_t>;
using atomic_uint64_t = atomic<std::uint64_t>;
using atomic_intptr_t = atomic<std::intptr_t>;
using atomic_uintptr_t = atomic<std::uintptr_t>;
using atomic_size_t = atomic<std::size_t>;
using atomic_ptrdiff_t = atomic<std::ptrdiff_t>;

}  // namespace heddle
