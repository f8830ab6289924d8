#pragma once

#include <source_location>
#include <string_view>
#include <type_traits>

#include "scheduler/location.hpp"
#include "scheduler/primitives/atomic_target.hpp"
#include "scheduler/primitives/call_site.hpp"
#include "scheduler/runtime.hpp"

namespace heddle {

/// `std::atomic_ref`: atomic operations on a variable that is otherwise plain. All references to
/// one address in an execution are one object, which belongs to the task that made the first of
/// them: so that it is the same object under every schedule, make the first before starting the
/// tasks that share it. The variable itself always holds the current value. In native runs this is
/// `std::atomic_ref`.
template <detail::atomic_type T>
class atomic_ref : public detail::atomic_types<T> {
 public:
  using operand_type = detail::atomic_operand<T>;
  static constexpr bool is_always_lock_free = std::atomic_ref<T>::is_always_lock_free;
  static constexpr std::size_t required_alignment = std::atomic_ref<T>::required_alignment;

  /// The first reference to `variable` may give it a name.
  explicit atomic_ref(T& variable, std::string_view name = {},
                      std::source_location where = std::source_location::current())
      : target_(variable, name, scheduler::code_site::at(where)) {}
  atomic_ref(const atomic_ref&) = default;
  atomic_ref& operator=(const atomic_ref&) = delete;  // NOLINT

  /// What the real one answers.
  [[nodiscard]] bool is_lock_free() const noexcept { return is_always_lock_free; }

  [[nodiscard]] T load(memory_order order = memory_order_seq_cst,
                       std::source_location where = std::source_location::current()) const {
    return target_.load(order, scheduler::code_site::at(where));
  }
  void store(T value, memory_order order = memory_order_seq_cst,
             std::source_location where = std::source_location::current()) const {
    target_.store(value, order, scheduler::code_site::at(where));
  }
  T exchange(T value, memory_order order = memory_order_seq_cst,
             std::source_location where = std::source_location::current()) const {
    return target_.exchange(value, order, scheduler::code_site::at(where));
  }

  bool compare_exchange_strong(T& expected, T desired, memory_order success, memory_order failure,
                               std::source_location where = std::source_location::current()) const {
    return target_.compare_exchange(expected, desired, success, failure,
                                    scheduler::code_site::at(where));
  }
  bool compare_exchange_strong(T& expected, T desired, memory_order order = memory_order_seq_cst,
                               std::source_location where = std::source_location::current()) const {
    return compare_exchange_strong(expected, desired, order, detail::failure_order(order), where);
  }
  /// Never fails without a reason.
  bool compare_exchange_weak(T& expected, T desired, memory_order success, memory_order failure,
                             std::source_location where = std::source_location::current()) const {
    return target_.compare_exchange(expected, desired, success, failure,
                                    scheduler::code_site::at(where));
  }
  bool compare_exchange_weak(T& expected, T desired, memory_order order = memory_order_seq_cst,
                             std::source_location where = std::source_location::current()) const {
    return compare_exchange_weak(expected, desired, order, detail::failure_order(order), where);
  }

  T fetch_add(operand_type operand, memory_order order = memory_order_seq_cst,
              std::source_location where = std::source_location::current()) const
    requires detail::atomic_sum<T>
  {
    return target_.add(operand, order, scheduler::code_site::at(where));
  }
  T fetch_sub(operand_type operand, memory_order order = memory_order_seq_cst,
              std::source_location where = std::source_location::current()) const
    requires detail::atomic_sum<T>
  {
    return target_.subtract(operand, order, scheduler::code_site::at(where));
  }
  T fetch_and(T operand, memory_order order = memory_order_seq_cst,
              std::source_location where = std::source_location::current()) const
    requires detail::atomic_integer<T>
  {
    return target_.combine(scheduler::rmw_function::bit_and, operand, order,
                           scheduler::code_site::at(where));
  }
  T fetch_or(T operand, memory_order order = memory_order_seq_cst,
             std::source_location where = std::source_location::current()) const
    requires detail::atomic_integer<T>
  {
    return target_.combine(scheduler::rmw_function::bit_or, operand, order,
                           scheduler::code_site::at(where));
  }
  T fetch_xor(T operand, memory_order order = memory_order_seq_cst,
              std::source_location where = std::source_location::current()) const
    requires detail::atomic_integer<T>
  {
    return target_.combine(scheduler::rmw_function::bit_xor, operand, order,
                           scheduler::code_site::at(where));
  }

