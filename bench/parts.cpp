// What the parts of an execution cost, without strategy and detectors: a switch of Boost's fibers
// and of ours, a scheduling point with and without one, a task, an execution with nothing in it.

#include <benchmark/benchmark.h>

#include <boost/context/fiber.hpp>
#include <functional>
#include <utility>

#include "checker/recorded_run.hpp"
#include "scheduler/controlled_runtime.hpp"
#include "scheduler/fiber.hpp"
#include "scheduler/primitives/thread.hpp"
#include "tests/checker/strategies/families.hpp"

namespace {

namespace scheduler = heddle::scheduler;

/// Lets the current task go on as long as it can.
class stay : public scheduler::decider {
 public:
  scheduler::choice pick(const scheduler::scheduling_point& point) override {
    const auto current = point.current();
    const bool can = current != scheduler::no_task && point.enabled().contains(current);
    return {can ? current : point.enabled().first(), 0};
  }
};

/// Of two tasks that can go on, always lets the other one.
class alternate : public scheduler::decider {
 public:
  scheduler::choice pick(const scheduler::scheduling_point& point) override {
    const auto first = point.enabled().first();
    const bool again = first == point.current() && point.enabled().size() > 1;
    return {again ? point.enabled().nth(1) : first, 0};
  }
};

/// Runs `body` again and again and tells the time per one of its `parts`.
template <class Decider>
void run(benchmark::State& state, const std::function<void()>& body, double parts) {
  scheduler::controlled_runtime runtime({}, scheduler::numbering::per_execution);
  Decider decides;
  double done = 0;
  for (auto _ : state) {
    runtime.run(heddle::checker::main_task(body), decides);
    done += parts;
  }
  using benchmark::Counter;
  state.counters["s/part"] = Counter(done, Counter::kIsRate | Counter::kInvert);
}

/// A fiber that does nothing but switch back.
class idler {
 public:
  idler() {
    inside_.prepare([](void* self) { static_cast<idler*>(self)->run(); }, this);
  }
  ~idler() {
    done_ = true;
    resume();
    inside_.retire();
  }
  void resume() { scheduler::fiber::switch_to(outside_, inside_); }

 private:
  void run() {
    while (!done_) scheduler::fiber::switch_to(inside_, outside_);
    scheduler::fiber::switch_to(inside_, outside_);
  }

  scheduler::fiber outside_;
  scheduler::fiber inside_{scheduler::default_stack_size};
  bool done_ = false;
};

void two_switches_of_boost(benchmark::State& state) {
  bool done = false;
  boost::context::fiber other([&done](boost::context::fiber&& back) {
    while (!done) back = std::move(back).resume();
    return std::move(back);
  });
  for (auto _ : state) other = std::move(other).resume();
  done = true;
  other = std::move(other).resume();
}

void two_switches_of_fibers(benchmark::State& state) {
  idler other;
  for (auto _ : state) other.resume();
}

void empty_execution(benchmark::State& state) {
  run<stay>(
      state, [] {}, 1);
}

void task_started_and_joined(benchmark::State& state) {
  constexpr int tasks = 100;
  run<stay>(
      state,
      [] {
        for (int count = 0; count < tasks; ++count) heddle::thread([] {}).join();
      },
      tasks);
}

/// So long that starting and ending the two tasks does not count.
constexpr int events_of_task = 1'000;
void two_tasks() { families::faa_loop(events_of_task); }

void event_of_the_same_task(benchmark::State& state) {
  run<stay>(state, two_tasks, 2 * events_of_task);
}

void event_of_another_task(benchmark::State& state) {
  run<alternate>(state, two_tasks, 2 * events_of_task);
}

}  // namespace

BENCHMARK(two_switches_of_boost);
BENCHMARK(two_switches_of_fibers);
BENCHMARK(empty_execution);
BENCHMARK(task_started_and_joined);
BENCHMARK(event_of_the_same_task);
BENCHMARK(event_of_another_task);

BENCHMARK_MAIN();
