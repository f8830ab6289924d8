// The bank of the tutorial with coroutines instead of threads. Only one runs at a time, and none is
// interrupted between two statements; and yet what was checked before an `await` may not hold after
// it. Check, await, act is a race like check, wait, take. A lock held across the await mends it.

#include <chrono>

#include "checker/model.hpp"
#include "models/python/asyncio.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;
namespace asyncio = python::asyncio;

class bank {
 public:
  asyncio::coroutine<> withdraw(int amount) {
    co_await asyncio::input_output("the card is read", 1s);
    if (balance >= amount) {
      co_await asyncio::input_output("the money is counted", 1s);
      balance -= amount;
    }
  }

  asyncio::coroutine<> withdraw_locked(int amount) {
    co_await asyncio::input_output("the card is read", 1s);
    const auto held = co_await lock.hold();
    if (balance >= amount) {
      co_await asyncio::input_output("the money is counted", 1s);
      balance -= amount;
    }
  }

  var<int> balance{100, "balance"};

 private:
  asyncio::lock lock{"lock"};
};

asyncio::coroutine<> two_withdrawals(asyncio::coroutine<> first, asyncio::coroutine<> second) {
  const auto alice = asyncio::create_task(std::move(first), "alice");
  const auto bob = asyncio::create_task(std::move(second), "bob");
  co_await asyncio::gather(alice, bob);
}

void tell(const bank& account) {
  observe("balance", account.balance);
  check(account.balance >= 0, "the balance is never negative");
}

void bank_across_await() {
  bank account;
  asyncio::run(two_withdrawals(account.withdraw(80), account.withdraw(70)));
  tell(account);
}

void bank_across_await_locked() {
  bank account;
  asyncio::run(two_withdrawals(account.withdraw_locked(80), account.withdraw_locked(70)));
  tell(account);
}

const model unsafe_registration{
    {.name = "tutorial.asyncio.bank_unsafe",
     .summary = "coroutines: check, await, take; the check is stale after the await",
     .body = bank_across_await,
     .expect = {{finding_kind::invariant, "the balance is never negative"}}}};
const model locked_registration{{.name = "tutorial.asyncio.bank_locked",
                                 .summary = "the same with a lock held across the await",
                                 .body = bank_across_await_locked}};

}  // namespace
}  // namespace heddle::models
