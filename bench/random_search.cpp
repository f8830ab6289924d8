// How many executions and scheduling points a second the random strategy gets through, on the
// programs of which other tools' rates are known. Every task is a fiber that is spawned and joined
// inside the model. `ratio` is scheduling points per second over those of Relacy (the fastest such
// tool we know; measured on two EPYC cores, single-threaded): compare it on a quiet machine only.

#include <benchmark/benchmark.h>

#include <deque>
#include <functional>

#include "checker/check.hpp"
#include "checker/strategy.hpp"
#include "heddle.hpp"

namespace {

void spawn_and_join(int tasks, const std::function<void(int)>& body) {
  std::deque<heddle::thread> started;
  for (int me = 0; me < tasks; ++me) started.emplace_back(std::cref(body), me);
  for (heddle::thread& each : started) each.join();
}

/// Three tasks: load, store.
void counter_3() {
  heddle::atomic<int> counter{0};
  spawn_and_join(3, [&](int) {
    const int seen = counter.load();
    counter.store(seen + 1);
  });
}

/// Four withdrawals: load; if there is enough, load and store.
void bank_unsafe_4() {
  static constexpr int amounts[] = {80, 70, 50, 20};
  heddle::atomic<int> balance{100};
  spawn_and_join(4, [&](int me) {
    const int amount = amounts[me];
    if (balance.load() < amount) return;
    const int seen = balance.load();
    balance.store(seen - amount);
  });
}

/// Four tasks: lock, unlock.
void mutex_4() {
  heddle::mutex mutex;
  spawn_and_join(4, [&](int) {
    mutex.lock();
    mutex.unlock();
  });
}

/// Six tasks of 100 operations each: 600 in all, as in the figures for comparison.
void hundred_operations() {
  heddle::atomic<int> counter{0};
  spawn_and_join(6, [&](int) {
    for (int round = 0; round < 50; ++round) {
      const int seen = counter.load();
      counter.store(seen + 1);
    }
  });
}

/// What Relacy's random scheduler does per CPU second, in millions.
struct peer {
  double executions;
  double points;
};

void search(benchmark::State& state, void (*body)(), peer relacy) {
  const auto executions = static_cast<std::uint64_t>(state.range(0));
  std::uint64_t seed = 0;
  double done = 0;
  double points = 0;
  for (auto _ : state) {
    const auto strategy =
        heddle::checker::make_strategy("random", {.seed = ++seed, .executions = executions});
    const heddle::checker::result found = heddle::checker::check("bench", body, *strategy, {}, {});
    done += static_cast<double>(found.executions);
    points += static_cast<double>(found.events);
  }
  using benchmark::Counter;
  state.counters["executions/s"] = Counter(done, Counter::kIsRate);
  state.counters["points/s"] = Counter(points, Counter::kIsRate);
  state.counters["relacy points/s"] = Counter(relacy.points * 1e6);
  state.counters["ratio"] = Counter(points / (relacy.points * 1e6), Counter::kIsRate);
}

}  // namespace

BENCHMARK_CAPTURE(search, counter_3, counter_3, peer{2.78, 25.0})->Arg(100'000);
BENCHMARK_CAPTURE(search, bank_unsafe_4, bank_unsafe_4, peer{1.83, 26.1})->Arg(100'000);
BENCHMARK_CAPTURE(search, mutex_4, mutex_4, peer{1.63, 21.0})->Arg(100'000);
BENCHMARK_CAPTURE(search, hundred_operations, hundred_operations, peer{0.051, 30.6})->Arg(2'000);

BENCHMARK_MAIN();
