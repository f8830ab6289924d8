// The graphs of deadlocks that a search has found, of every kind of wait that the hand-written
// results beside do not show.

#include <functional>
#include <string>

#include "checker/check.hpp"
#include "checker/strategy.hpp"
#include "heddle.hpp"
#include "reports/graph/deadlock_graph.hpp"
#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"

namespace heddle::reports::test {

namespace {

/// Two tasks get a barrier for three past its first phase only if somebody else comes.
void too_few_for_a_barrier() {
  barrier round{3, "round"};
  thread first{"first", [&] { round.arrive_and_wait(); }};
  thread second{"second", [&] { round.arrive_and_wait(); }};
  first.join();
  second.join();
}

/// Two semaphores of one permit each, taken crosswise.
void crossed_semaphores_of_one() {
  binary_semaphore left{1, "left"};
  binary_semaphore right{1, "right"};
  const auto take = [](binary_semaphore& one, binary_semaphore& other) {
    one.acquire();
    other.acquire();
    other.release();
    one.release();
  };
  thread first{"first", [&] { take(left, right); }};
  thread second{"second", [&] { take(right, left); }};
  first.join();
  second.join();
}

/// Receives from an empty queue that nobody sends to, while the sender waits for its end.
void nobody_sends() {
  channel<int> messages{1, "messages"};
  thread reader{"reader", [&] { static_cast<void>(messages.receive()); }};
  reader.join();
  messages.send(1);
}

checker::result deadlock_in(const char* name, const std::function<void()>& body) {
  const auto how = checker::make_strategy("dpor", {});
  checker::check_options options;
  options.stop = checker::stop_at::first;
  checker::result found = checker::check(name, body, *how, options);
  REQUIRE_FALSE(found.findings.empty());
  REQUIRE(has_deadlock_graph(found.findings.front()));
  return found;
}

checker::result deadlock_of(const char* name) {
  const model* const subject = checker::find_model(name);
  REQUIRE(subject != nullptr);
  return deadlock_in(name, subject->body());
}

void check_graph(const std::string& golden, const checker::result& from) {
  const checker::finding& found = from.findings.front();
  const graph_subject subject{.model = from.model, .found = &found, .execution = &found.execution};
  check_golden("graph_" + golden + ".dot", deadlock_dot(subject));
  check_golden("graph_" + golden + ".svg", deadlock_svg(subject));
}

}  // namespace

TEST_CASE("deadlock graph: each kind of wait that a search finds, as in the golden files") {
  check_graph("found_channel", deadlock_of("classic.channel_cycle.send_all"));
  check_graph("found_future", deadlock_of("classic.future_cycle.both_ask"));
  check_graph("found_latch", deadlock_of("classic.latch.early_return"));
  check_graph("found_shared_mutex", deadlock_of("classic.lock_upgrade.both_upgrade"));
  check_graph("found_pool", deadlock_of("classic.thread_pool.all_wait"));
  check_graph("found_barrier", deadlock_in("barrier", too_few_for_a_barrier));
  check_graph("found_semaphores", deadlock_in("semaphores", crossed_semaphores_of_one));
  check_graph("found_empty_channel", deadlock_in("empty", nobody_sends));
}

}  // namespace heddle::reports::test
