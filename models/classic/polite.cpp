// Two people meet in a corridor and step aside for each other, both to the same side, again and
// again: everybody moves, and nobody gets by. So do tasks that hold one lock, try the other, and
// give way if they cannot have it. Ashcroft called it a livelock in "Proving assertions about
// parallel programs", 1975. Taking both locks in one order needs no giving way.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

/// Both need both locks: `take_both` says how they come by them.
template <class Take>
void two_locks(const Take& take_both) {
  mutex lock_a{"lock A"};
  mutex lock_b{"lock B"};
  thread alice{"alice", [&] { take_both(lock_a, lock_b); }};
  thread bob{"bob", [&] { take_both(lock_b, lock_a); }};
  alice.join();
  bob.join();
}

void give_way(mutex& own, mutex& other) {
  for (;;) {
    const lock_guard first{own};
    if (!other.try_lock()) continue;
    other.unlock();
    return;
  }
}

/// `scoped_lock` waits for the lock that it could not have, holding none.
void wait_for_the_other(mutex& own, mutex& other) { const scoped_lock both{own, other}; }

/// Each wants the corridor, and steps back as long as the other one wants it, too. With precedence
/// alice stays, and bob steps back until she is through.
void after_you(bool has_precedence) {
  atomic<bool> wants[2] = {atomic<bool>{false, "alice wants"}, atomic<bool>{false, "bob wants"}};
  const auto pass = [&](int me) {
    wants[me] = true;
    while (wants[1 - me].load()) {
      if (has_precedence && me == 0) {
        this_thread::yield();
        continue;
      }
      wants[me] = false;
      while (has_precedence && wants[1 - me].load()) this_thread::yield();
      wants[me] = true;
    }
    wants[me] = false;
  };
  thread alice{"alice", pass, 0};
  thread bob{"bob", pass, 1};
  alice.join();
  bob.join();
}

const model try_lock_registration{
    {.name = "classic.polite.try_lock",
     .summary = "who cannot have the second lock gives the first back",
     .body = [] { two_locks(give_way); },
     .expect = {finding_kind::livelock},
     .options = {.steps = 9}}};
const model scoped_lock_registration{{.name = "classic.polite.scoped_lock",
                                      .summary = "waits for the lock that it could not have",
                                      .body = [] { two_locks(wait_for_the_other); }}};
const model after_you_registration{{.name = "classic.polite.after_you",
                                    .summary = "each steps back as long as the other one wants in",
                                    .body = [] { after_you(false); },
                                    .expect = {finding_kind::livelock},
                                    .options = {.steps = 9}}};
const model precedence_registration{{.name = "classic.polite.precedence",
                                     .summary = "one of the two does not step back",
                                     .body = [] { after_you(true); }}};

}  // namespace
}  // namespace heddle::models
