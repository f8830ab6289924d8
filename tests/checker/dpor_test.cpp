#include "checker/strategies/dpor/dpor.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "checker/check.hpp"
#include "checker/strategies/dfs.hpp"
#include "scheduler/controlled_runtime.hpp"
#include "tests/catch.hpp"
#include "tests/checker/families.hpp"
#include "tests/checker/random_program.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

using scheduler::relation;

namespace {

struct counts {
  std::uint64_t executions = 0;
  std::uint64_t deadlocked = 0;
  friend bool operator==(const counts&, const counts&) = default;
};

counts explore(const std::function<void()>& body, relation which,
               scheduler::time_mode time = scheduler::time_mode::any) {
  checker::dpor reduced{checker::reduction::optimal, which};
  checker::check_options options;
  options.execution.time = time;
  const checker::result found = checker::check("family", body, reduced, options);
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  CHECK(found.blocked == 0);
  return {found.executions, found.deadlocked};
}

std::uint64_t traces(void (*family)(int), int n, relation which = relation::strict) {
  return explore([=] { family(n); }, which).executions;
}

std::uint64_t factorial(int n) {
  std::uint64_t product = 1;
  for (int factor = 2; factor <= n; ++factor) product *= static_cast<std::uint64_t>(factor);
  return product;
}

}  // namespace

TEST_CASE("one execution per trace: reads and writes") {
  // Writers: a total order of N writes. Readers: each before or after the one write. Each
  // read-and-write: N! orders of the writes, and the k-th writer's read falls in one of k gaps.
  for (int n = 1; n <= 5; ++n) {
    CHECK(traces(families::writers, n) == factorial(n));
    CHECK(traces(families::readers, n) == std::uint64_t{1} << n);
    CHECK(traces(families::faa, n) == factorial(n));
    CHECK(traces(families::cas01, n) == static_cast<std::uint64_t>(n));  // who wins
    if (n <= 4) CHECK(traces(families::loadstore, n) == factorial(n) * factorial(n));
  }
}

TEST_CASE("one execution per trace: locks") {
  for (int n = 1; n <= 5; ++n) {
    CHECK(traces(families::mutex1, n) == factorial(n));
    CHECK(traces(families::lockinc, n) == factorial(n));
    CHECK(traces(families::rwlock, n) == std::uint64_t{1} << n);
    if (n <= 4) CHECK(traces(families::mutex2_seq, n) == factorial(n) * factorial(n));
    if (n <= 4) CHECK(traces(families::mutex2_nest, n) == factorial(n));
  }
  // k winners in order, each of the others fails inside one of k critical sections:
  // the sum over k of N!/(N-k)! k^(N-k).
  CHECK(traces(families::trylock1, 3) == 3 + 6 * 2 + 6);               // 21
  CHECK(traces(families::trylock1, 4) == 4 + 12 * 4 + 24 * 3 + 24);    // 148
  CHECK(traces(families::timedlock1, 4) == 4 + 12 * 4 + 24 * 3 + 24);  // the same
  // In quiescent time the lock is always free before its deadline.
  CHECK(explore([] { families::timedlock1(4); }, relation::strict,
                scheduler::time_mode::quiescent) == counts{24, 0});
}

TEST_CASE("one execution per trace: the philosophers' one deadlock") {
  // Each fork goes first to one of its two neighbours: 2^N orientations, minus the two cyclic ones,
  // plus the deadlock, in which everybody has one fork.
  for (int n = 2; n <= 6; ++n)
    CHECK(explore([n] { families::philosophers(n); }, relation::strict) ==
          counts{(std::uint64_t{1} << n) - 1, 1});
}

TEST_CASE("one execution per trace: semaphores") {
  // sem2 strict: N! 3^(N-1); with commuting releases N! Fibonacci(2N-1). A producer of N permits:
  // N! Catalan(N).
  CHECK(traces(families::sem2, 3) == 6 * 9);
  CHECK(traces(families::sem2, 4) == 24 * 27);
  CHECK(traces(families::sem2, 3, relation::refined) == 6 * 5);
  CHECK(traces(families::sem2, 4, relation::refined) == 24 * 13);
  CHECK(traces(families::sem_handoff, 3) == 6 * 5);
  CHECK(traces(families::sem_handoff, 4) == 24 * 14);
}

