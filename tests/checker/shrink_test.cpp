#include "checker/shrink.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "checker/check.hpp"
#include "checker/finding_table.hpp"
#include "checker/shrink/shrink_schedules.hpp"
#include "checker/strategies/dpor/dpor.hpp"
#include "checker/strategies/random.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"
#include "tests/checker/random_program.hpp"
#include "tests/checker/shrink/every_schedule.hpp"
#include "tests/checker/shrink/failures.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;
using heddle::finding_kind;

namespace {

using program = std::function<void()>;

/// More schedules than any program of these tests has within its bound.
constexpr std::uint64_t all_of_them = 1'000'000;

checker::result search(const program& body, checker::strategy& how, bool shrink,
                       const scheduler::execution_options& options = {},
                       std::uint64_t executions = checker::shrink_options{}.executions) {
  checker::check_options wanted;
  wanted.execution = options;
  wanted.shrink.enabled = shrink;
  wanted.shrink.executions = executions;
  return checker::check("shrunk", body, how, wanted);
}

/// Whether a schedule still shows the symptom, and is not larger than it was: what every shrinker
/// owes.
bool keeps_failure(const program& body, std::uint64_t key, const checker::schedule_size& before,
                   const checker::token& how) {
  const failures::smallest shown = failures::shown_by(body, how);
  const auto found = shown.find(key);
  return found != shown.end() && found->second <= before;
}

/// A deadlock of two tasks among `others` that have nothing to do with it: more orders of tasks
/// than anybody runs.
void crowded_deadlock(int others) {
  heddle::mutex a{"a"};
  heddle::mutex b{"b"};
  std::vector<std::function<void()>> bodies{[&] {
                                              a.lock();
                                              b.lock();
                                              b.unlock();
                                              a.unlock();
                                            },
                                            [&] {
                                              b.lock();
                                              a.lock();
                                              a.unlock();
                                              b.unlock();
                                            }};
  for (int other = 0; other < others; ++other)
    bodies.emplace_back([] {
      heddle::atomic<int> own{0, "own"};
      for (int step = 0; step < 3; ++step) own.store(step);
    });
  heddle::together(bodies);
}

/// One check fails whenever the second task comes first, the other only if the first is preempted
/// between its stores.
void two_checks() {
  heddle::atomic<int> x{0, "x"};
  heddle::together({[&] {
                      x.store(1);
                      x.store(2);
                    },
                    [&] {
                      const int seen = x.load();
                      heddle::check(seen != 0, "not the first");
                      heddle::check(seen != 1, "not in the middle");
                    }});
}

void take_both(heddle::mutex& first, heddle::mutex& second) {
  first.lock();
  second.lock();
  second.unlock();
  first.unlock();
}

/// Two deadlocks that no words tell apart: locks of the same names taken on the same lines. The
/// second comes about only if the last task runs after `step.store(1)` and before `step.store(2)`.
void twin_deadlocks() {
  heddle::mutex a1{"a"};
  heddle::mutex b1{"b"};
  heddle::mutex a2{"a"};
  heddle::mutex b2{"b"};
  heddle::atomic<int> now{0, "step"};
  heddle::together({[&] { take_both(a1, b1); }, [&] { take_both(b1, a1); },
                    [&] {
                      now.store(1);
                      now.store(2);
                      take_both(a2, b2);
                    },
                    [&] {
                      if (now.load() == 1) take_both(b2, a2);
                    }});
}

/// A schedule that shows the one symptom with this many preemptions at least, and no other.
checker::token schedule_of_rare(const program& body, std::uint32_t preemptions) {
  const failures::smallest least = failures::within(body, {}, preemptions, all_of_them).value();
  checker::token found;
  every_schedule(body, {}, preemptions, all_of_them, [&](const auto& runtime) {
    if (!found.model.empty()) return;
    const checker::finished_run run = checker::view_of(runtime);
    std::vector<checker::symptom> seen;
    checker::detect_all(run, seen);
    if (seen.size() == 1 && least.at(seen[0].key).preemptions == preemptions)
      found = checker::token_of("shrunk", run);
  });
  REQUIRE_FALSE(found.model.empty());
  return found;
}

}  // namespace

