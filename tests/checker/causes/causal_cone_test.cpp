#include "checker/causes/causal_cone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "checker/check.hpp"
#include "checker/detector.hpp"
#include "checker/recorded_run.hpp"
#include "checker/shrink/loose_schedule.hpp"
#include "checker/token.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"

namespace {

using namespace heddle;

checker::result search(const std::function<void()>& body, const std::string& strategy = "dpor") {
  checker::strategy_options options;
  options.executions = 300;
  const auto how = checker::make_strategy(strategy, options);
  return checker::check("cone", body, *how, {});
}

const checker::finding& of_kind(const checker::result& from, finding_kind kind) {
  const auto found = std::ranges::find(from.findings, kind, &checker::finding::kind);
  REQUIRE(found != from.findings.end());
  return *found;
}

/// The steps that matter in words: `alice: read x -> 0`.
std::vector<std::string> told(const checker::finding& found) {
  std::vector<std::string> steps;
  for (const std::uint32_t number : found.cone.steps) {
    const auto& step = found.execution.steps[number - 1];
    steps.push_back(fmt::format(
        "{}: {}", found.execution.tasks[static_cast<std::size_t>(step.task)].name, step.text));
  }
  return steps;
}

using words = std::vector<std::string>;

}  // namespace

TEST_CASE("what was read matters, what was written there, and what its writer had read") {
  const checker::result found = search([] {
    var<int> source{1, "source"};
    var<int> copy{0, "copy"};
    var<int> other{0, "other"};
    thread writer{"writer", [&] {
                    other = 7;  // nobody reads it
                    const int seen = source;
                    copy = seen;
                  }};
    thread idler{"idler", [&] { (void)source.get(); }};
    writer.join();
    idler.join();
    check(copy == 0, "nothing is copied");
  });
  const checker::finding& failed = of_kind(found, finding_kind::invariant);
  CHECK(told(failed) ==
        words{"writer: read source -> 1", "writer: write copy 1", "main: read copy -> 1"});
  // The join orders the write and the read, and idler's read changes nothing.
  CHECK(failed.cone.orders.empty());
}

TEST_CASE("an overwritten value does not matter, but for those who read it in between") {
  const auto body = [](bool looks) {
    return [looks] {
      var<int> x{0, "x"};
      atomic<int> turn{0, "turn"};
      thread first{"first", [&] {
                     x = 1;
                     if (looks) (void)x.get();
                     turn = 1;
                   }};
      first.join();
      thread second{"second", [&] { x = 2; }};
      second.join();
      check(x != 2, "x is not 2");
    };
  };
  CHECK(told(of_kind(search(body(false)), finding_kind::invariant)) ==
        words{"second: write x 2", "main: read x -> 2"});
  CHECK(told(of_kind(search(body(true)), finding_kind::invariant)) ==
        words{"second: write x 2", "main: read x -> 2"});
}

TEST_CASE("a lost update matters: its write could have come later") {
  const checker::result found = search([] {
    var<int> count{0, "count"};
    const auto add = [&] {
      const int seen = count;
      count = seen + 1;
    };
    thread one{"one", add};
    thread two{"two", add};
    one.join();
    two.join();
    check(count == 2, "both have counted");
  });
  const checker::finding& lost = of_kind(found, finding_kind::invariant);
  // Two reads, two writes, and main's read.
  CHECK(lost.cone.steps.size() == 5);
  // The one's read before the other's write, and that write before the one's. The third, the
  // other's read before the one's write, follows from these and is not told.
  CHECK(lost.cone.orders.size() == 2);
  CHECK(lost.cone.preemptions.size() == 1);
}

TEST_CASE("what a read-modify-write leaves depends on all before it") {
  const checker::result found = search([] {
    atomic<int> count{0, "count"};
    thread one{"one", [&] { count.fetch_add(1); }};
    thread two{"two", [&] { count.fetch_add(1); }};
    one.join();
    two.join();
    check(count != 2, "not two");
  });
  const checker::finding& failed = of_kind(found, finding_kind::invariant);
  CHECK(failed.cone.steps.size() == 3);
  // Either could have been the first to add.
  CHECK(failed.cone.orders.size() == 1);
}

