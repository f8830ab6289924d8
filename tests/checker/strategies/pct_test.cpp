#include "checker/strategies/pct.hpp"

#include <cmath>

#include "checker/check.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/lock_guard.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "tests/catch.hpp"
#include "tests/checker/strategies/families.hpp"
#include "tests/checker/strategies/sampled.hpp"

namespace checker = heddle::checker;

namespace {

constexpr std::uint64_t enough = 20'000;

/// Two tasks take two locks in opposite order.
void opposite_locks() {
  heddle::mutex a{"a"};
  heddle::mutex b{"b"};
  const auto take = [](heddle::mutex& first, heddle::mutex& second) {
    const heddle::lock_guard one(first);
    const heddle::lock_guard two(second);
  };
  heddle::thread forth([&] { take(a, b); });
  heddle::thread back([&] { take(b, a); });
  forth.join();
  back.join();
}

/// Two tasks load and store a counter.
void lost_update() {
  heddle::atomic<int> x{0, "x"};
  const auto increase = [&] { x.store(x.load() + 1); };
  heddle::thread one(increase);
  heddle::thread two(increase);
  one.join();
  two.join();
  heddle::check(x.load() == 2, "nothing is lost");
}

checker::result sample(const std::function<void()>& body, std::uint32_t depth) {
  checker::pct how({.executions = enough, .depth = depth});
  return checker::check("sampled", body, how);
}

}  // namespace

TEST_CASE("pct finds bugs of depth 2 as often as its theorem says") {
  for (const std::uint32_t depth : {2U, 3U}) {
    for (const auto& body : {opposite_locks, lost_update}) {
      const checker::result found = sample(body, depth);
      REQUIRE(found.guarantee.has_value());
      // Main and two tasks.
      CHECK(found.guarantee->tasks == 3);
      const double k = static_cast<double>(found.guarantee->steps);
      const double least = 1 / (3 * (depth == 2 ? k : k * k));
      CHECK(std::abs(found.guarantee->of_one() - least) < 1e-12);
      REQUIRE(found.findings.size() == 1);
      const double share = static_cast<double>(found.findings[0].occurrences) / enough;
      CHECK(share >= least);
    }
  }
}

TEST_CASE("without change points pct finds no bug that needs one") {
  // Each task runs to its end: the first lock holder takes both, the first counter stores.
  CHECK(sample(opposite_locks, 1).deadlocked == 0);
  CHECK(sample(lost_update, 1).findings.empty());
}

TEST_CASE("pct promises 1 - (1 - 1/(n k^(d-1)))^m, of executions drawn for k steps") {
  const checker::depth_guarantee promise{.depth = 3, .tasks = 4, .steps = 50, .executions = 10'000};
  CHECK(std::abs(promise.of_one() - 1e-4) < 1e-12);
  // ln(1 - 1/10000) * 10000 = -1.00005: 1 - e^-1.00005.
  CHECK(std::abs(promise.of_all() - 0.632139) < 1e-6);

  // Execution 0 is drawn without knowledge of steps.
  checker::pct how({.executions = 10, .depth = 2});
  sampled::executions_of(how, [] { families::writers(3); });
  REQUIRE(how.guarantee().has_value());
  CHECK(how.guarantee()->executions == 9);
  // Three writers: a choice among three, then two, then none.
  CHECK(how.guarantee()->steps == 2);
  CHECK(how.parameters() == "2");
}

TEST_CASE("pct promises nothing where tasks yield or choose") {
  checker::pct how({.executions = 50});
  sampled::executions_of(how, [] {
    heddle::atomic<int> x{0, "x"};
    families::together(2, [&](int) {
      x.store(1);
      heddle::this_thread::yield();
      x.store(2);
    });
  });
  CHECK_FALSE(how.guarantee().has_value());
}

TEST_CASE("a task that yields goes on at once in some executions of pct, and waits in others") {
  checker::pct how({.executions = 200, .depth = 1});
  std::map<std::string, int> orders;
  for (const auto& one : sampled::executions_of(how, [] {
         heddle::atomic<int> x{0, "x"};
         families::together(2, [&](int) {
           x.store(1);
           heddle::this_thread::yield();
           x.store(2);
         });
       }))
    ++orders[one.schedule];
  // After the first step of the first task: it goes on; or the other runs, and goes on after its
  // own first step or not: three orders that begin with each task.
  CHECK(orders.size() == 6);
}
