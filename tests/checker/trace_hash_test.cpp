#include "checker/trace_hash.hpp"

#include <map>
#include <set>
#include <string>

#include "checker/check.hpp"
#include "checker/recorded_run.hpp"
#include "checker/strategies/dfs.hpp"
#include "checker/strategies/random.hpp"
#include "scheduler/primitives/barrier.hpp"
#include "scheduler/primitives/choose.hpp"
#include "scheduler/primitives/process.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/checker/random_program.hpp"
#include "tests/checker/strategies/families.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

namespace {

/// A Mazurkiewicz trace as a text: each event by its task and number, with its label and the
/// earlier events of other tasks that it depends on. Tasks are named by who they are.
std::string written_trace(const checker::finished_run& run) {
  std::map<scheduler::task_index, int> so_far;
  std::vector<std::string> names;
  std::set<std::string> lines;
  const auto name = [&](scheduler::task_index task) {
    return task == scheduler::no_task ? "clock"
                                      : std::to_string(checker::identity_of_task(run, task));
  };
  for (std::size_t late = 0; late < run.events.size(); ++late) {
    const scheduler::event& here = run.events[late];
    names.push_back(name(here.task) + "." + std::to_string(so_far[here.task]++));
    const bool wakes =
        here.kind == scheduler::operation_kind::notify_one && here.how == scheduler::outcome::done;
    std::string line = names.back() + ":" + std::to_string(static_cast<int>(here.kind)) + "," +
                       std::to_string(static_cast<int>(here.how)) + "," +
                       (wakes ? name(here.chosen) : std::to_string(here.chosen)) + "<";
    std::set<std::string> before;
    for (std::size_t early = 0; early < late; ++early)
      if (run.events[early].task != here.task &&
          scheduler::dependent(run.events[early], here, scheduler::relation::strict))
        before.insert(names[early]);
    for (const std::string& each : before) line += each + " ";
    lines.insert(line);
  }
  std::string all;
  for (const std::string& each : lines) all += each + "\n";
  return all;
}

/// The hash of each trace among the executions of a strategy, at most `limit`.
std::size_t compare(const std::function<void()>& body, checker::strategy& how,
                    const scheduler::execution_options& options, std::uint64_t limit) {
  scheduler::controlled_runtime runtime(options, how.places());
  checker::trace_hash hash_of;
  std::map<std::string, std::uint64_t> hashes;
  std::set<std::uint64_t> different;
  for (std::uint64_t runs = 0; runs < limit && how.next(); ++runs) {
    runtime.run(checker::main_task(body), how, how.repeated_events());
    const checker::finished_run run = checker::view_of(runtime);
    const std::uint64_t hash = hash_of(run);
    const auto [known, added] = hashes.emplace(written_trace(run), hash);
    CHECK(known->second == hash);
    different.insert(hash);
    how.finished(runtime);
  }
  CHECK(different.size() == hashes.size());
  return different.size();
}

std::size_t count_by_dfs(const std::function<void()>& body) {
  checker::dfs all;
  return compare(body, all, {}, 1'000'000);
}

/// Processes that write what they copied, beside a task that writes the original.
void forks() {
  heddle::var<int> x{0, "x"};
  heddle::thread writer([&] { x = 1; });
  heddle::process one([&] { x = x + 1; });
  heddle::process two([&] { x = x + 1; });
  writer.join();
  one.join();
  two.join();
}

}  // namespace

TEST_CASE("one hash for each trace of the families") {
  // The closed forms of the strict relation: N!, 2^N, N!^2, N! of a barrier, 3 of two philosophers.
  CHECK(count_by_dfs([] { families::writers(4); }) == 24);
  CHECK(count_by_dfs([] { families::readers(4); }) == 16);
  CHECK(count_by_dfs([] { families::loadstore(3); }) == 36);
  CHECK(count_by_dfs([] { families::barrier(3); }) == 6);
  CHECK(count_by_dfs([] { families::philosophers(2); }) == 3);
  CHECK(count_by_dfs([] { families::cond_flag(2, false); }) == 10);
  CHECK(count_by_dfs([] { families::timedwait1(2); }) == 96);
  CHECK(count_by_dfs([] { families::spawn_join(3); }) == 6);
  CHECK(count_by_dfs([] { heddle::choose(5); }) == 5);
}

TEST_CASE("one hash for each trace with phases of barriers and processes") {
  CHECK(count_by_dfs([] {
          heddle::barrier<> meeting{2};
          families::together(2, [&](int) {
            meeting.arrive_and_wait();
            meeting.arrive_and_wait();
          });
        }) == 4);
  CHECK(count_by_dfs(forks) > 3);
}

TEST_CASE("one hash for each trace of random programs") {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const random_program::program program = random_program::make(seed);
    scheduler::execution_options options;
    if (seed % 3 == 0) options.time = scheduler::time_mode::quiescent;
    options.spurious = seed % 7 == 0;
    checker::random_walk walk({.seed = seed, .executions = 300});
    INFO("seed " << seed << "\n" << program.text());
    compare([&] { program.run(); }, walk, options, 300);
  }
}

TEST_CASE("a search compares as many traces as asked, of a sample only") {
  checker::check_options options;
  options.compared_traces = 500;
  checker::random_walk walk({.executions = 2'000});
  const checker::result found = checker::check(
      "sampled", [] { families::writers(3); }, walk, options);
  REQUIRE(found.traces.has_value());
  CHECK(found.traces->executions == 500);
  CHECK(found.traces->distinct == 6);
  CHECK(found.traces->once == 0);
  CHECK(found.traces->unseen() == 0);

  checker::random_walk few({.executions = 5});
  const checker::result rare = checker::check(
      "sampled", [] { heddle::choose(50'000); }, few, options);
  CHECK(rare.traces->once == 5);
  CHECK(rare.traces->unseen() == 1);

  checker::dfs all;
  CHECK_FALSE(checker::check(
                  "all", [] { families::writers(3); }, all, options)
                  .traces.has_value());
  checker::random_walk plain({.executions = 5});
  CHECK_FALSE(checker::check(
                  "none", [] { families::writers(3); }, plain)
                  .traces.has_value());
}