TEST_CASE("messages, notifications and futures matter to those who get them") {
  const checker::result found = search([] {
    channel<int> queue{1, "queue"};
    mutex lock{"lock"};
    condition_variable ready{"ready"};
    var<bool> set{false, "set"};
    thread sender{"sender", [&] { queue.send(3); }};
    thread setter{"setter", [&] {
                    const lock_guard guard{lock};
                    set = true;
                    ready.notify_one();
                  }};
    unique_lock held{lock};
    ready.wait(held, [&] { return set.get(); });
    const auto got = queue.receive();
    check(got != 3, "no three");
    held.unlock();
    sender.join();
    setter.join();
  });
  const words steps = told(of_kind(found, finding_kind::invariant));
  CHECK(std::ranges::count_if(
            steps, [](const std::string& step) { return step.starts_with("sender: send"); }) == 1);
  CHECK(std::ranges::count(steps, "setter: write set true") == 1);
  CHECK(std::ranges::count_if(steps, [](const std::string& step) {
          return step.find("lock lock") != std::string::npos;
        }) == 0);
}

TEST_CASE("an attempt that fails tells who holds the lock") {
  const checker::result found = search([] {
    mutex lock{"lock"};
    thread holder{"holder", [&] {
                    lock.lock();
                    lock.unlock();
                  }};
    const bool got = lock.try_lock();
    check(got, "nobody has it");
    if (got) lock.unlock();
    holder.join();
  });
  CHECK(told(of_kind(found, finding_kind::invariant)) ==
        words{"holder: lock lock", "main: try_lock lock failed"});
}

TEST_CASE("of a deadlock, what its members hold matters, and what they were told") {
  const checker::result found = search([] {
    mutex a{"a"};
    mutex b{"b"};
    var<int> x{0, "x"};
    const auto crossed = [&](mutex& first, mutex& second) {
      (void)x.get();
      first.lock();
      second.lock();
      second.unlock();
      first.unlock();
    };
    thread one{"one", [&] { crossed(a, b); }};
    thread two{"two", [&] { crossed(b, a); }};
    thread three{"three", [&] { (void)x.get(); }};
    one.join();
    two.join();
    three.join();
  });
  const checker::finding& stuck = of_kind(found, finding_kind::deadlock);
  words steps = told(stuck);
  std::ranges::sort(steps);
  CHECK(steps == words{"one: lock a", "one: read x -> 0", "two: lock b", "two: read x -> 0"});
  CHECK(stuck.preemptions == 1);
  CHECK(stuck.cone.preemptions.size() == 1);
}

TEST_CASE("of a race, both accesses matter") {
  const checker::result found = search([] {
    var<int> x{0, "x"};
    var<int> y{0, "y"};
    thread one{"one", [&] {
                 y = 1;
                 x = 1;
               }};
    thread two{"two", [&] { x = 2; }};
    one.join();
    two.join();
  });
  const checker::finding& race = of_kind(found, finding_kind::data_race);
  CHECK(race.cone.steps ==
        std::vector<std::uint32_t>{race.race->earlier.step, race.race->later.step});
  CHECK(race.cone.orders ==
        std::vector<checker::causal_cone::order>{{race.race->earlier.step, race.race->later.step}});
}

TEST_CASE("a notification that came too early matters, and the wait after it") {
  const checker::result found = search([] {
    mutex lock{"lock"};
    condition_variable ready{"ready"};
    thread notifier{"notifier", [&] { ready.notify_one(); }};
    unique_lock held{lock};
    ready.wait(held);
    held.unlock();
    notifier.join();
  });
  const checker::finding& lost = of_kind(found, finding_kind::lost_wakeup);
  CHECK(told(lost) == words{"notifier: notify_one ready: nobody waits", "main: wait on ready"});
  CHECK(lost.cone.orders.size() == 1);
}

TEST_CASE("nothing is said to matter where no shared step explains the finding") {
  const checker::result found = search([] {
    var<int> x{0, "x"};
    x = 1;
    check(false, "never");
  });
  CHECK_FALSE(of_kind(found, finding_kind::invariant).cone.known());
}

