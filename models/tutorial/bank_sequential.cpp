// The bank of the tutorial, one withdrawal after the other: each thread is joined before the next
// one starts. 80 is handed out, 70 and 50 are refused, 20 is handed out; the balance ends at 0.

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

void bank_sequential() {
  var<int> balance{100, "balance"};
  const auto withdraw = [&](int amount) {
    if (balance >= amount) {
      this_thread::sleep_for(1s);
      balance -= amount;
    }
  };
  for (const int amount : {80, 70, 50, 20}) {
    thread customer{withdraw, amount};
    customer.join();
  }
  observe("balance", balance);
  check(balance >= 0, "the balance is never negative");
}

const model registration{{.name = "tutorial.bank.sequential",
                          .summary = "withdrawals one after the other: each thread is joined",
                          .body = bank_sequential}};

}  // namespace
}  // namespace heddle::models
