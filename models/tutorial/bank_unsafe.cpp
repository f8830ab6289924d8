// The bank of the tutorial, four withdrawals at once and no lock: check, wait, take. Several
// threads see enough money before any of them takes it, so the bank hands out more than it has.

#include <chrono>

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;

void bank_unsafe() {
  var<int> balance{100, "balance"};
  const auto withdraw = [&](int amount) {
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

const model registration{{.name = "tutorial.bank.unsafe",
                          .summary = "four withdrawals at once, no lock: check, wait, take",
                          .body = bank_unsafe,
                          .expect = {finding_kind::data_race,
                                     {finding_kind::invariant, "the balance is never negative"}}}};

}  // namespace
}  // namespace heddle::models