namespace {

/// Tasks that copy, add and check at random. They read what the others write, so that a check may
/// fail under some schedules only.
class random_tasks {
 public:
  explicit random_tasks(std::uint32_t seed) : random_(seed) {
    for (int task = 0; task < 4; ++task) {
      std::vector<action> actions;
      for (int i = 0; i < 5; ++i)
        actions.push_back({static_cast<int>(random_() % 6), random_() % 3, random_() % 3,
                           static_cast<int>(random_() % 3)});
      tasks_.push_back(std::move(actions));
    }
  }

  void operator()() const {
    std::vector<std::unique_ptr<var<int>>> plain;
    std::vector<std::unique_ptr<atomic<int>>> counts;
    for (int i = 0; i < 3; ++i) {
      plain.push_back(std::make_unique<var<int>>(0, fmt::format("x{}", i)));
      counts.push_back(std::make_unique<atomic<int>>(0, fmt::format("n{}", i)));
    }
    mutex lock{"lock"};
    const auto run = [&](const std::vector<action>& actions) {
      int sum = 0;
      for (const action& one : actions) switch (one.what) {
          case 0:
            sum += *plain[one.first];
            break;
          case 1:
            *plain[one.first] = sum + one.value;
            break;
          case 2:
            sum += counts[one.first]->fetch_add(one.value);
            break;
          case 3: {
            const lock_guard guard{lock};
            *plain[one.second] = *plain[one.first] + 1;
            break;
          }
          case 4:
            if (lock.try_lock()) {
              ++sum;
              lock.unlock();
            }
            break;
          default:
            check(sum != one.value + 1, "not that sum");
        }
    };
    std::vector<thread> threads;
    for (const std::vector<action>& actions : tasks_)
      threads.emplace_back([&run, &actions] { run(actions); });
    for (thread& one : threads) one.join();
  }

 private:
  struct action {
    int what = 0;
    std::size_t first = 0;
    std::size_t second = 0;
    int value = 0;
  };

  std::mt19937 random_;
  std::vector<std::vector<action>> tasks_;
};

/// The schedule of a run in which tasks without a step that matters come last.
std::vector<checker::decision> bystanders_last(const checker::finished_run& run,
                                               const checker::finding& found,
                                               std::size_t& bystanders) {
  std::vector<bool> acts(found.execution.tasks.size());
  acts[0] = true;  // it starts all others
  for (const std::uint32_t number : found.cone.steps)
    acts[static_cast<std::size_t>(found.execution.steps[number - 1].task)] = true;
  bystanders += static_cast<std::size_t>(std::ranges::count(acts, false));
  std::vector<checker::decision> wishes = checker::wishes_of(run);
  std::ranges::stable_partition(wishes,
                                [&](const checker::decision& one) { return acts[one.task]; });
  return wishes;
}

}  // namespace

TEST_CASE("a finding stays when those that do not matter come later") {
  std::size_t failures = 0;
  std::size_t bystanders = 0;
  for (std::uint32_t seed = 1; seed <= 150; ++seed) {
    const random_tasks body(seed);
    const checker::result found = search(body, "random");
    for (const checker::finding& one : found.findings) {
      if (one.kind != finding_kind::invariant || !one.cone.known()) continue;
      CAPTURE(seed, one.token, one.message, one.where.line);
      const std::function<void()> model = body;
      const checker::recorded_run first(model, checker::parse_token(one.token));
      const auto wishes = bystanders_last(first.left(), one, bystanders);
      checker::loose_schedule again(wishes);
      scheduler::controlled_runtime runtime({});
      runtime.run(checker::main_task(model), again);
      std::vector<checker::symptom> seen;
      const checker::finished_run left = checker::view_of(runtime);
      checker::detect_all(left, seen);
      const std::string told = one.where.brief();
      CHECK(std::ranges::any_of(seen, [&](const checker::symptom& symptom) {
        return symptom.kind == one.kind && scheduler::resolve(symptom.site).brief() == told;
      }));
      ++failures;
    }
  }
  // Enough to say something.
  CHECK(failures > 40);
  CHECK(bystanders > 20);
}
