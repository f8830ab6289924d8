#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "checker/check.hpp"
#include "checker/replay.hpp"
#include "checker/strategies/dfs.hpp"
#include "checker/strategies/dpor/dpor.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"

namespace checker = heddle::checker;
using heddle::finding_kind;

/// Random programs that do nothing but take locks: what lock orders predict, compared with what
/// their text says and with all that can happen to them.
namespace {

constexpr int lock_count = 3;
constexpr int most_tasks = 3;
constexpr int most_acquisitions = 6;

/// Locks taken one inside the other and released in the opposite order.
using nest = std::vector<int>;

struct task_text {
  std::vector<nest> nests;
  bool joined = false;  ///< before the next task starts
};
using program = std::vector<task_text>;

/// The n-th line: `#line` gives each a number of its own, so that no two acquisitions are one.
// clang-format off
void take(heddle::mutex& lock, int number) {
  switch (number) {
#line 1000
    case 0: lock.lock(); break;
    case 1: lock.lock(); break;
    case 2: lock.lock(); break;
    case 3: lock.lock(); break;
    case 4: lock.lock(); break;
    case 5: lock.lock(); break;
    case 6: lock.lock(); break;
    case 7: lock.lock(); break;
    case 8: lock.lock(); break;
    case 9: lock.lock(); break;
    case 10: lock.lock(); break;
    case 11: lock.lock(); break;
    case 12: lock.lock(); break;
    case 13: lock.lock(); break;
    case 14: lock.lock(); break;
    case 15: lock.lock(); break;
    case 16: lock.lock(); break;
    default: lock.lock(); break;
  }
}
// clang-format on
#line 66
constexpr std::uint32_t first_line = 1000;

void run_task(const task_text& text, int task, std::array<heddle::mutex, lock_count>& locks) {
  int number = task * most_acquisitions;
  for (const nest& each : text.nests) {
    for (const int lock : each) take(locks[static_cast<std::size_t>(lock)], number++);
    for (auto lock = each.rbegin(); lock != each.rend(); ++lock)
      locks[static_cast<std::size_t>(*lock)].unlock();
  }
}

void run(const program& text) {
  std::array<heddle::mutex, lock_count> locks;
  std::vector<heddle::thread> threads;
  for (int task = 0; task < static_cast<int>(text.size()); ++task) {
    const task_text& own = text[static_cast<std::size_t>(task)];
    threads.emplace_back([&own, task, &locks] { run_task(own, task, locks); });
    if (own.joined) threads.back().join();
  }
  for (heddle::thread& each : threads)
    if (each.joinable()) each.join();
}

std::string text_of(const program& text) {
  std::string all;
  for (const task_text& each : text) {
    for (const nest& one : each.nests) all += fmt::format("({})", fmt::join(one, " "));
    all += each.joined ? " joined; " : "; ";
  }
  return all;
}

program random_program(std::uint64_t seed, bool ordered) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t limit) { return static_cast<int>(random() % limit); };
  program text(static_cast<std::size_t>(2 + below(2)));
  for (task_text& task : text) {
    task.joined = below(4) == 0;
    int left = text.size() == 2 ? most_acquisitions : 4;
    for (int nests = 1 + below(2); nests > 0; --nests) {
      nest taken{0, 1, 2};
      std::shuffle(taken.begin(), taken.end(), random);
      taken.resize(static_cast<std::size_t>(std::min(left, 1 + below(3))));
      left -= static_cast<int>(taken.size());
      if (ordered) std::ranges::sort(taken);
      task.nests.push_back(taken);
    }
  }
  return text;
}

/// A circle by its pairs of acquisitions, `number of the hold > number of the request`.
using circle = std::set<std::pair<int, int>>;
using circles = std::set<circle>;

/// A request in the text, with one of the locks held.
struct text_edge {
  int task, held, wanted, held_at, wanted_at;
  std::set<int> guards;
};

std::vector<text_edge> edges_of(const program& text) {
  std::vector<text_edge> edges;
  for (int task = 0; task < static_cast<int>(text.size()); ++task) {
    int base = task * most_acquisitions;
    for (const nest& each : text[static_cast<std::size_t>(task)].nests) {
      const int size = static_cast<int>(each.size());
      for (int wanted = 1; wanted < size; ++wanted)
        for (int held = 0; held < wanted; ++held)
          edges.push_back({task, each[static_cast<std::size_t>(held)],
                           each[static_cast<std::size_t>(wanted)], base + held, base + wanted,
                           std::set(each.begin(), each.begin() + wanted)});
      base += size;
    }
  }
  return edges;
}

bool share_a_guard(const text_edge& left, const text_edge& right) {
  return std::ranges::any_of(left.guards, [&](int each) { return right.guards.contains(each); });
}

/// Task `left` has ended before task `right` starts.
bool ended_before(const program& text, int left, int right) {
  return left < right && text[static_cast<std::size_t>(left)].joined;
}

