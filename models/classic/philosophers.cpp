// The dining philosophers share one fork with each neighbour and need two to eat. If each takes the
// left one first, all can hold one and wait for the other for ever. Dijkstra set it as an
// examination question about tape drives in 1965 and published it in "Hierarchical ordering of
// sequential processes", 1971, where the waiter and the order of the forks come from, too; Hoare
// made it a dinner.

#include <algorithm>
#include <chrono>

#include "checker/model.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/semaphore.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;

constexpr int seats = 3;

constexpr int left_of(int seat) { return seat; }
constexpr int right_of(int seat) { return (seat + 1) % seats; }

/// Everybody does what `dine` says for their seat.
template <class Dine>
void dinner(const Dine& dine) {
  thread plato{"plato", dine, 0};
  thread kant{"kant", dine, 1};
  thread hegel{"hegel", dine, 2};
  plato.join();
  kant.join();
  hegel.join();
}

void naive() {
  mutex fork[seats]{mutex{"fork 0"}, mutex{"fork 1"}, mutex{"fork 2"}};
  dinner([&](int seat) {
    const lock_guard left{fork[left_of(seat)]};
    const lock_guard right{fork[right_of(seat)]};
  });
}

/// The fork with the smaller number first: no circle can close.
void ordered() {
  mutex fork[seats]{mutex{"fork 0"}, mutex{"fork 1"}, mutex{"fork 2"}};
  dinner([&](int seat) {
    const lock_guard first{fork[std::min(left_of(seat), right_of(seat))]};
    const lock_guard second{fork[std::max(left_of(seat), right_of(seat))]};
  });
}

/// A waiter lets all but one sit down: somebody always finds two forks.
void waiter() {
  mutex fork[seats]{mutex{"fork 0"}, mutex{"fork 1"}, mutex{"fork 2"}};
  counting_semaphore<seats - 1> chairs{seats - 1, "chairs"};
  dinner([&](int seat) {
    chairs.acquire();
    {
      const lock_guard left{fork[left_of(seat)]};
      const lock_guard right{fork[right_of(seat)]};
    }
    chairs.release();
  });
}

/// Nobody waits longer than a minute: whoever cannot eat puts the left fork back and leaves hungry.
void timeouts() {
  timed_mutex fork[seats]{timed_mutex{"fork 0"}, timed_mutex{"fork 1"}, timed_mutex{"fork 2"}};
  dinner([&](int seat) {
    const lock_guard left{fork[left_of(seat)]};
    if (fork[right_of(seat)].try_lock_for(1min)) fork[right_of(seat)].unlock();
  });
}

const model naive_registration{{.name = "classic.philosophers.naive",
                                .summary = "everybody takes the left fork, then the right one",
                                .body = naive,
                                .expect = {finding_kind::deadlock}}};
const model ordered_registration{{.name = "classic.philosophers.ordered",
                                  .summary = "everybody takes the lower fork first",
                                  .body = ordered}};
const model waiter_registration{{.name = "classic.philosophers.waiter",
                                 .summary = "a waiter seats all philosophers but one",
                                 .body = waiter}};
const model timeouts_registration{{.name = "classic.philosophers.timeouts",
                                   .summary = "whoever waits too long for the right fork gives up",
                                   .body = timeouts}};

}  // namespace
}  // namespace heddle::models
