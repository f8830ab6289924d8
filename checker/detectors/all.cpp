#include "checker/detectors/all.hpp"

#include <array>

namespace heddle::checker {

std::span<const detector* const> all_detectors() {
  static constexpr std::array all{
      &detectors::checks, &detectors::misuse,         &detectors::deadlock, &detectors::data_race,
      &detectors::leak,   &detectors::nondeterminism, &detectors::liveness,
  };
  return all;
}

}  // namespace heddle::checker
