// The bank of the tutorial, four withdrawals at once under a lock. Whoever comes first is served
// first; the balance ends at 0, 10 or 30 and is never negative.

#include <chrono>

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;

void bank_locked() {
  var<int> balance{100, "balance"};
  mutex lock{"lock"};
  const auto withdraw = [&](int amount) {
    const lock_guard guard{lock};
    if (balance >= amount) {
      this_thread::sleep_for(1s);
      balance -= amount;
    }
  };
  thread t1{"t1", withdraw, 80};
  thread t2{"t2", withdraw, 70};
  thread t3{"t3", withdraw, 50};
  thread t4{"t4", withdraw, 20};
  t1.join();
  t2.join();
  t3.join();
  t4.join();
  observe("balance", balance);
  check(balance >= 0, "the balance is never negative");
}

const model registration{{.name = "tutorial.bank.locked",
                          .summary = "four withdrawals at once, under a lock",
                          .body = bank_locked}};

}  // namespace
}  // namespace heddle::models
