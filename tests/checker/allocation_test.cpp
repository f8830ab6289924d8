// The sanitizers have allocation functions of their own.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#if !defined(__has_feature)
#define HEDDLE_COUNTS_ALLOCATIONS 1
#elif !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
#define HEDDLE_COUNTS_ALLOCATIONS 1
#endif
#endif

#if defined(HEDDLE_COUNTS_ALLOCATIONS)

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <vector>

#include "checker/detector.hpp"
#include "checker/lock_order/predictions.hpp"
#include "checker/recorded_run.hpp"
#include "checker/strategy.hpp"
#include "checker/trace_hash.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"
#include "tests/checker/strategies/families.hpp"

/// In steady state a search allocates nothing but what the model does.

namespace {

std::atomic<std::size_t> allocations{0};

void* allocate(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* const memory = std::malloc(size == 0 ? 1 : size); memory != nullptr) return memory;
  throw std::bad_alloc();
}

}  // namespace

// All other forms of new and delete come down to these.
void* operator new(std::size_t size) { return allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace checker = heddle::checker;

namespace {

/// What the executions of a strategy below `executions` allocate, but for the first ones, and those
/// it learns from.
struct measured {
  std::size_t least_in_run = SIZE_MAX;
  std::size_t most_in_run = 0;
  std::size_t between_runs = 0;
};

measured measure(std::string_view name, const std::function<void()>& body, int skipped = 20,
                 int executions = 250) {
  const auto how = checker::make_strategy(name, {.executions = 0});
  heddle::scheduler::controlled_runtime runtime({}, how->places());
  checker::trace_hash hash_of;
  checker::detector_memory memory;
  std::vector<checker::symptom> seen;
  measured found;
  for (int index = 0; index < executions; ++index) {
    const std::size_t start = allocations.load();
    how->next();
    const std::size_t prepared = allocations.load();
    runtime.run(checker::main_task(body), *how, how->repeated_events());
    const std::size_t ran = allocations.load();
    how->finished(runtime);
    (void)hash_of(checker::view_of(runtime));
    seen.clear();
    checker::detect_all(checker::view_of(runtime), memory, seen);
    const std::size_t ended = allocations.load();
    if (index < skipped || (index & (index - 1)) == 0) continue;
    found.least_in_run = std::min(found.least_in_run, ran - prepared);
    found.most_in_run = std::max(found.most_in_run, ran - prepared);
    found.between_runs += prepared - start + ended - ran;
  }
  return found;
}

}  // namespace

TEST_CASE("sampling strategies, hashes of traces and detectors allocate nothing in steady state") {
  // What the model itself allocates is the same under every schedule.
  const std::function<void()> body = [] { families::lockinc(3); };
  const std::size_t by_model = measure("dfs", body).least_in_run;
  for (const checker::strategy_traits& each : checker::strategies()) {
    if (!each.samples) continue;
    const measured found = measure(each.name, body);
    INFO(each.name);
    CHECK(found.most_in_run == by_model);
    // Members of a portfolio learn from executions of their own count.
    if (each.name != "portfolio") CHECK(found.between_runs == 0);
  }
}

TEST_CASE("detectors allocate nothing in steady state where tasks race") {
  const measured found = measure("random", [] {
    heddle::var<int> balance{100, "balance"};
    families::unsafe_bank({80, 70, 50}, balance);
  });
  CHECK(found.between_runs == 0);
}

TEST_CASE("lock orders allocate nothing in steady state") {
  // Whoever takes both locks holds a third: there is a circle of orders, and no prediction.
  const std::function<void()> body = [] {
    heddle::mutex gate, a, b;
    const auto nested = [&](heddle::mutex& first, heddle::mutex& second) {
      const heddle::lock_guard both{gate};
      const heddle::lock_guard outer{first};
      const heddle::lock_guard inner{second};
    };
    heddle::thread other{[&] { nested(a, b); }};
    nested(b, a);
    other.join();
  };
  const auto how = checker::make_strategy("random", {.executions = 0});
  heddle::scheduler::controlled_runtime runtime({}, how->places());
  checker::lock_predictions predictions("test");
  std::size_t late = 0;
  for (int index = 0; index < 250; ++index) {
    how->next();
    runtime.run(checker::main_task(body), *how, how->repeated_events());
    how->finished(runtime);
    const std::size_t start = allocations.load();
    predictions.look(checker::view_of(runtime));
    if (index >= 20) late += allocations.load() - start;
  }
  CHECK(late == 0);
  CHECK(predictions.all().empty());
}

TEST_CASE("exhaustive strategies allocate nothing in steady state") {
  // 576 traces: the second half needs no more memory than the first.
  const std::function<void()> body = [] { families::loadstore(4); };
  const std::size_t by_model = measure("random", body).least_in_run;
  for (const char* const name : {"dfs", "dpor", "source"}) {
    const measured found = measure(name, body, 300, 570);
    INFO(name);
    CHECK(found.most_in_run == by_model);
    // Tables that double now and then.
    CHECK(found.between_runs <= 2);
  }
}

#endif
