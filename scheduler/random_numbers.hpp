#pragma once

#include <cstdint>

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014), as
/// a generator and as a hash: the same numbers on every machine, with every compiler.
namespace heddle::scheduler {

constexpr std::uint64_t golden_ratio = 0x9e37'79b9'7f4a'7c15;

/// The generator's output function: a bijection of 64 bits under which close arguments have
/// unrelated results.
constexpr std::uint64_t scramble(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58'476d'1ce4'e5b9;
  value = (value ^ (value >> 27)) * 0x94d0'49bb'1331'11eb;
  return value ^ (value >> 31);
}

/// The next number of the generator whose state is `state`.
constexpr std::uint64_t next_random(std::uint64_t& state) {
  return scramble(state += golden_ratio);
}

/// The number at `index` of the generator that begins with `seed`, without the ones before it.
constexpr std::uint64_t random_at(std::uint64_t seed, std::uint64_t index) {
  return scramble(seed + (index + 1) * golden_ratio);
}

/// One of 0 to `count` - 1 from the low 32 bits of `random` (Lemire's multiplication: the bias is
/// below count / 2^32).
constexpr std::uint32_t scale(std::uint64_t random, std::uint64_t count) {
  return static_cast<std::uint32_t>(((random & 0xffff'ffff) * count) >> 32);
}

}  // namespace heddle::scheduler
