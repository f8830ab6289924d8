// The tutorial's warning about asynchronous programs: a countdown from 100 that asks the user for a
// number from 1 to 5 at every multiple of 20 and subtracts it. The synchronous version waits for
// each answer where it asks. The asynchronous one only starts to ask, counts on, and subtracts all
// answers in the end: it is five times as fast, and ends with another total.
//
// Synchronous: at 80, 60, 40, 20 and 0 it asks; an answer of at most 5 skips no multiple of 20, and
// the last is subtracted from 0. Asynchronous: the sum of all five is subtracted from 0.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "checker/model.hpp"
#include "models/python/asyncio.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/choose.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/virtual_clock.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;
namespace asyncio = python::asyncio;

/// What `random.randint(1, 5)` gives: the same numbers to both versions, all of them in turn.
class random_numbers {
 public:
  explicit random_numbers(const std::array<int, 5>& numbers) : numbers_(numbers) {}
  int next() { return numbers_.at(next_++); }

 private:
  std::array<int, 5> numbers_;
  std::size_t next_ = 0;
};

int user_io_simulation(random_numbers& random) {
  this_thread::sleep_for(2s);
  return random.next();
}

int simulation(random_numbers random) {
  int total = 100;
  while (total > 0) {
    total -= 1;
    if (total % 20 == 0) {
      const int input = user_io_simulation(random);
      total -= input;
    }
  }
  return total;
}

asyncio::coroutine<int> user_io_simulation_2(random_numbers& random) {
  co_await asyncio::sleep(2s);
  co_return random.next();
}

asyncio::coroutine<int> simulation_concurrency(random_numbers random) {
  int total = 100;
  std::vector<asyncio::task<int>> tasks;
  while (total > 0) {
    total -= 1;
    if (total % 20 == 0) tasks.push_back(asyncio::create_task(user_io_simulation_2(random)));
  }
  const std::vector<int> results = co_await asyncio::gather(tasks);
  for (const int user_input : results) total -= user_input;
  co_return total;
}

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::seconds>(virtual_clock::now().time_since_epoch())
      .count();
}

void user_input() {
  std::array<int, 5> inputs{};
  for (int& each : inputs) each = choose(5) + 1;

  const std::int64_t start = now();
  const int synchronous = simulation(random_numbers(inputs));
  const std::int64_t between = now();
  const int concurrent = asyncio::run(simulation_concurrency(random_numbers(inputs)));
  const std::int64_t end = now();

  observe("synchronous", synchronous);
  observe("synchronous s", between - start);
  observe("concurrent", concurrent);
  observe("concurrent s", end - between);
  check(synchronous == concurrent, "both versions end with the same total");
}

const model registration{
    {.name = "tutorial.asyncio.user_input",
     .summary = "five answers, awaited where they are asked for or in the end: other totals",
     .body = user_input,
     .expect = {{finding_kind::invariant, "both versions end with the same total"}},
     .options = {.time = scheduler::time_mode::quiescent}}};

}  // namespace
}  // namespace heddle::models
