#pragma once

#include <concepts>
#include <cstddef>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "scheduler/location.hpp"
#include "scheduler/primitives/call_site.hpp"
#include "scheduler/primitives/plain_memory.hpp"
#include "scheduler/primitives/value.hpp"
#include "scheduler/primitives/value_store.hpp"
#include "scheduler/runtime.hpp"

namespace heddle {

namespace detail {

/// Types with `++` and `--`.
template <class T>
concept steps = !std::same_as<T, bool> && requires(T value) {
  ++value;
  --value;
};

}  // namespace detail

/// A plain variable that tasks share: the thing that can race. Each read and each write is an
/// operation of its own; `x += 1` and `++x` are a read, then a write. Used outside an execution it
/// throws `scheduler::usage_error`; constructed outside one (a global, a static), it begins each
/// execution with the constructed value.
///
/// Where a built-in variable's operators yield a reference, these yield the value by value: a
/// reference would be another access nobody could see.
template <std::copyable T>
class var {
 public:
  using value_type = T;
  /// What `+=` and `-=` take on the right.
  using operand_type = std::conditional_t<std::is_pointer_v<T>, std::ptrdiff_t, T>;

  /// Value-initialised, unlike a built-in variable: models are deterministic.
  var(std::source_location where = std::source_location::current())  // NOLINT: the default
    requires std::default_initializable<T>
      : var(T(), {}, where) {}
  /// With `name` it is known by that name in reports.
  var(T first, std::string_view name = {},  // NOLINT: `var<int> x = 1`
      std::source_location where = std::source_location::current())
      : values_(first), memory_(first), handle_(description(name, where)) {}
  var(const var&) = delete;
  /// Not there, so that it does not compete with the other assignments.
  var& operator=(const var&)
    requires false;

  /// Reads the value.
  [[nodiscard]] T get(std::source_location where = std::source_location::current()) const {
    return read(scheduler::code_site::at(where));
  }
  /// Writes the value.
  void set(const T& value, std::source_location where = std::source_location::current()) {
    write(value, scheduler::code_site::at(where));
  }

  /// Reads the value.
  HEDDLE_ALWAYS_INLINE operator T() const {  // NOLINT: reads like the variable it stands for
    T value = read_for_caller();
    detail::stay_here();
    return value;
  }

  /// Writes the value and returns it.
  T operator=(scheduler::located<T> right) {  // NOLINT: no reference, see above
    write(right.value, scheduler::code_site::at(right.where));
    return std::move(right.value);
  }

  /// Reads the other, then writes this one.
  template <std::same_as<var> Other>
  HEDDLE_ALWAYS_INLINE T operator=(const Other& right) {  // NOLINT: no reference, see above
    T value = assign_for_caller(right);
    detail::stay_here();
    return value;
  }

  // A read, then a write; the new value.

  T operator+=(scheduler::located<operand_type> right)
    requires requires(T left, operand_type other) { static_cast<T>(left + other); }
  {
    return modify(
        right, [](const T& first, const auto& second) { return static_cast<T>(first + second); });
  }
  T operator-=(scheduler::located<operand_type> right)
    requires requires(T left, operand_type other) { static_cast<T>(left - other); }
  {
    return modify(
        right, [](const T& first, const auto& second) { return static_cast<T>(first - second); });
  }
  T operator*=(scheduler::located<T> right)
    requires requires(T left) { static_cast<T>(left * left); }
  {
    return modify(right,
                  [](const T& first, const T& second) { return static_cast<T>(first * second); });
  }
  T operator/=(scheduler::located<T> right)
    requires requires(T left) { static_cast<T>(left / left); }
  {
    return modify(right,
                  [](const T& first, const T& second) { return static_cast<T>(first / second); });
  }
  T operator%=(scheduler::located<T> right)
    requires requires(T left) { static_cast<T>(left % left); }
  {
    return modify(right,
                  [](const T& first, const T& second) { return static_cast<T>(first % second); });
  }
  T operator&=(scheduler::located<T> right)
    requires requires(T left) { static_cast<T>(left & left); }
  {
    return modify(right,
                  [](const T& first, const T& second) { return static_cast<T>(first & second); });
  }
  T operator|=(scheduler::located<T> right)
    requires requires(T left) { static_cast<T>(left | left); }
  {
    return modify(right,
                  [](const T& first, const T& second) { return static_cast<T>(first | second); });
  }
  T operator^=(scheduler::located<T> right)
    requires requires(T left) { static_cast<T>(left ^ left); }
  {
    return modify(right,
                  [](const T& first, const T& second) { return static_cast<T>(first ^ second); });
  }
  T operator<<=(scheduler::located<int> right)
    requires std::integral<T>
  {
    return modify(right, [](T first, int second) { return static_cast<T>(first << second); });
  }
  T operator>>=(scheduler::located<int> right)
    requires std::integral<T>
  {
    return modify(right, [](T first, int second) { return static_cast<T>(first >> second); });
  }