TEST_CASE("shrunk: every failing model fails with the fewest preemptions there are", "[slow]") {
  std::size_t compared = 0;
  std::size_t proved = 0;
  for (const heddle::model* const subject : checker::registered_models()) {
    if (subject->options().strategy) continue;  // too large for every trace
    const scheduler::execution_options options = checker::effective_options(*subject);
    checker::dpor every_trace;
    const checker::result found = search(subject->body(), every_trace, true, options);
    for (const checker::finding& each : found.findings) {
      // An endless execution has no finished run to be compared: tests/checker/liveness.
      if (each.kind == finding_kind::livelock || each.kind == finding_kind::starvation) continue;
      if (each.kind == finding_kind::nondeterminism) continue;
      INFO(subject->name() << " " << each.signature);
      const std::uint64_t key = failures::key_of(subject->body(), each);
      const auto least = failures::within(subject->body(), options, each.preemptions, all_of_them);
      REQUIRE(least.has_value());
      CHECK(each.preemptions == least->at(key).preemptions);
      CHECK(each.execution.steps.size() == least->at(key).events);
      REQUIRE(each.shrunk.has_value());
      if (each.shrunk->proved) ++proved;
      ++compared;
    }
  }
  CHECK(compared >= 70);
  // A few need two or three preemptions, and have more schedules with one or two than the usual
  // budget allows.
  CHECK(proved + 5 >= compared);
}

TEST_CASE("shrunk: whatever found it, it is the same schedule") {
  for (const char* name : {"tutorial.bank.unsafe", "tutorial.deadlock.abba"}) {
    const heddle::model& subject = *checker::find_model(name);
    checker::dpor every_trace;
    const checker::result wanted = checker::check(subject, every_trace);
    for (const char* strategy : {"dfs", "source", "random", "pct", "pos", "urw", "portfolio"}) {
      INFO(name << " " << strategy);
      const auto how = checker::make_strategy(strategy, {.executions = 300});
      checker::check_options options;
      options.max_executions = 3'000;
      const checker::result found = checker::check(subject, *how, options);
      REQUIRE(found.findings.size() == wanted.findings.size());
      for (const checker::finding& each : found.findings) {
        const auto same =
            std::ranges::find(wanted.findings, each.signature, &checker::finding::signature);
        REQUIRE(same != wanted.findings.end());
        CHECK(each.token == same->token);
      }
    }
  }
}

