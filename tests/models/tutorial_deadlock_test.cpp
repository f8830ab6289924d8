#include <set>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/models/tutorial_support.hpp"

using namespace heddle::testing;
namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

namespace {

std::set<std::string> outputs(const checker::result& found) {
  std::set<std::string> all;
  for (const outcome_values& each : outcomes(found, {"output"})) all.insert(each[0]);
  return all;
}

}  // namespace

TEST_CASE("locks taken in one order, or one lock, never deadlock") {
  for (const char* const name : {"tutorial.deadlock.ordered", "tutorial.deadlock.one_lock"}) {
    const checker::result found = search_model(name);
    require_complete(found);
    CHECK(found.findings.empty());
    // Whoever takes the first lock first is done first.
    CHECK(found.executions == 2);
    CHECK(outcomes(found, {"last"}) == std::set<outcome_values>{{"thread 1"}, {"thread 2"}});
  }
}

TEST_CASE("what the tutorial prints with time-outs is one of ten outcomes in quiescent time") {
  const checker::result found = search_model("tutorial.deadlock.timeout_printed");
  require_complete(found);
  // Each gets its first lock, in one of two orders. Both wait, the clock moves to 2 s, and both
  // time-outs are due: both give up, in one of two orders, or only one does, and the other gets its
  // second lock from it: 2 * (2 + 2) outputs.
  std::set<std::string> expected;
  const std::string one = "Thread 1 ";
  const std::string two = "Thread 2 ";
  const std::string gives_up_1 = one + "could not acquire lock B, releasing lock A";
  const std::string gives_up_2 = two + "could not acquire lock A, releasing lock B";
  const std::string gets_1 = one + "acquired lock B | " + one + "finished!";
  const std::string gets_2 = two + "acquired lock A | " + two + "finished!";
  const std::string first_1 = one + "acquired lock A";
  const std::string first_2 = two + "acquired lock B";
  for (const std::string& begin : {first_1 + " | " + first_2, first_2 + " | " + first_1})
    for (const std::string& end : {gives_up_1 + " | " + gives_up_2, gives_up_2 + " | " + gives_up_1,
                                   gives_up_1 + " | " + gets_2, gives_up_2 + " | " + gets_1})
      expected.insert(begin + " | " + end);
  // Or one gets both before the other begins, and keeps the second: the other waits in vain. Two
  // more; that both finish, as one would expect of the program, cannot be.
  expected.insert(first_1 + " | " + gets_1 + " | " + two + "could not acquire lock B");
  expected.insert(first_2 + " | " + gets_2 + " | " + one + "could not acquire lock A");
  CHECK(outputs(found) == expected);
  CHECK(outputs(search_model("tutorial.deadlock.timeout_printed", {.strategy = "dfs"})) ==
        expected);
  // The tutorial's run: thread 2 gives up, and thread 1 gets its lock.
  const std::string tutorial = first_1 + " | " + first_2 + " | " + gives_up_2 + " | " + gets_1;
  CHECK(outcomes(found, {"output", "as in the tutorial"}).contains({tutorial, "true"}));
  std::size_t as_there = 0;
  for (const outcome_values& each : outcomes(found, {"as in the tutorial", "output"}))
    if (each[0] == "true") ++as_there;
  CHECK(as_there == 1);
}

TEST_CASE("the tutorial's thread that gets its second lock never gives it back") {
  for (const scheduler::time_mode time :
       {scheduler::time_mode::any, scheduler::time_mode::quiescent}) {
    const checker::result found = search_model("tutorial.deadlock.timeout_printed", {.time = time});
    require_complete(found);
    // Thread 1 keeps lock B, thread 2 keeps lock A, never both: one of them did not finish.
    CHECK(found.findings.size() == 2);
    for (const checker::finding& each : found.findings)
      CHECK(each.kind == heddle::finding_kind::leak);
    for (const std::string& output : outputs(found)) {
      const bool first = output.find("Thread 1 finished!") != std::string::npos;
      const bool second = output.find("Thread 2 finished!") != std::string::npos;
      CHECK_FALSE((first && second));
    }
  }
}

TEST_CASE("whatever the timing, a time-out can come before the other thread has printed") {
  const checker::result found =
      search_model("tutorial.deadlock.timeout_printed", {.time = scheduler::time_mode::any});
  require_complete(found);
  const std::set<std::string> any = outputs(found);
  CHECK(any == outputs(search_model("tutorial.deadlock.timeout_printed",
                                    {.strategy = "dfs", .time = scheduler::time_mode::any})));
  const std::set<std::string> quiescent =
      outputs(search_model("tutorial.deadlock.timeout_printed"));
  for (const std::string& each : quiescent) CHECK(any.contains(each));
  CHECK(any.size() > quiescent.size());
  // Thread 2 waits in vain for its first lock while thread 1 has both and is about to finish.
  CHECK(any.contains(
      "Thread 1 acquired lock A | Thread 1 acquired lock B | Thread 2 could not acquire lock B | "
      "Thread 1 finished!"));
}

TEST_CASE("trying again for ever is a livelock") {
  const checker::result found = search_model("tutorial.deadlock.retry");
  CHECK(found.as_declared());
  CHECK(found.missing.empty());
  CHECK(found.deadlocked == 0);
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].kind == heddle::finding_kind::livelock);
  // Bounded by the steps that the model allows each thread, and by nothing else.
  CHECK(found.covered.kind == checker::coverage_kind::bounded);
  CHECK(found.covered.reasons == std::vector<std::string>{"steps 9"});
}
