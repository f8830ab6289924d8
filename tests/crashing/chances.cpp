// Models that depend on more than the schedule.

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "heddle.hpp"

namespace {

/// Every other execution has one operation more.
void keep_count() {
  static int executions = 0;
  heddle::mutex lock{"lock"};
  heddle::atomic<int> x{0, "x"};
  heddle::thread worker{"worker", [&] {
                          if (executions++ % 2 == 1) {
                            lock.lock();
                            lock.unlock();
                          }
                          x = 1;
                        }};
  worker.join();
}

/// Ends earlier the second time.
void stop_early() {
  static int executions = 0;
  heddle::atomic<int> x{0, "x"};
  x = 1;
  if (executions++ % 2 == 0) x = 2;
}

/// Does the same, and comes to something else.
void tell_time() {
  heddle::atomic<int> x{0, "x"};
  x = 1;
  heddle::observe("now", std::chrono::steady_clock::now().time_since_epoch().count());
}

/// Locks in the order of addresses, which the allocator gives out otherwise the next time.
void sort_by_address() {
  static std::vector<std::unique_ptr<char[]>> kept;
  std::vector<std::unique_ptr<heddle::mutex>> locks;
  locks.push_back(std::make_unique<heddle::mutex>("A"));
  locks.push_back(std::make_unique<heddle::mutex>("B"));
  if (kept.size() % 2 == 1) std::swap(locks[0], locks[1]);
  kept.push_back(std::make_unique<char[]>(64));
  for (const auto& each : locks) {
    each->lock();
    each->unlock();
  }
}

/// Goes another way in every 97th execution, long after the first was run twice. A prime, so that
/// runs and repetitions in any rhythm meet it.
void change_later() {
  static int executions = 0;
  heddle::atomic<int> x{0, "x"};
  heddle::thread worker{"worker", [&] {
                          for (int i = 0; i < 8; ++i) x = 1;
                        }};
  for (int i = 0; i < 8; ++i) x = 2;
  if (++executions % 97 == 0) static_cast<void>(x.load());
  worker.join();
}

/// Right: the same whenever it is scheduled the same.
void choose_honestly() {
  heddle::atomic<int> x{0, "x"};
  heddle::thread worker{"worker", [&] { x = heddle::choose(3); }};
  if (heddle::choose(2) == 1) x = 5;
  worker.join();
  heddle::observe("x", x);
}

const heddle::model models[] = {
    heddle::model{{.name = "chance.count", .summary = "a static counter", .body = keep_count}},
    heddle::model{{.name = "chance.early", .summary = "ends early", .body = stop_early}},
    heddle::model{{.name = "chance.clock", .summary = "the real time", .body = tell_time}},
    heddle::model{
        {.name = "chance.address", .summary = "the order of addresses", .body = sort_by_address}},
    heddle::model{{.name = "chance.later", .summary = "goes astray later", .body = change_later}},
    heddle::model{
        {.name = "fine.choice", .summary = "choices are no chance", .body = choose_honestly}},
};

}  // namespace