TEST_CASE("one execution per trace: condition variables") {
  // k waiters come before the signal, in order, then N lock acquisitions in any order:
  // N! times the sum over k of N!/k!. With one notification, N! + the sum over k >= 1 of
  // P(N,k) k (N-k+1)!, of which the terms with k >= 2 deadlock.
  CHECK(explore([] { families::cond_flag(3, false); }, relation::strict) ==
        counts{6 * (1 + 3 + 6 + 6), 0});
  CHECK(explore([] { families::cond_flag(3, true); }, relation::strict) ==
        counts{6 + 3 * 1 * 6 + 6 * 2 * 2 + 6 * 3 * 1, 6 * 2 * 2 + 6 * 3 * 1});
  CHECK(explore([] { families::cond_lost(); }, relation::strict) == counts{2, 1});
  // No closed form is known: 4, 96 and 7296 come from a brute force over all interleavings.
  CHECK(traces(families::timedwait1, 1) == 4);
  CHECK(traces(families::timedwait1, 2) == 96);
}

TEST_CASE("one execution per trace: barriers and channels, strict and refined") {
  for (int n = 2; n <= 5; ++n) {
    CHECK(traces(families::barrier, n) == factorial(n));
    CHECK(traces(families::barrier, n, relation::refined) == 1);
    // Queue of two: Dyck paths of height at most 2; with matched ends only the program order.
    CHECK(traces(families::chan_spsc, n) == std::uint64_t{1} << (n - 1));
    CHECK(traces(families::chan_spsc, n, relation::refined) == 1);
  }
}

TEST_CASE("starting and joining add no executions") {
  for (int n = 1; n <= 5; ++n) CHECK(traces(families::spawn_join, n) == factorial(n));
}

TEST_CASE("the unsafe bank of four has 2106 traces") {
  // Brute force over all interleavings of check, read and write; 47 604 390 of them.
  CHECK(explore(
            [] {
              heddle::var<int> balance{100, "balance"};
              families::unsafe_bank({80, 70, 50, 20}, balance);
            },
            relation::refined) == counts{2106, 0});
}

TEST_CASE("more arrivals than a barrier takes are explored in every order") {
  // Three tasks at a barrier of two: which two meet first matters, and arrivals do not commute.
  const auto body = [] {
    heddle::barrier<> meeting{2};
    families::together(3, [&](int) { meeting.arrive_and_wait(); });
  };
  CHECK(explore(body, relation::refined) == explore(body, relation::cautious));
}

