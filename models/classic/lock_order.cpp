// Three programs that take two locks in opposite orders and are right all the same: what checkers
// of lock order may warn of, and why nobody can come to wait for ever.
//
// gated: whoever takes both locks holds a third one around them (the gate locks of GoodLock:
// Havelund, Using Runtime Analysis to Guide Model Checking of Java Programs, SPIN 2000).
// joined: the first task has been joined before the second starts.
// flagged: the second task takes the locks the other way only after the first has said, under a
// lock of its own, that it is done. That is in the values, where no lock order shows it.

#include "checker/model.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

void lock_order_gated() {
  mutex gate{"gate"};
  mutex lock_a{"lock A"};
  mutex lock_b{"lock B"};
  thread alice{"alice", [&] {
                 const lock_guard both{gate};
                 const lock_guard first{lock_a};
                 const lock_guard second{lock_b};
               }};
  thread bob{"bob", [&] {
               const lock_guard both{gate};
               const lock_guard first{lock_b};
               const lock_guard second{lock_a};
             }};
  alice.join();
  bob.join();
}

void lock_order_joined() {
  mutex lock_a{"lock A"};
  mutex lock_b{"lock B"};
  thread alice{"alice", [&] {
                 const lock_guard first{lock_a};
                 const lock_guard second{lock_b};
               }};
  alice.join();
  thread bob{"bob", [&] {
               const lock_guard first{lock_b};
               const lock_guard second{lock_a};
             }};
  bob.join();
}

void lock_order_flagged() {
  mutex lock_a{"lock A"};
  mutex lock_b{"lock B"};
  mutex lock_done{"lock of done"};
  var<bool> done{false, "done"};
  thread alice{"alice", [&] {
                 {
                   const lock_guard first{lock_a};
                   const lock_guard second{lock_b};
                 }
                 const lock_guard hold{lock_done};
                 done = true;
               }};
  thread bob{"bob", [&] {
               bool is_done = false;
               {
                 const lock_guard hold{lock_done};
                 is_done = done;
               }
               if (!is_done) return;
               const lock_guard first{lock_b};
               const lock_guard second{lock_a};
             }};
  alice.join();
  bob.join();
}

const model gated{{.name = "classic.lock_order.gated",
                   .summary = "two locks in opposite orders, always within a third",
                   .body = lock_order_gated}};

const model joined{{.name = "classic.lock_order.joined",
                    .summary = "two locks in opposite orders, one task after the other",
                    .body = lock_order_joined}};

const model flagged{{.name = "classic.lock_order.flagged",
                     .summary = "two locks in opposite orders, the second after a flag",
                     .body = lock_order_flagged}};

}  // namespace
}  // namespace heddle::models
