#include <set>
#include <string>

#include "checker/check.hpp"
#include "checker/model.hpp"
#include "checker/strategy.hpp"
#include "tests/catch.hpp"
#include "tests/models/tutorial_support.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

namespace {

checker::result check_model(std::string_view name, std::string_view strategy,
                            std::uint64_t executions = 0,
                            scheduler::time_mode time = scheduler::time_mode::any) {
  const heddle::model* const subject = checker::find_model(name);
  REQUIRE(subject != nullptr);
  const auto how = checker::make_strategy(strategy, {.seed = 1, .executions = executions});
  checker::check_options options;
  options.execution = checker::effective_options(*subject);
  options.execution.time = time;
  return checker::check(*subject, *how, options);
}

std::set<int> balances(const checker::result& found) {
  std::set<int> values;
  for (const checker::model_outcome& each : found.outcomes)
    values.insert(std::stoi(each.values.at("balance")));
  return values;
}

std::set<std::string> ends(const checker::result& found) {
  std::set<std::string> values;
  for (const checker::model_outcome& each : found.outcomes)
    values.insert(each.values.at("thread 1") + "/" + each.values.at("thread 2"));
  return values;
}

}  // namespace

TEST_CASE("one withdrawal after the other empties the account exactly") {
  const checker::result found = check_model("tutorial.bank.sequential", "dfs");
  // 100 - 80 = 20; 70 and 50 are refused; 20 - 20 = 0. Only main's join can follow each spawn, but
  // the new thread may be left for main's next step, the join, only when it has ended: one
  // schedule.
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  CHECK(found.executions == 1);
  CHECK(balances(found) == std::set<int>{0});
  CHECK(found.findings.empty());
}

TEST_CASE("with a lock the balance is what the order of the customers leaves") {
  // Of 80, 70, 50 and 20, whoever comes first of 80, 70, 50 excludes the other two, unless 20 came
  // before: 80 - 20 -> 0, 70 - 20 -> 10, 50 - 20 -> 30. All orders of the four reach these.
  const checker::result found = check_model("tutorial.bank.locked", "random", 5'000);
  CHECK(balances(found) == std::set<int>{0, 10, 30});
  CHECK(found.findings.empty());
}

TEST_CASE("the bank without a lock says its cause: a check that was stale when it was acted on") {
  const checker::result found = check_model("tutorial.bank.unsafe", "random", 1'000);
  REQUIRE(!found.findings.empty());
  const checker::finding& overdrawn = found.findings[0];
  REQUIRE(overdrawn.kind == heddle::finding_kind::invariant);
  REQUIRE(overdrawn.because);
  CHECK(overdrawn.because->kind == checker::cause_kind::stale_check);
  CHECK(overdrawn.because->first.value == "100");
  CHECK(overdrawn.because->between.number < overdrawn.because->second.number);
  REQUIRE(overdrawn.values.size() == 1);
  CHECK(std::stoi(overdrawn.values[0].value) < 0);
}

TEST_CASE("without a lock the bank hands out more than it has", "[slow]") {
  // Each subset of the withdrawals may see enough money; updates may also be lost. The 13 balances
  // are those of a brute-force enumeration of check, read and write of four customers.
  const checker::result found = check_model("tutorial.bank.unsafe", "random", 100'000);
  CHECK(balances(found) ==
        std::set<int>{-120, -100, -70, -50, -40, -30, -20, 0, 10, 20, 30, 50, 80});
  // The line that takes races with itself and with the line that checks.
  REQUIRE(found.findings.size() == 3);
  std::set<std::string> lines;
  for (std::size_t each = 1; each < 3; ++each) {
    CHECK(found.findings[each].kind == heddle::finding_kind::data_race);
    CHECK(found.findings[each].message == "nothing orders two accesses to balance");
    lines.insert(found.findings[each].signature);
  }
  CHECK(lines.size() == 2);
  CHECK(found.findings[0].kind == heddle::finding_kind::invariant);
  CHECK(found.findings[0].message == "the balance is never negative");
  for (const checker::finding& each : found.findings) CHECK(each.expected);
  CHECK(found.as_declared());
}

TEST_CASE("two locks in opposite orders deadlock") {
  const checker::result found = check_model("tutorial.deadlock.abba", "dfs");
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].kind == heddle::finding_kind::deadlock);
  CHECK(found.as_declared());
  // The ring, and main, which waits for thread 1.
  CHECK(found.findings[0].blocked.size() == 3);
}

TEST_CASE("with time-outs nobody waits for ever, whatever the timing") {
  const checker::result found = check_model("tutorial.deadlock.timeout", "dfs");
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  CHECK(found.findings.empty());
  CHECK(found.deadlocked == 0);
  // A thread that does not even get its first lock has met the other holding both: that one
  // finishes. Otherwise each finishes or gives up, in any combination.
  CHECK(ends(found) == std::set<std::string>{"finished/finished", "finished/gave up",
                                             "gave up/finished", "gave up/gave up",
                                             "finished/no first lock", "no first lock/finished"});
}

TEST_CASE("in quiescent time nobody waits two seconds for a first lock") {
  const checker::result found =
      check_model("tutorial.deadlock.timeout", "dfs", 0, scheduler::time_mode::quiescent);
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  CHECK(found.findings.empty());
  // The clock moves only when both wait for their second locks, with one deadline: one of the two
  // gives up and the other finishes, or both give up at that instant. "No first lock" would need
  // the other to hold both locks for two seconds, and it never waits then.
  CHECK(ends(found) == std::set<std::string>{"finished/finished", "finished/gave up",
                                             "gave up/finished", "gave up/gave up"});
}

TEST_CASE("all models of the tutorial declare what a search finds") {
  CHECK(checker::registration_errors().empty());
  std::size_t complete = 0;
  std::size_t sampled = 0;
  for (const heddle::model* each : checker::registered_models()) {
    if (!each->name().starts_with("tutorial.")) continue;
    CAPTURE(each->name());
    const checker::result found = heddle::testing::search_model(each->name());
    CHECK(found.as_declared());
    CHECK(found.blocked == 0);
    // The tutorial's own sizes are sampled; what goes round for ever is followed so far.
    const bool full = each->name().ends_with(".full");
    CHECK((found.covered.kind == checker::coverage_kind::sampled) == full);
    if (found.covered.kind == checker::coverage_kind::bounded)
      CHECK(each->options().steps.has_value());
    if (!full) CHECK(found.missing.empty());
    ++(full ? sampled : complete);
  }
  CHECK(complete >= 10);
  CHECK(sampled >= 4);
}
