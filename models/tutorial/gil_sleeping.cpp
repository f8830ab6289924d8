// The tutorial's I/O-bound task: a sleep of a second, during which a thread has given up the GIL.
// One after another n of them take n seconds, in threads one second, to the nanosecond.

#include <chrono>
#include <string>
#include <vector>

#include "checker/model.hpp"
#include "models/python/interpreter.hpp"
#include "models/python/stopwatch.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/virtual_clock.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;

void sleeping(int tasks) {
  python::interpreter interpreter{python::switching::at_calls_and_jumps};
  const auto io_task = [&] { interpreter.sleep(1s); };

  const python::stopwatch first_clock;
  interpreter.run([&] {
    for (int task = 0; task < tasks; ++task) io_task();
  });
  const virtual_clock::duration single = first_clock.elapsed();

  const python::stopwatch second_clock;
  std::vector<python::thread> threads;
  for (int task = 0; task < tasks; ++task)
    threads.push_back(python::thread{interpreter, "t" + std::to_string(task + 1), io_task});
  for (python::thread& each : threads) each.join();
  const virtual_clock::duration all_at_once = second_clock.elapsed();

  observe("single-threaded", python::in_milliseconds(single));
  observe("multi-threaded", python::in_milliseconds(all_at_once));
  python::check_duration(single == tasks * 1s, "one after another they take their sum");
  python::check_duration(all_at_once == 1s, "in threads they take as long as one");
}

const model registration{{.name = "tutorial.gil.sleeping",
                          .summary = "three sleeps of 1 s: 3 s in turn, 1 s in threads",
                          .body = [] { sleeping(3); },
                          .options = {.time = scheduler::time_mode::quiescent}}};
const model full_registration{
    {.name = "tutorial.gil.sleeping.full",
     .summary = "the tutorial's ten sleeps: 10 s and 1 s, sampled",
     .body = [] { sleeping(10); },
     .options = {
         .time = scheduler::time_mode::quiescent, .strategy = "random", .executions = 1'000}}};

}  // namespace
}  // namespace heddle::models
