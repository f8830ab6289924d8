#include "checker/sample.hpp"

#include <cmath>

namespace heddle::checker {

double depth_guarantee::of_one() const {
  return 1 / (static_cast<double>(tasks) * std::pow(static_cast<double>(steps), depth - 1.0));
}

double depth_guarantee::of_all() const {
  // Where one is sure, the logarithm has no value.
  if (of_one() >= 1) return executions == 0 ? 0 : 1;
  return -std::expm1(static_cast<double>(executions) * std::log1p(-of_one()));
}

double trace_counts::unseen() const {
  return executions == 0 ? 1 : static_cast<double>(once) / static_cast<double>(executions);
}

}  // namespace heddle::checker
