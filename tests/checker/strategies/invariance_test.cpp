#include <algorithm>
#include <functional>
#include <numeric>
#include <random>

#include "checker/check.hpp"
#include "checker/strategies/dpor/dpor.hpp"
#include "tests/catch.hpp"
#include "tests/checker/random_program.hpp"
#include "tests/checker/strategies/families.hpp"
#include "tests/checker/strategies/family_table.hpp"

/// What a search by `dpor` counts is a matter of the program alone: not of the order of its tasks,
/// which says who goes on by default, nor of tasks that do nothing.

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

using scheduler::relation;

namespace {

/// Where each task goes.
using arrangement = std::vector<std::size_t>;

/// Other orders of so many tasks: backwards, the second half first, and a random one.
std::vector<arrangement> other_orders(std::size_t tasks, std::uint64_t seed) {
  arrangement given(tasks);
  std::iota(given.begin(), given.end(), std::size_t{0});
  arrangement backwards(given.rbegin(), given.rend());
  arrangement rotated = given;
  std::rotate(rotated.begin(), rotated.begin() + static_cast<std::ptrdiff_t>(tasks / 2),
              rotated.end());
  arrangement shuffled = given;
  std::mt19937_64 random{seed};
  for (std::size_t left = tasks; left > 1; --left)
    std::swap(shuffled[left - 1], shuffled[random() % left]);
  return {backwards, rotated, shuffled};
}

template <class Task>
std::vector<Task> arranged(const std::vector<Task>& tasks, const arrangement& order) {
  std::vector<Task> all;
  for (const std::size_t place : order) all.push_back(tasks[place]);
  return all;
}

/// One that does nothing before each task, and at the end.
template <class Task>
std::vector<Task> with_idle(const std::vector<Task>& tasks, const Task& idle) {
  std::vector<Task> all;
  for (const Task& each : tasks) {
    all.push_back(idle);
    all.push_back(each);
  }
  all.push_back(idle);
  return all;
}

struct counts {
  std::uint64_t executions = 0;
  std::uint64_t deadlocked = 0;
  std::uint64_t failed = 0;
  bool complete = false;
  friend bool operator==(const counts&, const counts&) = default;
};

counts count(const std::function<void()>& body, relation which,
             const scheduler::execution_options& execution) {
  checker::dpor reduced{checker::reduction::optimal, which};
  checker::check_options options;
  options.execution = execution;
  options.max_executions = 2'000;
  const checker::result found = checker::check("program", body, reduced, options);
  CHECK(found.blocked == 0);
  return {found.executions, found.deadlocked, found.failed,
          found.covered.kind == checker::coverage_kind::complete};
}

counts count(const families::member& each, relation which, const families::runner& how) {
  const families::run_by arranged(how);
  return count([&] { each.run(); }, which, {.time = each.of->time});
}

void rearrange_families(std::uint64_t least, std::uint64_t most) {
  for (const families::member& each : families::members(least, most))
    for (const relation which : {relation::strict, relation::refined}) {
      INFO(each.of->name << ", " << each.n());
      const counts expected = count(each, which, families::run_together);
      for (std::size_t order = 0; order < 3; ++order)
        CHECK(count(each, which, [&](const families::bodies& all) {
                families::run_together(arranged(all, other_orders(all.size(), 1)[order]));
              }) == expected);
      CHECK(count(each, which, [&](const families::bodies& all) {
              families::run_together(with_idle<std::function<void()>>(all, [] {}));
            }) == expected);
    }
}

/// Returns whether the program was small enough.
bool rearrange(std::uint64_t seed) {
  const random_program::program given = random_program::make(seed);
  const relation which = seed % 2 == 0 ? relation::strict : relation::refined;
  scheduler::execution_options options;
  if (seed % 3 == 0) options.time = scheduler::time_mode::quiescent;
  options.spurious = seed % 7 == 0;
  const auto count_of = [&](const random_program::program& what) {
    return count([&] { what.run(); }, which, options);
  };
  const counts expected = count_of(given);
  if (!expected.complete) return false;
  INFO("seed " << seed << "\n" << given.text());
  for (const arrangement& order : other_orders(given.tasks.size(), seed))
    CHECK(count_of({arranged(given.tasks, order)}) == expected);
  CHECK(count_of({with_idle(given.tasks, {})}) == expected);
  return true;
}

}  // namespace

TEST_CASE("families: neither the order of tasks nor idle tasks matter") {
  rearrange_families(0, 100);
}

TEST_CASE("larger families: neither the order of tasks nor idle tasks matter", "[slow]") {
  rearrange_families(101, 1'999);
}

TEST_CASE("random programs: neither the order of tasks nor idle tasks matter") {
  int compared = 0;
  for (std::uint64_t seed = 1; compared < 200; ++seed)
    if (rearrange(seed)) ++compared;
}