namespace {

/// A Mazurkiewicz trace as a text: the label of each event, and which events of other tasks that
/// it depends on came before. Independent of how the search works.
std::string canonical(std::span<const scheduler::event> events, relation which) {
  std::map<scheduler::task_index, int> counts_so_far;
  std::vector<std::string> names;
  std::vector<std::string> lines;
  for (std::size_t late = 0; late < events.size(); ++late) {
    const scheduler::event& here = events[late];
    const int number = counts_so_far[here.task]++;
    names.push_back(std::to_string(here.task) + "." + std::to_string(number));
    std::string line = names.back() + ":" + std::to_string(static_cast<int>(here.kind)) + "," +
                       std::to_string(here.object) + "," +
                       std::to_string(static_cast<int>(here.how)) + "," +
                       std::to_string(here.chosen) + "<";
    std::set<std::string> before;
    for (std::size_t early = 0; early < late; ++early)
      if (events[early].task != here.task && scheduler::dependent(events[early], here, which))
        before.insert(names[early]);
    for (const std::string& each : before) line += each + " ";
    lines.push_back(line);
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& each : lines) all += each + "\n";
  return all;
}

struct seen_traces {
  std::map<std::string, int> times;  ///< how often each trace was executed
  std::uint64_t runs = 0;
  std::uint64_t stuck = 0;
  std::uint64_t failed = 0;
  std::uint64_t blocked = 0;
  bool overfilled = false;
  bool complete = false;
};

/// All executions of a program by a strategy, at most `limit`.
seen_traces run_all(const random_program::program& program, checker::strategy& how, relation which,
                    const scheduler::execution_options& options, std::uint64_t limit) {
  scheduler::controlled_runtime runtime(options, how.places());
  const auto body = [](void* context) {
    static_cast<const random_program::program*>(context)->run();
  };
  seen_traces seen;
  std::set<std::string> stuck;
  std::set<std::string> failed;
  while (seen.runs <= limit) {
    if (!how.next()) {
      seen.complete = true;
      break;
    }
    runtime.run({body, const_cast<random_program::program*>(&program), {}, {}, false}, how);
    REQUIRE(runtime.how() != scheduler::ending::diverged);
    ++seen.runs;
    if (runtime.how() == scheduler::ending::given_up) {
      ++seen.blocked;
    } else {
      const std::string trace = canonical(runtime.events(), which);
      ++seen.times[trace];
      if (runtime.how() == scheduler::ending::stuck) stuck.insert(trace);
      if (!runtime.failures().empty()) failed.insert(trace);
      seen.overfilled = seen.overfilled || scheduler::overfills(runtime.events());
    }
    how.finished(runtime);
  }
  seen.stuck = stuck.size();
  seen.failed = failed.size();
  return seen;
}

/// Compares the reduced search with all interleavings on programs from `first` on. Returns how many
/// were small enough.
int compare(std::uint64_t first, int programs, std::uint64_t most_interleavings) {
  int compared = 0;
  for (std::uint64_t seed = first; seed < first + static_cast<std::uint64_t>(programs); ++seed) {
    const random_program::program program = random_program::make(seed);
    const relation which = seed % 2 == 0 ? relation::strict : relation::cautious;
    scheduler::execution_options options;
    if (seed % 3 == 0) options.time = scheduler::time_mode::quiescent;
    options.spurious = seed % 7 == 0;
    if (seed % 11 == 0) options.steps = 3;
    checker::dfs all;
    const seen_traces expected = run_all(program, all, which, options, most_interleavings);
    if (!expected.complete) continue;
    ++compared;
    checker::dpor reduced{checker::reduction::optimal, which};
    const seen_traces found = run_all(program, reduced, which, options, most_interleavings);
    checker::dpor by_source_sets{checker::reduction::source, which};
    const seen_traces sourced =
        run_all(program, by_source_sets, which, options, most_interleavings);
    INFO("seed " << seed << "\n" << program.text());
    CHECK(found.complete);
    CHECK(found.blocked == 0);
    CHECK(found.runs == found.times.size());
    CHECK(sourced.complete);
    CHECK(sourced.runs - sourced.blocked == sourced.times.size());
    if (reduced.covered().kind != checker::coverage_kind::complete) {
      CHECK(found.times.size() <= expected.times.size());
      continue;
    }
    CHECK(found.times.size() == expected.times.size());
    CHECK(std::all_of(found.times.begin(), found.times.end(),
                      [&](const auto& each) { return expected.times.contains(each.first); }));
    CHECK(found.stuck == expected.stuck);
    CHECK(found.failed == expected.failed);
    CHECK(sourced.times == found.times);
    CHECK(sourced.stuck == expected.stuck);
    CHECK(sourced.failed == expected.failed);
  }
  return compared;
}

}  // namespace

TEST_CASE("random programs: each trace exactly once, none lost") {
  CHECK(compare(1, 60, 3'000) > 30);
}

TEST_CASE("many random programs: each trace exactly once, none lost", "[slow]") {
#if defined(__SANITIZE_ADDRESS__)
  // Ten times slower; what the sanitizers look for does not hide in the last program.
  CHECK(compare(1'000, 500, 3'000) > 400);
#else
  CHECK(compare(1'000, 6'000, 3'000) > 5'000);
#endif
}
