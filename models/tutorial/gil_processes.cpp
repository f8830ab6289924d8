// The tutorial's countdown in five processes. Each has an interpreter, and so a GIL, of its own:
// on enough processors they take a fifth of the time of one.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "checker/model.hpp"
#include "models/python/interpreter.hpp"
#include "models/python/stopwatch.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/process.hpp"
#include "scheduler/primitives/virtual_clock.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;

constexpr int workers = 5;

void cpu_task(python::interpreter& interpreter, std::int64_t n) {
  interpreter.run([&] { interpreter.compute(n * 8ns); });  // while n > 0: n -= 1
}

/// Counts down from `n` in one process and from a fifth of it in each of five.
void multiprocess_cpu_task(std::int64_t n) {
  python::interpreter interpreter{python::switching::at_calls_and_jumps};
  const python::stopwatch first_clock;
  cpu_task(interpreter, n);
  const virtual_clock::duration single = first_clock.elapsed();

  const python::stopwatch second_clock;
  std::vector<process> processes;
  for (int worker = 0; worker < workers; ++worker)
    processes.push_back(process{"process " + std::to_string(worker + 1),
                                [&] { cpu_task(interpreter, n / workers); }});
  for (process& each : processes) each.join();
  const virtual_clock::duration all_at_once = second_clock.elapsed();

  observe("one process", python::in_milliseconds(single));
  observe("five processes", python::in_milliseconds(all_at_once));
  python::check_duration(workers * all_at_once == single, "five processes are five times as fast");
}

const model registration{{.name = "tutorial.gil.processes",
                          .summary = "five processes divide the time by five: 25 ms and 5 ms",
                          .body = [] { multiprocess_cpu_task(3'125'000); },
                          .options = {.time = scheduler::time_mode::quiescent}}};
const model full_registration{
    {.name = "tutorial.gil.processes.full",
     .summary = "the tutorial's 500 000 000: 4 s and 0.8 s, sampled",
     .body = [] { multiprocess_cpu_task(500'000'000); },
     .options = {.time = scheduler::time_mode::quiescent, .strategy = "random", .executions = 5}}};

}  // namespace
}  // namespace heddle::models