/// The circles of two and three tasks in the text; `filtered`: of tasks that nothing but the locks
/// of the circle keeps apart.
circles circles_in(const program& text, bool filtered) {
  const std::vector<text_edge> edges = edges_of(text);
  circles all;
  const auto fit = [&](const text_edge& one, const text_edge& other) {
    if (one.task == other.task || one.held == other.held) return false;
    return !filtered || (!share_a_guard(one, other) && !ended_before(text, one.task, other.task) &&
                         !ended_before(text, other.task, one.task));
  };
  for (const text_edge& a : edges)
    for (const text_edge& b : edges) {
      if (a.wanted != b.held || !fit(a, b)) continue;
      if (b.wanted == a.held)
        all.insert(circle{{a.held_at, a.wanted_at}, {b.held_at, b.wanted_at}});
      for (const text_edge& c : edges)
        if (b.wanted == c.held && c.wanted == a.held && fit(a, c) && fit(b, c))
          all.insert(
              circle{{a.held_at, a.wanted_at}, {b.held_at, b.wanted_at}, {c.held_at, c.wanted_at}});
    }
  return all;
}

int number_of(const heddle::scheduler::source_line& where) {
  return static_cast<int>(where.line - first_line);
}

circle circle_of(const checker::lock_order& order) {
  circle all;
  for (const checker::lock_order_edge& each : order.edges)
    all.emplace(number_of(each.taken_at), number_of(each.wanted_at));
  return all;
}

/// The requests of the tasks that wait for each other.
std::set<int> requests_of(const checker::finding& deadlock) {
  std::set<int> all;
  for (const checker::blocked_task* each : checker::members_of(deadlock.blocked))
    all.insert(number_of(each->waits_at));
  return all;
}

std::set<int> requests_of(const circle& from) {
  std::set<int> all;
  for (const auto& [held, wanted] : from) all.insert(wanted);
  return all;
}

checker::result search(const program& text, checker::strategy& how,
                       const checker::check_options& options) {
  return checker::check(
      "test", [&] { run(text); }, how, options);
}

/// What one execution, in which the tasks run one after the other, predicts.
checker::result first_execution(const program& text, const checker::direction_options& direction) {
  checker::dfs one_after_the_other;
  checker::check_options options;
  options.max_executions = 1;
  options.direction = direction;
  options.shrink.enabled = false;
  return search(text, one_after_the_other, options);
}

checker::result every_trace(const program& text) {
  checker::dpor all;
  checker::check_options options;
  options.shrink.enabled = false;
  return search(text, all, options);
}

}  // namespace

TEST_CASE("lock order: one execution predicts what the text of a random program says") {
  int with_circles = 0;
  int filtered = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const program text = random_program(seed, false);
    INFO("seed " << seed << ": " << text_of(text));
    const checker::result found = first_execution(text, {.executions = 0});
    REQUIRE(found.deadlocked == 0);
    circles predicted;
    for (const checker::finding& each : found.findings) {
      CHECK(each.kind == finding_kind::potential_deadlock);
      predicted.insert(circle_of(*each.predicted));
    }
    const circles expected = circles_in(text, true);
    // No more than are kept at a time.
    if (expected.size() <= 64) CHECK(predicted == expected);
    if (!expected.empty()) ++with_circles;
    if (circles_in(text, false) != expected) ++filtered;
  }
  // Two tasks of two nests of two locks at least make a circle rather often.
  CHECK(with_circles > 50);
  // And a quarter of the tasks are joined before others start: without the filters there are more.
  CHECK(filtered > 50);
}

TEST_CASE("lock order: every deadlock of a random program is a circle in its text") {
  int deadlocks = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    const program text = random_program(seed, false);
    INFO("seed " << seed << ": " << text_of(text));
    std::set<std::set<int>> without_filters;
    for (const circle& each : circles_in(text, false)) without_filters.insert(requests_of(each));
    for (const checker::finding& each : every_trace(text).findings) {
      ++deadlocks;
      CHECK(heddle::covers(finding_kind::deadlock, each.kind));
      CHECK(without_filters.contains(requests_of(each)));
      CHECK(each.predicted.has_value());
    }
  }
  CHECK(deadlocks > 20);
}

TEST_CASE("lock order: what direction confirms can be replayed, what it refutes never happens",
          "[slow]") {
  int confirmed = 0, refuted = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const program text = random_program(seed, false);
    INFO("seed " << seed << ": " << text_of(text));
    const checker::result all = every_trace(text);
    std::set<std::set<int>> possible;
    for (const checker::finding& each : all.findings) possible.insert(requests_of(each));

    const checker::result found = first_execution(text, {.executions = 300});
    for (const checker::finding& each : found.findings) {
      // Small programs are settled, one way or the other.
      REQUIRE(heddle::covers(finding_kind::deadlock, each.kind));
      ++confirmed;
      CHECK(possible.contains(requests_of(each)));
      const auto again = checker::replay(
          "test", [&] { run(text); }, checker::parse_token(each.token));
      CHECK(again.divergence.empty());
      CHECK(std::ranges::any_of(again.found.findings, [&](const checker::finding& other) {
        return other.signature == each.signature;
      }));
    }
    for (const checker::lock_order& each : found.harmless) {
      ++refuted;
      CHECK_FALSE(possible.contains(requests_of(circle_of(each))));
    }
  }
  CHECK(confirmed > 20);
}

TEST_CASE("lock order: properly ordered programs give no warning") {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const program text = random_program(seed, true);
    INFO("seed " << seed << ": " << text_of(text));
    const checker::result found = first_execution(text, {.executions = 0});
    REQUIRE(found.findings.empty());
    REQUIRE(found.harmless.empty());
  }
}
