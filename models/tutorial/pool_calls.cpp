// The tutorial's pool of processes: `apply`, `apply_async`, `map` and `imap`. Whichever worker does
// what, and when, the results come in the order of the arguments. `map` waits for all of them,
// `imap` hands out each as soon as it is there, while the workers go on. What a worker throws
// reaches the caller.

#include <stdexcept>
#include <string>
#include <vector>

#include "checker/model.hpp"
#include "models/python/console.hpp"
#include "models/python/plain_function.hpp"
#include "models/python/pool.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"

namespace heddle::models {
namespace {

int square(int x) { return x * x; }

int refuse_one(int x) {
  if (x == 1) throw std::invalid_argument("1 is not wanted");
  return x * x;
}

/// Calls `use` with a pool, then closes it.
template <class Use>
void with_pool(int processes, const Use& use) {
  python::pool pool{processes};
  use(pool);
  pool.close();
  pool.join();
}

/// The same with a function for the pool that counts how often it was called.
template <class Use>
void with_counting_pool(int processes, const Use& use) {
  atomic<int> computed{0, process_shared, "computed"};
  const auto square_and_count = [&computed](int x) {
    ++computed;
    return square(x);
  };
  with_pool(processes, [&](python::pool& pool) { use(pool, square_and_count, computed); });
}

/// `map(str, values)`, joined
std::string text_of(const std::vector<int>& values) {
  std::string all;
  for (const int value : values) all += (all.empty() ? "" : ", ") + std::to_string(value);
  return "[" + all + "]";
}

void apply(python::pool& pool) {
  const int result = pool.apply(square, 10);
  observe("result", result);
  check(result == 100, "apply gives 10 * 10");
}

void apply_async(python::pool& pool) {
  python::async_result first = pool.apply_async(square, 20);
  python::async_result second = pool.apply_async(square, 30);
  // Asked for in the other order.
  const int result_2 = second.get();
  const int result_1 = first.get();
  observe("first", result_1);
  observe("second", result_2);
  check(result_1 == 400 && result_2 == 900, "each result is that of its own call");
}

void map(python::pool& pool, const python::plain_function& square_and_count,
         const atomic<int>& computed) {
  const std::vector<int> results = pool.map(square_and_count, python::range(3));
  const int so_far = computed;
  observe("results", text_of(results));
  observe("computed", so_far);
  check(results == std::vector<int>{0, 1, 4}, "the results are in the order of the arguments");
  check(so_far == 3, "map waits for all");
}

void imap(python::pool& pool, const python::plain_function& square_and_count,
          const atomic<int>& computed) {
  std::vector<int> results;
  python::result_iterator each = pool.imap(square_and_count, python::range(3));
  results.push_back(each.next());
  const int so_far = computed;
  while (!each.done()) results.push_back(each.next());
  observe("results", text_of(results));
  observe("computed before the first result", so_far);
  check(results == std::vector<int>{0, 1, 4}, "the results are in the order of the arguments");
}

void exception(python::pool& pool) {
  std::string caught = "nothing";
  try {
    pool.map(refuse_one, python::range(3));
  } catch (const python::worker_error& error) {
    caught = error.what();
  }
  observe("caught", caught);
  check(caught == "1 is not wanted", "the exception of a worker reaches the caller");
}

/// The tutorial's program.
void full(python::pool& pool) {
  python::console console;
  console.print(std::to_string(pool.apply(square, 10)));
  console.print(std::to_string(pool.apply_async(square, 20).get()));
  console.print(text_of(pool.map(square, python::range(10))));
  for (python::result_iterator each = pool.imap(square, python::range(5)); !each.done();)
    console.print(std::to_string(each.next()));
  const std::string output = console.printed();
  observe("output", output);
  check(output == "100 | 400 | [0, 1, 4, 9, 16, 25, 36, 49, 64, 81] | 0 | 1 | 4 | 9 | 16",
        "the output is as in the tutorial");
}

const model apply_registration{{.name = "tutorial.pool.apply",
                                .summary = "a call in a pool of two processes",
                                .body = [] { with_pool(2, apply); }}};
const model apply_async_registration{{.name = "tutorial.pool.apply_async",
                                      .summary = "two calls at once in a pool of two processes",
                                      .body = [] { with_pool(2, apply_async); }}};
const model map_registration{{.name = "tutorial.pool.map",
                              .summary = "three calls in two processes, results in order",
                              .body = [] { with_counting_pool(2, map); }}};
const model imap_registration{{.name = "tutorial.pool.imap",
                               .summary = "three calls in two processes, results as they come",
                               .body = [] { with_counting_pool(2, imap); }}};
const model exception_registration{{.name = "tutorial.pool.exception",
                                    .summary = "what a worker throws reaches the caller",
                                    .body = [] { with_pool(2, exception); }}};
const model full_registration{{.name = "tutorial.pool.full",
                               .summary = "the tutorial's pool of four processes, sampled",
                               .body = [] { with_pool(4, full); },
                               .options = {.strategy = "random", .executions = 1'000}}};

}  // namespace
}  // namespace heddle::models
