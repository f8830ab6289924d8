#pragma once

#include <atomic>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "scheduler/primitives/atomic_object.hpp"
#include "scheduler/primitives/value.hpp"
#include "scheduler/primitives/value_store.hpp"
#include "scheduler/runtime.hpp"

namespace heddle::detail {

template <class T>
concept atomic_integer = std::integral<T> && !std::same_as<T, bool>;

/// Types with `fetch_add` and `fetch_sub`.
template <class T>
concept atomic_sum = atomic_integer<T> || std::floating_point<T> ||
                     (std::is_pointer_v<T> && std::is_object_v<std::remove_pointer_t<T>>);

/// Types with `++` and `--`.
template <class T>
concept atomic_count = atomic_sum<T> && !std::floating_point<T>;

/// Types whose values may live in an atomic variable.
template <class T>
concept atomic_type = std::is_trivially_copyable_v<T> && std::copyable<T>;

/// The member types of atomics.
template <class T>
struct atomic_types {
  using value_type = T;
};
template <atomic_sum T>
struct atomic_types<T> {
  using value_type = T;
  using difference_type = std::conditional_t<std::is_pointer_v<T>, std::ptrdiff_t, T>;
};

/// What `fetch_add` takes.
template <class T>
using atomic_operand = std::conditional_t<std::is_pointer_v<T>, std::ptrdiff_t, T>;

/// An atomic variable with its type: what `atomic` and `atomic_ref` are faces of.
template <atomic_type T>
class atomic_value {
 public:
  using operand_type = atomic_operand<T>;

  /// With `shared` it is one variable of all processes, else each has a copy.
  atomic_value(const T& first, std::string_view name, scheduler::code_site site,
               bool shared = false)
      : values_(first), object_(description(name, site, shared)) {}
  atomic_value(const atomic_value&) = delete;
  atomic_value& operator=(const atomic_value&) = delete;

  T load(memory_order order, scheduler::code_site site) {
    return decode(object_.load(order, site));
  }
  void store(const T& value, memory_order order, scheduler::code_site site) {
    object_.store(encode(value), order, site);
  }
  /// Returns the value before, as do the others that change it.
  T exchange(const T& value, memory_order order, scheduler::code_site site) {
    return decode(object_.modify(scheduler::rmw_function::exchange, encode(value), order, site));
  }
  bool compare_exchange(T& expected, const T& desired, memory_order success, memory_order failure,
                        scheduler::code_site site) {
    const std::uint64_t wanted = encode(expected);
    const auto how = object_.compare_exchange(wanted, encode(desired), success, failure, site);
    if (!how.exchanged) expected = decode(how.before);
    return how.exchanged;
  }

  T add(operand_type operand, memory_order order, scheduler::code_site site)
    requires atomic_sum<T>
  {
    if constexpr (fits_in_word<T>)
      return decode(
          object_.modify(scheduler::rmw_function::add, operand_bits(operand), order, site));
    else
      return update([operand](T value) { return value + operand; }, order, site);
  }
  T subtract(operand_type operand, memory_order order, scheduler::code_site site)
    requires atomic_sum<T>
  {
    if constexpr (fits_in_word<T>)
      return decode(
          object_.modify(scheduler::rmw_function::subtract, operand_bits(operand), order, site));
    else
      return update([operand](T value) { return value - operand; }, order, site);
  }
  /// A function of bits.
  T combine(scheduler::rmw_function function, T operand, memory_order order,
            scheduler::code_site site)
    requires atomic_integer<T>
  {
    return decode(object_.modify(function, to_bits(operand), order, site));
  }

  void wait(const T& old, memory_order order, scheduler::code_site site) {
    object_.wait(encode(old), order, site);
  }
  void notify_one(scheduler::code_site site) { object_.notify_one(site); }
  void notify_all(scheduler::code_site site) { object_.notify_all(site); }

  /// The value after an `add` that returned `before`.
  static T sum(T before, operand_type operand)
    requires atomic_sum<T>
  {
    if constexpr (fits_in_word<T> && atomic_integer<T>)
      return from_bits<T>(to_bits(before) + to_bits(operand));
    else
      return before + operand;
  }
  static T difference(T before, operand_type operand)
    requires atomic_sum<T>
  {
    if constexpr (fits_in_word<T> && atomic_integer<T>)
      return from_bits<T>(to_bits(before) - to_bits(operand));
    else
      return before - operand;
  }

 private:
  using store_type = std::conditional_t<fits_in_word<T>, word_values<T>, numbered_values<T>>;

  scheduler::object_description description(std::string_view name, scheduler::code_site site,
                                            bool shared) {
    scheduler::object_description made;
    made.kind = scheduler::object_kind::atomic;
    made.value = values_.initial();
    made.type = value_type_of<T>();
    made.process_shared = shared;
    made.name = name;
    made.site = site;
    made.format = [](const void* face, std::uint64_t value) {
      return static_cast<const atomic_value*>(face)->values_.describe(value);
    };
    made.face = this;
    return made;
  }

  std::uint64_t encode(const T& value) { return values_.encode(scheduler::current(), value); }
  T decode(std::uint64_t bits) { return values_.decode(scheduler::current(), bits); }

  /// Pointers count in steps of what they point to.
  static std::uint64_t operand_bits(operand_type operand) {
    if constexpr (std::is_pointer_v<T>)
      return static_cast<std::uint64_t>(operand) * sizeof(std::remove_pointer_t<T>);
    else
      return to_bits(operand);
  }

  /// For numbers beyond 64 bits, which no processor adds atomically: the usual loop.
  template <class Function>
  T update(Function function, memory_order order, scheduler::code_site site) {
    T before = load(memory_order_relaxed, site);
    while (!compare_exchange(before, function(before), order, failure_order(order), site)) {
    }
    return before;
  }

  mutable store_type values_;
  /// Last: the store is there from its beginning to its end.
  atomic_object object_;
};

}  // namespace heddle::detail
