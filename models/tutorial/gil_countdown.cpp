// The tutorial's countdown: pure bytecode, so that the GIL lets one thread at a time count. Two
// threads that count half as far each take exactly as long as one that counts all the way; without
// a GIL they take half as long. The time is virtual: an iteration takes 8 ns, and the GIL changes
// hands every 5 ms.

#include <chrono>
#include <cstdint>

#include "checker/model.hpp"
#include "models/python/interpreter.hpp"
#include "models/python/stopwatch.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/virtual_clock.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;
using python::switching;

void count_down(python::interpreter& interpreter, std::int64_t n) {
  interpreter.compute(n * 8ns);  // while n > 0: n -= 1
}

/// How long one thread takes to count down from `n` in parts of the durations of two threads:
/// 1 with a GIL.
void countdown(switching how, std::int64_t n, int speedup) {
  python::interpreter interpreter{how};
  const python::stopwatch first_clock;
  interpreter.run([&] { count_down(interpreter, n); });
  const virtual_clock::duration single = first_clock.elapsed();

  const python::stopwatch second_clock;
  python::thread t1{interpreter, "t1", [&] { count_down(interpreter, n / 2); }};
  python::thread t2{interpreter, "t2", [&] { count_down(interpreter, n / 2); }};
  t1.join();
  t2.join();
  const virtual_clock::duration threads = second_clock.elapsed();

  observe("single-threaded", python::in_milliseconds(single));
  observe("multi-threaded", python::in_milliseconds(threads));
  python::check_duration(speedup * threads == single, "two threads are so much faster than one");
}

const model registration{{.name = "tutorial.gil.countdown",
                          .summary = "two threads count down as fast as one: 20 ms",
                          .body = [] { countdown(switching::at_calls_and_jumps, 2'500'000, 1); },
                          .options = {.time = scheduler::time_mode::quiescent}}};
const model free_registration{{.name = "tutorial.gil.countdown_no_gil",
                               .summary = "without a GIL two threads take half the time",
                               .body = [] { countdown(switching::any_moment, 2'500'000, 2); },
                               .options = {.time = scheduler::time_mode::quiescent}}};
const model full_registration{
    {.name = "tutorial.gil.countdown.full",
     .summary = "the tutorial's 500 000 000 iterations: 4 s, sampled",
     .body = [] { countdown(switching::at_calls_and_jumps, 500'000'000, 1); },
     .options = {.time = scheduler::time_mode::quiescent, .strategy = "random", .executions = 5}}};

}  // namespace
}  // namespace heddle::models
