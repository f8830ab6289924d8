// The bank of the tutorial with four processes instead of threads, and no lock. Nobody overdraws
// anything, but that helps nobody: each customer has an account of his own with 100 in it, all four
// get their money, and the bank's own balance is never touched.

#include <chrono>

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/process.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;

void process_bank() {
  var<int> balance{100, "balance"};
  const auto withdraw = [&](const char* me, int amount) {
    if (balance >= amount) {
      this_thread::sleep_for(1s);
      balance -= amount;
    }
    const int left = balance;
    observe(me, left);
    check(left >= 0, "no balance is ever negative");
  };
  process p1{"p1", withdraw, "p1", 80};
  process p2{"p2", withdraw, "p2", 70};
  process p3{"p3", withdraw, "p3", 50};
  process p4{"p4", withdraw, "p4", 20};
  p1.join();
  p2.join();
  p3.join();
  p4.join();
  const int left = balance;
  observe("balance", left);
  check(left == 100, "the parent's balance is never changed");
}

const model registration{{.name = "tutorial.process.bank",
                          .summary = "four withdrawals in four processes: four balances",
                          .body = process_bank}};

}  // namespace
}  // namespace heddle::models
