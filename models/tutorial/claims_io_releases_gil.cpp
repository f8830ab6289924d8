// "GIL是万能的吗": the tutorial says that a thread gives up the GIL during I/O, and that others can
// run meanwhile. It holds: while one thread waits for a second, another computes for 15 ms and is
// done after exactly 15 ms; were the GIL kept, it could take 1015 ms. The other way round the lock
// is felt: a thread must have it to begin its I/O, and may get it only when the work is done, three
// switch intervals later. Two threads that both compute take 30 ms.

#include <chrono>

#include "checker/model.hpp"
#include "models/python/interpreter.hpp"
#include "models/python/stopwatch.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/virtual_clock.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds work = 15ms;

struct durations {
  virtual_clock::duration computed{};
  virtual_clock::duration all{};
};

/// One thread does `first_task`, another computes.
template <class FirstTask>
durations beside_work(python::interpreter& interpreter, const FirstTask& first_task) {
  const python::stopwatch clock;
  durations after;
  python::thread first{interpreter, "first", first_task};
  python::thread worker{interpreter, "worker", [&] {
                          interpreter.compute(work);
                          after.computed = clock.elapsed();
                        }};
  first.join();
  worker.join();
  after.all = clock.elapsed();
  observe("computed after", python::in_milliseconds(after.computed));
  observe("all done after", python::in_milliseconds(after.all));
  return after;
}

void io_releases_gil() {
  python::interpreter interpreter{python::switching::at_calls_and_jumps};
  const durations after = beside_work(interpreter, [&] {
    interpreter.sleep(1s);  // a read of a file, an answer from the network
  });
  python::check_duration(after.computed == work, "the work is done while the other thread waits");
  python::check_duration(after.all <= 1s + work, "I/O waits for the work at most");
}

void work_keeps_gil() {
  python::interpreter interpreter{python::switching::at_calls_and_jumps};
  const durations after = beside_work(interpreter, [&] { interpreter.compute(work); });
  python::check_duration(after.all == 2 * work, "one thread computes at a time");
}

const model io_registration{{.name = "tutorial.claims.io_releases_gil",
                             .summary = "others run while a thread waits for I/O: holds",
                             .body = io_releases_gil,
                             .options = {.time = scheduler::time_mode::quiescent}}};
const model work_registration{{.name = "tutorial.claims.work_keeps_gil",
                               .summary = "others wait while a thread runs bytecodes: holds",
                               .body = work_keeps_gil,
                               .options = {.time = scheduler::time_mode::quiescent}}};

}  // namespace
}  // namespace heddle::models
