#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "scheduler/operation.hpp"

/// Values of the model's variables: as 64 bits for the scheduler, as text for people.
namespace heddle {

namespace detail {

std::string describe_signed(std::int64_t value);
std::string describe_unsigned(std::uint64_t value);
std::string describe_float(float value);
std::string describe_double(double value);
std::string describe_long_double(long double value);
/// The character itself if it can be printed, else its number.
std::string describe_character(char value);
/// Text that ends with a zero; may be null.
std::string describe_text(const char* value);

template <class T>
concept text_like = std::convertible_to<const T&, std::string_view> && !std::is_null_pointer_v<T>;

template <class T>
concept pointer_like =
    std::is_pointer_v<T> || std::is_null_pointer_v<T> || requires(const T& value) {
      { value == nullptr } -> std::convertible_to<bool>;
    };

template <class T>
concept converts_itself_to_string = requires(const T& value) {
  { to_string(value) } -> std::convertible_to<std::string>;
};

template <class T>
concept optional_like = requires(const T& value) {
  { value.has_value() } -> std::same_as<bool>;
  *value;
};

template <class T>
concept range_like = requires(const T& value) {
  std::begin(value) != std::end(value);
  *std::begin(value);
};

template <class T>
concept tuple_like = requires { std::tuple_size<T>::value; };

template <range_like T>
using element_of = std::remove_cvref_t<decltype(*std::begin(std::declval<const T&>()))>;

template <class T>
consteval bool can_describe();

template <class T, std::size_t... Index>
consteval bool can_describe_members(std::index_sequence<Index...>) {
  return (can_describe<std::remove_cvref_t<std::tuple_element_t<Index, T>>>() && ...);
}

template <class T>
consteval bool can_describe() {
  if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T> || text_like<T> || pointer_like<T> ||
                converts_itself_to_string<T>)
    return true;
  else if constexpr (optional_like<T>)
    return can_describe<std::remove_cvref_t<decltype(*std::declval<const T&>())>>();
  else if constexpr (range_like<T>) {
    if constexpr (std::same_as<element_of<T>, T>)
      return false;
    else
      return can_describe<element_of<T>>();
  } else if constexpr (tuple_like<T>)
    return can_describe_members<T>(std::make_index_sequence<std::tuple_size_v<T>>());
  else
    return false;
}

template <class T>
std::string describe_number(T value) {
  if constexpr (std::same_as<T, bool>)
    return value ? "true" : "false";
  else if constexpr (std::same_as<T, char>)
    return describe_character(value);
  else if constexpr (std::same_as<T, float>)
    return describe_float(value);
  else if constexpr (std::same_as<T, double>)
    return describe_double(value);
  else if constexpr (std::same_as<T, long double>)
    return describe_long_double(value);
  else if constexpr (std::is_signed_v<T>)
    return describe_signed(static_cast<std::int64_t>(value));
  else
    return describe_unsigned(static_cast<std::uint64_t>(value));
}

}  // namespace detail

/// A type `describe` has words for: numbers, enumerations, text, pointers, optionals, ranges, pairs
/// and tuples of these, and whatever has a `to_string` found beside it.
template <class T>
concept describable = detail::can_describe<T>();

/// A value as people read it in traces and outcomes: `-5`, `true`, `1.5`, `x`, `hello`, `[1, 2]`,
/// `(1, a)`, `none` for an empty optional. Enumerations are numbers. Pointers are `null` or
/// `non-null`, never addresses, which differ from run to run.
template <describable T>
std::string describe(const T& value);

namespace detail {

template <class T>
std::string describe_range(const T& values) {
  std::string text = "[";
  for (const auto& value : values) {
    if (text.size() > 1) text += ", ";
    text += describe<element_of<T>>(value);
  }
  return text + "]";
}

template <class T, std::size_t... Index>
std::string describe_members(const T& values, std::index_sequence<Index...>) {
  using std::get;
  std::string text = "(";
  ((text += (Index > 0 ? ", " : "") + describe(get<Index>(values))), ...);
  return text + ")";
}

}  // namespace detail