TEST_CASE("shrunk: random programs keep what is wrong with them, with the fewest preemptions") {
  std::uint64_t proved = 0;
  std::uint64_t smaller = 0;
  for (std::uint64_t seed = 1; seed <= random_program::how_many(400); ++seed) {
    const random_program::program given =
        seed % 2 == 0 ? random_program::make(seed) : random_program::make_racy(seed);
    const program body = [&] { given.run(); };
    scheduler::execution_options options;
    if (seed % 3 == 0) options.time = scheduler::time_mode::quiescent;
    options.spurious = seed % 7 == 0;
    // Now and then too few to prove anything.
    const std::uint64_t executions = seed % 5 == 0 ? 3 + seed % 20 : 2'000;
    checker::random_walk drawn({.seed = seed, .executions = 10});
    checker::random_walk drawn_again({.seed = seed, .executions = 10});
    const checker::result before = search(body, drawn, false, options);
    const checker::result after = search(body, drawn_again, true, options, executions);
    INFO("seed " << seed << "\n" << given.text());
    CHECK(before.executions == after.executions);
    CHECK(before.findings.size() >= after.findings.size());
    for (const checker::finding& each : before.findings) {
      INFO(each.signature);
      const std::uint64_t key = failures::key_of(body, each);
      const auto same = std::ranges::find_if(after.findings, [&](const checker::finding& one) {
        return one.signature == each.signature || failures::key_of(body, one) == key;
      });
      REQUIRE(same != after.findings.end());
      CHECK(same->kind == each.kind);
      CHECK(same->preemptions <= each.preemptions);
      REQUIRE(same->shrunk.has_value());
      if (same->preemptions < each.preemptions) ++smaller;
      if (!same->shrunk->proved) continue;
      const auto least = failures::within(body, options, same->preemptions, 20'000);
      if (!least) continue;
      CHECK(least->at(failures::key_of(body, *same)).preemptions == same->preemptions);
      CHECK((!least->contains(key) || least->at(key).preemptions >= same->preemptions));
      ++proved;
    }
  }
  CHECK(proved > 200);
  CHECK(smaller > 50);
}

TEST_CASE("shrunk: where there are too many schedules to run, by reducing the one there is") {
  const program body = [] { crowded_deadlock(7); };
  checker::random_walk drawn({.seed = 3, .executions = 50});
  const checker::result found = search(body, drawn, true);
  REQUIRE(found.findings.size() == 1);
  const checker::finding& deadlock = found.findings[0];
  REQUIRE(deadlock.shrunk.has_value());
  CHECK(deadlock.shrunk->preemptions_before > 5);
  // Whoever locks first is preempted. But 9! orders of the tasks have no preemption at all.
  CHECK(deadlock.preemptions == 1);
  CHECK_FALSE(deadlock.shrunk->proved);
}

TEST_CASE("shrunk: two failures of one model keep apart") {
  checker::random_walk drawn({.executions = 100});
  const checker::result found = search(two_checks, drawn, true);
  REQUIRE(found.findings.size() == 2);
  for (const checker::finding& each : found.findings) {
    INFO(each.message);
    CHECK(each.preemptions == (each.message == "not the first" ? 0 : 1));
    CHECK(each.shrunk->proved);
  }
}

TEST_CASE("shrunk: a shrinker that takes any failure for the same is caught") {
  checker::dpor every_trace;
  const checker::result found = search(two_checks, every_trace, false);
  const auto rare =
      std::ranges::find(found.findings, "not in the middle", &checker::finding::message);
  REQUIRE(rare != found.findings.end());
  const checker::token given = checker::parse_token(rare->token);
  const std::uint64_t key = failures::key_of(two_checks, *rare);
  const checker::schedule_size size = failures::shown_by(two_checks, given).at(key);

  std::vector<checker::failing_schedule> right{{rare->kind, key, given, size}};
  CHECK(checker::shrink_schedules(two_checks, right, {}));
  CHECK(keeps_failure(two_checks, key, size, right.front().how));

  // What it would end with: the smallest schedule with any failure.
  const auto& any = std::ranges::min(right, {}, &checker::failing_schedule::size);
  CHECK(any.size < right.front().size);
  CHECK_FALSE(keeps_failure(two_checks, key, size, any.how));
}

TEST_CASE("shrunk: what no words tell apart is one finding, and the proof is about both") {
  // The last task of the twins must come between two stores and stop half way: two preemptions. The
  // first two tasks need one.
  const checker::token rare = schedule_of_rare(twin_deadlocks, 2);
  checker::shrink_options thorough;
  thorough.executions = all_of_them;
  const checker::shrink_result shrunk = checker::shrink("shrunk", twin_deadlocks, rare, thorough);
  REQUIRE(shrunk.found.findings.size() == 1);
  const checker::finding& deadlock = shrunk.found.findings[0];
  CHECK(deadlock.preemptions == 1);
  CHECK(deadlock.occurrences == 1);
  REQUIRE(deadlock.shrunk.has_value());
  CHECK(deadlock.shrunk->proved);
  CHECK(deadlock.shrunk->preemptions_before == 2);
}

TEST_CASE("shrunk: a model that is not deterministic keeps its schedules") {
  int runs = 0;
  const program fickle = [&] {
    heddle::atomic<int> x{0, "x"};
    const bool odd = ++runs % 2 == 1;
    heddle::together({[&] {
                        x.store(1);
                        if (odd) x.store(2);
                      },
                      [&] { heddle::check(x.load() == 0, "nothing yet"); }});
  };
  checker::dpor every_trace;
  const checker::result found = search(fickle, every_trace, true);
  REQUIRE_FALSE(found.findings.empty());
  for (const checker::finding& each : found.findings) CHECK_FALSE(each.shrunk.has_value());
}

TEST_CASE("shrunk: a token that does not fit is told, and one that shows nothing stays") {
  checker::dpor every_trace;
  const checker::result found = search(two_checks, every_trace, false);
  const checker::token given = checker::parse_token(found.findings.at(0).token);
  const checker::shrink_result other = checker::shrink(
      "shrunk", [] { crowded_deadlock(0); }, given);
  CHECK_FALSE(other.divergence.empty());
  CHECK(other.found.findings.empty());

  checker::token fine = given;
  every_schedule(two_checks, {}, 2, all_of_them, [&](const auto& runtime) {
    if (runtime.failures().empty()) fine = checker::token_of("shrunk", checker::view_of(runtime));
  });
  const checker::shrink_result nothing = checker::shrink("shrunk", two_checks, fine);
  CHECK(nothing.divergence.empty());
  CHECK(nothing.found.findings.empty());
}
