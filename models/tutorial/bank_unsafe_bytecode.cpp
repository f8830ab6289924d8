// The bank of the tutorial as CPython up to 3.9 runs it. The GIL makes each bytecode atomic, and
// another thread may come in between any two of them: `balance -= amount` is a load and a store, so
// a withdrawal can be lost. Then the bank has handed out more money than it ever had, and its books
// need not even show it: all four customers get their money, 220 of 100, with up to 80 left over.

#include <array>
#include <chrono>
#include <cstddef>
#include <numeric>

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;

/// What one bytecode does to it is one step: nothing races but the customers.
using global = atomic<int>;

/// Returns the money handed out.
int withdraw(global& balance, int amount) {
  if (balance.load() < amount) return 0;  // LOAD_GLOBAL, COMPARE_OP
  this_thread::sleep_for(1s);
  const int before = balance.load();  // LOAD_GLOBAL
  balance.store(before - amount);     // BINARY_SUBTRACT, STORE_GLOBAL
  return amount;
}

void bank_unsafe_bytecode() {
  global balance{100, "balance"};
  // Each customer has a pocket.
  std::array<int, 4> pockets{};
  const auto customer = [&](std::size_t pocket, int amount) {
    pockets[pocket] = withdraw(balance, amount);
  };
  thread t1{"t1", customer, 0, 80};
  thread t2{"t2", customer, 1, 70};
  thread t3{"t3", customer, 2, 50};
  thread t4{"t4", customer, 3, 20};
  t1.join();
  t2.join();
  t3.join();
  t4.join();
  const int left = balance.load();
  const int handed_out = std::accumulate(pockets.begin(), pockets.end(), 0);
  observe("balance", left);
  observe("handed out", handed_out);
  check(left >= 0, "the balance is never negative");
  check(handed_out + left == 100, "the money handed out and the balance make 100");
}

const model registration{
    {.name = "tutorial.bank.unsafe_bytecode",
     .summary = "four withdrawals at once, bytecode by bytecode",
     .body = bank_unsafe_bytecode,
     .expect = {{finding_kind::invariant, "the balance is never negative"},
                {finding_kind::invariant, "the money handed out and the balance make 100"}}}};

}  // namespace
}  // namespace heddle::models
