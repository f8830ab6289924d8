// A barber without customers sleeps; a customer wakes the barber or takes a chair. If the barber
// looks into the waiting room, finds nobody and goes to sleep, a customer who comes in between
// finds a barber who is awake, and both wait for each other. A semaphore that counts the customers
// makes looking and falling asleep one step. Dijkstra, "Cooperating sequential processes", 1965.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/semaphore.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

constexpr int customers = 2;

struct looks_then_sleeps {
  void wait_for_customer() {
    if (waiting.load() == 0) {
      asleep = true;
      wake_up.acquire();
    }
    waiting.fetch_sub(1);
  }
  void arrive() {
    waiting.fetch_add(1);
    if (asleep.exchange(false)) wake_up.release();
  }

  atomic<int> waiting{0, "waiting"};
  atomic<bool> asleep{false, "asleep"};
  counting_semaphore<> wake_up{0, "wake up"};
};

struct counts_customers {
  void wait_for_customer() { waiting.acquire(); }
  void arrive() { waiting.release(); }

  counting_semaphore<> waiting{0, "waiting"};
};

template <class WaitingRoom>
void open_shop() {
  WaitingRoom room;
  counting_semaphore<> haircut{0, "haircut"};
  const auto visit = [&] {
    room.arrive();
    haircut.acquire();
  };
  thread barber{"barber", [&] {
                  for (int served = 0; served < customers; ++served) {
                    room.wait_for_customer();
                    haircut.release();
                  }
                }};
  thread customer_1{"customer 1", visit};
  thread customer_2{"customer 2", visit};
  barber.join();
  customer_1.join();
  customer_2.join();
}

const model broken_registration{{.name = "classic.sleeping_barber.look_then_sleep",
                                 .summary = "a customer comes between the look and the sleep",
                                 .body = open_shop<looks_then_sleeps>,
                                 .expect = {finding_kind::deadlock}}};
const model right_registration{{.name = "classic.sleeping_barber.right",
                                .summary = "a semaphore counts the customers",
                                .body = open_shop<counts_customers>}};

}  // namespace
}  // namespace heddle::models
