#include <bit>
#include <type_traits>

#include "scheduler/operation_table.hpp"

namespace heddle::scheduler {

namespace {

std::uint64_t combine_bits(rmw_function function, std::uint64_t before, std::uint64_t operand) {
  switch (function) {
    case rmw_function::exchange:
      return operand;
    case rmw_function::add:
      return before + operand;
    case rmw_function::subtract:
      return before - operand;
    case rmw_function::bit_and:
      return before & operand;
    case rmw_function::bit_or:
      return before | operand;
    case rmw_function::bit_xor:
      return before ^ operand;
  }
  return before;
}

/// Sums of floating-point numbers; `Bits` is the unsigned type of the same size.
template <class Number, class Bits>
std::uint64_t combine_numbers(rmw_function function, std::uint64_t before, std::uint64_t operand) {
  const auto left = std::bit_cast<Number>(static_cast<Bits>(before));
  const auto right = std::bit_cast<Number>(static_cast<Bits>(operand));
  if (function == rmw_function::add) return std::bit_cast<Bits>(left + right);
  if (function == rmw_function::subtract) return std::bit_cast<Bits>(left - right);
  return static_cast<Bits>(combine_bits(function, before, operand));
}

}  // namespace

// Two's complement makes signed and unsigned sums the same bits; only the width matters.
std::uint64_t combine(rmw_function function, value_type type, std::uint64_t before,
                      std::uint64_t operand) {
  switch (type) {
    case value_type::f32:
      return combine_numbers<float, std::uint32_t>(function, before, operand);
    case value_type::f64:
      return combine_numbers<double, std::uint64_t>(function, before, operand);
    case value_type::i8:
    case value_type::u8:
      return static_cast<std::uint8_t>(combine_bits(function, before, operand));
    case value_type::i16:
    case value_type::u16:
      return static_cast<std::uint16_t>(combine_bits(function, before, operand));
    case value_type::i32:
    case value_type::u32:
      return static_cast<std::uint32_t>(combine_bits(function, before, operand));
    case value_type::i64:
    case value_type::u64:
    case value_type::opaque:
      return combine_bits(function, before, operand);
  }
  return before;
}

}  // namespace heddle::scheduler