template <describable T>
std::string describe(const T& value) {
  if constexpr (std::is_arithmetic_v<T>)
    return detail::describe_number(value);
  else if constexpr (std::is_enum_v<T>)
    return detail::describe_number(static_cast<std::underlying_type_t<T>>(value));
  else if constexpr (detail::text_like<T>) {
    if constexpr (std::is_pointer_v<T>)
      return detail::describe_text(value);
    else
      return std::string(static_cast<std::string_view>(value));
  } else if constexpr (detail::converts_itself_to_string<T>)
    return to_string(value);
  else if constexpr (detail::optional_like<T>)
    return value.has_value() ? describe(*value) : std::string("none");
  else if constexpr (detail::range_like<T>)
    return detail::describe_range(value);
  else if constexpr (detail::tuple_like<T>)
    return detail::describe_members(value, std::make_index_sequence<std::tuple_size_v<T>>());
  else
    return value == nullptr ? "null" : "non-null";
}

namespace detail {

/// Whether a value of this type is held as its own bits. The values of others are stored by the
/// primitive and known to the scheduler by number; see `value_store.hpp`.
template <class T>
inline constexpr bool fits_in_word =
    std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(std::uint64_t);

/// How the scheduler's arithmetic is to understand a `T`.
template <class T>
consteval scheduler::value_type value_type_of() {
  using scheduler::value_type;
  if constexpr (std::is_pointer_v<T>)
    return value_type::u64;
  else if constexpr (std::same_as<T, float>)
    return value_type::f32;
  else if constexpr (std::same_as<T, double>)
    return value_type::f64;
  else if constexpr (!std::is_integral_v<T> || std::same_as<T, bool> || sizeof(T) > 8)
    return value_type::opaque;
  else if constexpr (sizeof(T) == 1)
    return std::is_signed_v<T> ? value_type::i8 : value_type::u8;
  else if constexpr (sizeof(T) == 2)
    return std::is_signed_v<T> ? value_type::i16 : value_type::u16;
  else if constexpr (sizeof(T) == 4)
    return std::is_signed_v<T> ? value_type::i32 : value_type::u32;
  else
    return std::is_signed_v<T> ? value_type::i64 : value_type::u64;
}

/// Makes the compiler forget where an object's value came from and where it goes. A pointer that
/// travels as bytes would otherwise be lost to its alias analysis (GCC 12): it would take what it
/// points to for unreachable by others.
template <class T>
void hide_origin(T& object) {
  if constexpr (!std::is_arithmetic_v<T> && !std::is_enum_v<T>)
    asm volatile("" : "+m"(object) : : "memory");
}

/// The bytes of a value with its padding cleared, so that equal values have equal bytes where the
/// compiler can do this (GCC does, Clang from version 20 on).
template <class T>
  requires std::is_trivially_copyable_v<T>
std::array<std::byte, sizeof(T)> bytes_of(const T& value) {
  T copy = value;
  hide_origin(copy);
#if defined(__has_builtin)
#if __has_builtin(__builtin_clear_padding)
  if constexpr (!std::has_unique_object_representations_v<T>) __builtin_clear_padding(&copy);
#endif
#endif
  auto bytes = std::bit_cast<std::array<std::byte, sizeof(T)>>(copy);
  // The 80-bit format of x86 has ten bytes of value.
  if constexpr (std::same_as<T, long double> && std::numeric_limits<long double>::digits == 64)
    for (std::size_t place = 10; place < sizeof(T); ++place) bytes[place] = std::byte{0};
  return bytes;
}

/// The value whose bytes these are.
template <class T>
T from_bytes(const std::array<std::byte, sizeof(T)>& bytes) {
  T value = std::bit_cast<T>(bytes);
  hide_origin(value);
  return value;
}

/// The value as bits, above them zeros.
template <class T>
  requires fits_in_word<T>
std::uint64_t to_bits(const T& value) {
  if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
    if constexpr (sizeof(T) == 8)
      return static_cast<std::uint64_t>(value);
    else
      return static_cast<std::uint64_t>(value) & ((std::uint64_t{1} << (8 * sizeof(T))) - 1);
  } else {
    const auto bytes = bytes_of(value);
    std::uint64_t bits = 0;
    std::memcpy(&bits, bytes.data(), sizeof(T));
    return bits;
  }
}

/// The value whose bits these are.
template <class T>
  requires fits_in_word<T>
T from_bits(std::uint64_t bits) {
  std::array<std::byte, sizeof(T)> bytes;
  std::memcpy(bytes.data(), &bits, sizeof(T));
  return from_bytes<T>(bytes);
}

}  // namespace detail
}  // namespace heddle