  HEDDLE_ALWAYS_INLINE T operator++()
    requires detail::steps<T>
  {
    T value = increment_for_caller().second;
    detail::stay_here();
    return value;
  }
  HEDDLE_ALWAYS_INLINE T operator++(int)
    requires detail::steps<T>
  {
    T value = increment_for_caller().first;
    detail::stay_here();
    return value;
  }
  HEDDLE_ALWAYS_INLINE T operator--()
    requires detail::steps<T>
  {
    T value = decrement_for_caller().second;
    detail::stay_here();
    return value;
  }
  HEDDLE_ALWAYS_INLINE T operator--(int)
    requires detail::steps<T>
  {
    T value = decrement_for_caller().first;
    detail::stay_here();
    return value;
  }

 private:
  using store =
      std::conditional_t<detail::fits_in_word<T>, detail::word_values<T>, detail::stored_values<T>>;

  scheduler::object_description description(std::string_view name, std::source_location where) {
    scheduler::object_description made;
    made.kind = scheduler::object_kind::variable;
    made.value = values_.initial();
    made.type = detail::value_type_of<T>();
    made.name = name;
    made.site = scheduler::code_site::at(where);
    made.format = [](const void* face, std::uint64_t value) {
      return static_cast<const var*>(face)->values_.describe(value);
    };
    made.face = this;
    made.reset = [](void* face) {
      auto& self = *static_cast<var*>(face);
      self.memory_.write(self.values_.constructed());
    };
    return made;
  }

  T read(scheduler::code_site site) const {
    scheduler::runtime& here = scheduler::current();
    if (here.native()) return memory_.read();
    scheduler::operation reading{scheduler::operation_kind::read};
    reading.type = detail::value_type_of<T>();
    reading.site = site;
    return values_.decode(here, here.perform(reading, handle_).value);
  }

  void write(const T& value, scheduler::code_site site) {
    scheduler::runtime& here = scheduler::current();
    if (here.native()) {
      memory_.write(value);
      return;
    }
    scheduler::operation writing{scheduler::operation_kind::write};
    writing.type = detail::value_type_of<T>();
    writing.argument = values_.encode(here, value);
    writing.site = site;
    here.perform(writing, handle_);
  }

  template <class Operand, class Function>
  T modify(const scheduler::located<Operand>& right, Function function) {
    const auto site = scheduler::code_site::at(right.where);
    T value = function(read(site), right.value);
    write(value, site);
    return value;
  }

  HEDDLE_NEVER_INLINE T read_for_caller() const { return read(HEDDLE_CALL_SITE()); }

  HEDDLE_NEVER_INLINE T assign_for_caller(const var& right) {
    const auto site = HEDDLE_CALL_SITE();
    T value = right.read(site);
    write(value, site);
    return value;
  }

  /// The values before and after.
  HEDDLE_NEVER_INLINE std::pair<T, T> increment_for_caller()
    requires detail::steps<T>
  {
    const auto site = HEDDLE_CALL_SITE();
    T before = read(site);
    T after = before;
    ++after;
    write(after, site);
    return {std::move(before), std::move(after)};
  }
  HEDDLE_NEVER_INLINE std::pair<T, T> decrement_for_caller()
    requires detail::steps<T>
  {
    const auto site = HEDDLE_CALL_SITE();
    T before = read(site);
    T after = before;
    --after;
    write(after, site);
    return {std::move(before), std::move(after)};
  }

  mutable store values_;
  detail::plain_memory<T> memory_;
  /// Last: the others are there from its beginning to its end.
  mutable scheduler::object_handle handle_;
};

template <class T>
var(T) -> var<T>;
template <class T>
var(T, std::string_view, std::source_location = std::source_location::current()) -> var<T>;

}  // namespace heddle
