#include "checker/shrink/shrink_schedules.hpp"

#include <cstddef>
#include <utility>

#include "checker/shrink/bounded_search.hpp"
#include "checker/shrink/reduction.hpp"
#include "checker/shrink/trials.hpp"

namespace heddle::checker {
namespace {

/// Findings whose schedules are reduced one by one. A model with more of them takes long enough to
/// mend.
constexpr std::size_t most_reduced = 16;

}  // namespace

bool shrink_schedules(const std::function<void()>& body, std::vector<failing_schedule>& all,
                      const shrink_options& options) {
  if (all.empty()) return true;
  const std::size_t given = all.size();
  std::vector<failing_schedule> smaller = all;
  trials runs(body, all.front().how.options, options);
  const std::uint32_t complete = search_by_preemptions(runs, smaller);
  std::size_t reduced = 0;
  for (std::size_t place = 0; place < given && reduced < most_reduced; ++place) {
    if (smaller[place].size.preemptions < complete) continue;
    runs.refill();
    reduce(runs, smaller[place]);
    ++reduced;
  }
  if (runs.astray()) return false;
  for (failing_schedule& each : smaller) each.proved = each.size.preemptions <= complete;
  all = std::move(smaller);
  return true;
}

}  // namespace heddle::checker