  /// Sleeps while the value is `old`; whoever changes it must notify.
  void wait(T old, memory_order order = memory_order_seq_cst,
            std::source_location where = std::source_location::current()) const {
    target_.wait(old, order, scheduler::code_site::at(where));
  }
  void notify_one(std::source_location where = std::source_location::current()) const {
    target_.notify_one(scheduler::code_site::at(where));
  }
  void notify_all(std::source_location where = std::source_location::current()) const {
    target_.notify_all(scheduler::code_site::at(where));
  }

  /// Loads.
  HEDDLE_ALWAYS_INLINE operator T() const {  // NOLINT: as the standard's
    const T value = load_for_caller();
    detail::stay_here();
    return value;
  }
  /// Stores, and returns what it stored.
  T operator=(scheduler::located<T> right) const {  // NOLINT: as the standard's
    store(right.value, memory_order_seq_cst, right.where);
    return right.value;
  }

  // One read-modify-write each, which returns the new value, postfix the old one.

  T operator+=(scheduler::located<operand_type> right) const
    requires detail::atomic_sum<T>
  {
    return implementation::sum(fetch_add(right.value, memory_order_seq_cst, right.where),
                               right.value);
  }
  T operator-=(scheduler::located<operand_type> right) const
    requires detail::atomic_sum<T>
  {
    return implementation::difference(fetch_sub(right.value, memory_order_seq_cst, right.where),
                                      right.value);
  }
  T operator&=(scheduler::located<T> right) const
    requires detail::atomic_integer<T>
  {
    return static_cast<T>(fetch_and(right.value, memory_order_seq_cst, right.where) & right.value);
  }
  T operator|=(scheduler::located<T> right) const
    requires detail::atomic_integer<T>
  {
    return static_cast<T>(fetch_or(right.value, memory_order_seq_cst, right.where) | right.value);
  }
  T operator^=(scheduler::located<T> right) const
    requires detail::atomic_integer<T>
  {
    return static_cast<T>(fetch_xor(right.value, memory_order_seq_cst, right.where) ^ right.value);
  }
  HEDDLE_ALWAYS_INLINE T operator++() const
    requires detail::atomic_count<T>
  {
    const T before = add_one_for_caller();
    detail::stay_here();
    return implementation::sum(before, 1);
  }
  HEDDLE_ALWAYS_INLINE T operator++(int) const
    requires detail::atomic_count<T>
  {
    const T before = add_one_for_caller();
    detail::stay_here();
    return before;
  }
  HEDDLE_ALWAYS_INLINE T operator--() const
    requires detail::atomic_count<T>
  {
    const T before = subtract_one_for_caller();
    detail::stay_here();
    return implementation::difference(before, 1);
  }
  HEDDLE_ALWAYS_INLINE T operator--(int) const
    requires detail::atomic_count<T>
  {
    const T before = subtract_one_for_caller();
    detail::stay_here();
    return before;
  }

 private:
  using implementation = detail::atomic_target<T>;

  HEDDLE_NEVER_INLINE T load_for_caller() const {
    return target_.load(memory_order_seq_cst, HEDDLE_CALL_SITE());
  }
  HEDDLE_NEVER_INLINE T add_one_for_caller() const
    requires detail::atomic_count<T>
  {
    return target_.add(1, memory_order_seq_cst, HEDDLE_CALL_SITE());
  }
  HEDDLE_NEVER_INLINE T subtract_one_for_caller() const
    requires detail::atomic_count<T>
  {
    return target_.subtract(1, memory_order_seq_cst, HEDDLE_CALL_SITE());
  }

  detail::atomic_target<T> target_;
};

template <class T>
atomic_ref(T&) -> atomic_ref<T>;
template <class T>
atomic_ref(T&, std::string_view, std::source_location = std::source_location::current())
    -> atomic_ref<T>;

}  // namespace heddle
