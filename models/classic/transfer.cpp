// Money goes from one account to another, under the locks of both. Two transfers in opposite
// directions, each of which locks the account it takes from first, wait for each other. Either all
// take the locks in one order, or nobody insists on a second one. The example of countless
// textbooks; Havender, "Avoiding deadlock in multitasking systems", 1968, has both ways out.

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

struct account {
  int number;
  mutex lock;
  var<int> balance;
};

void move(account& from, account& to, int amount) {
  from.balance -= amount;
  to.balance += amount;
}

void in_order_of_arguments(account& from, account& to, int amount) {
  const lock_guard first{from.lock};
  const lock_guard second{to.lock};
  move(from, to, amount);
}

void in_order_of_numbers(account& from, account& to, int amount) {
  const bool upwards = from.number < to.number;
  const lock_guard first{upwards ? from.lock : to.lock};
  const lock_guard second{upwards ? to.lock : from.lock};
  move(from, to, amount);
}

/// Gives the first lock back when it cannot have the second; the customer comes again later.
void without_insisting(account& from, account& to, int amount) {
  const lock_guard first{from.lock};
  const unique_lock second{to.lock, try_to_lock};
  if (second.owns_lock()) move(from, to, amount);
}

void both_ways(void (*transfer)(account&, account&, int)) {
  account alice{1, mutex{"lock of alice"}, {100, "balance of alice"}};
  account bob{2, mutex{"lock of bob"}, {100, "balance of bob"}};
  thread to_bob{"to bob", [&] { transfer(alice, bob, 30); }};
  thread to_alice{"to alice", [&] { transfer(bob, alice, 50); }};
  to_bob.join();
  to_alice.join();
  const int of_alice = alice.balance;
  const int of_bob = bob.balance;
  check(of_alice + of_bob == 200, "no money is lost");
}

const model deadlock_registration{{.name = "classic.transfer.deadlock",
                                   .summary = "locks the account it takes from first",
                                   .body = [] { both_ways(in_order_of_arguments); },
                                   .expect = {finding_kind::deadlock}}};
const model ordered_registration{{.name = "classic.transfer.ordered",
                                  .summary = "locks the account with the smaller number first",
                                  .body = [] { both_ways(in_order_of_numbers); }}};
const model try_lock_registration{{.name = "classic.transfer.try_lock",
                                   .summary = "gives up when the second account is locked",
                                   .body = [] { both_ways(without_insisting); }}};

}  // namespace
}  // namespace heddle::models
