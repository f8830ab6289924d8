#include "checker/strategies/random.hpp"

#include <fmt/format.h>

namespace heddle::checker {
namespace {

/// The increment and the output function of SplitMix64 (Steele, Lea, Flood, Fast Splittable
/// Pseudorandom Number Generators, 2014), used as a hash of a counter.
constexpr std::uint64_t golden_ratio = 0x9e37'79b9'7f4a'7c15;

std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58'476d'1ce4'e5b9;
  value = (value ^ (value >> 27)) * 0x94d0'49bb'1331'11eb;
  return value ^ (value >> 31);
}

/// One of 0 to `count` - 1 from 32 random bits (Lemire's multiplication; for counts of tasks its
/// bias is far below what could be observed).
std::uint32_t scale(std::uint64_t bits, std::uint64_t count) {
  return static_cast<std::uint32_t>(((bits & 0xffff'ffff) * count) >> 32);
}

}  // namespace

random_walk::random_walk(const strategy_options& options) : options_(options) {}

bool random_walk::next() {
  if (options_.executions != 0 && started_ == options_.executions) return false;
  const std::uint64_t index = options_.first + started_;
  key_ = mix(mix(options_.seed + golden_ratio) + (index + 1) * golden_ratio);
  ++started_;
  return true;
}

scheduler::choice random_walk::pick(const scheduler::scheduling_point& point) {
  const std::uint64_t drawn = mix(key_ + (std::uint64_t{point.step()} + 1) * golden_ratio);
  const std::size_t tasks = point.enabled().size();
  const scheduler::task_index task =
      tasks == 1 ? point.enabled().first() : point.enabled().nth(scale(drawn, tasks));
  const std::uint32_t ways = point.count_ways(task);
  return {task, point.nth_way(task, ways == 1 ? 0 : scale(drawn >> 32, ways))};
}

coverage random_walk::covered() const {
  return {coverage_kind::sampled, {fmt::format("{} executions", finished_)}};
}

std::optional<double> random_walk::progress() const {
  if (options_.executions == 0) return std::nullopt;
  return static_cast<double>(finished_) / static_cast<double>(options_.executions);
}

}  // namespace heddle::checker
