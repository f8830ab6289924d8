#include "checker/causes/values_read.hpp"

#include <algorithm>

namespace heddle::checker {
namespace {

using scheduler::execution;
using scheduler::operation_kind;

bool returns_a_value(operation_kind kind) {
  return kind == operation_kind::read || kind == operation_kind::load ||
         kind == operation_kind::read_modify_write || kind == operation_kind::compare_exchange;
}

}  // namespace

std::vector<value_read> values_read_for(const execution& told, const execution::problem& failure) {
  std::vector<value_read> values;
  if (!failure.where.known()) return values;
  for (std::size_t place = std::min<std::size_t>(failure.step, told.steps.size()); place-- > 0;) {
    const execution::step& done = told.steps[place];
    if (done.task != failure.task) continue;
    if (done.where.brief() != failure.where.brief()) break;
    const bool known = std::ranges::count(values, done.object, &value_read::object) != 0;
    if (returns_a_value(done.kind) && done.object != execution::none && !known)
      values.push_back({done.object, done.number, done.before});
  }
  std::ranges::reverse(values);
  return values;
}

}  // namespace heddle::checker
