// Whoever is served in no order may wait for ever: a task that wants a spinlock once can find it
// taken each time it looks, and readers who relieve each other never leave a room empty for a
// writer. The others get on meanwhile, so it is no deadlock and no livelock. Dijkstra named it in
// "Hierarchical ordering of sequential processes", 1971; tickets (Reed and Kanodia, 1979) and a
// turnstile keep the order.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/semaphore.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

class test_and_set_lock {
 public:
  void lock() {
    while (taken_.exchange(true)) this_thread::yield();
  }
  void unlock() { taken_.store(false); }

 private:
  atomic<bool> taken_{false, "taken"};
};

/// Numbers in the order of arrival. With two customers two numbers are enough, so that the lock is
/// the same after each round.
class ticket_lock {
 public:
  void lock() {
    const int mine = next_.fetch_xor(1);
    while (serving_.load() != mine) this_thread::yield();
  }
  void unlock() { serving_.fetch_xor(1); }

 private:
  atomic<int> next_{0, "next ticket"};
  atomic<int> serving_{0, "now serving"};
};

/// A worker goes on until it is told to stop, by somebody who needs the worker's lock for that.
template <class Lock>
void stop_under_lock() {
  Lock lock;
  atomic<bool> stop{false, "stop"};
  thread worker{"worker", [&] {
                  while (!stop.load()) const lock_guard guard{lock};
                }};
  thread manager{"manager", [&] {
                   const lock_guard guard{lock};
                   stop = true;
                 }};
  worker.join();
  manager.join();
}

/// The first reader in takes the room for all, the last one out gives it back.
class library {
 public:
  void read() {
    {
      const lock_guard guard{lock_};
      readers_ += 1;
      if (readers_ == 1) room_.acquire();
    }
    const lock_guard guard{lock_};
    readers_ -= 1;
    if (readers_ == 0) room_.release();
  }
  void write() {
    room_.acquire();
    written = true;
    room_.release();
  }

  atomic<bool> written{false, "written"};

 private:
  binary_semaphore room_{1, "room"};
  mutex lock_{"lock"};
  var<int> readers_{0, "readers"};
};

/// Two readers come again until they have read what the writer wants to write. With a turnstile
/// everybody queues at the door, and the writer does not let go of it before it is in.
void wait_for_news(bool has_turnstile) {
  library shelf;
  mutex turnstile{"turnstile"};
  const auto reader = [&] {
    while (!shelf.written.load()) {
      if (has_turnstile) const lock_guard passing{turnstile};
      shelf.read();
    }
  };
  thread reader_1{"reader 1", reader};
  thread reader_2{"reader 2", reader};
  thread writer{"writer", [&] {
                  const unique_lock first =
                      has_turnstile ? unique_lock{turnstile} : unique_lock{turnstile, defer_lock};
                  shelf.write();
                }};
  reader_1.join();
  reader_2.join();
  writer.join();
}

const model test_and_set_registration{{.name = "classic.starvation.test_and_set",
                                       .summary = "a spinlock serves in no order",
                                       .body = stop_under_lock<test_and_set_lock>,
                                       .expect = {finding_kind::starvation},
                                       .options = {.steps = 12}}};
const model ticket_registration{{.name = "classic.starvation.ticket",
                                 .summary = "a ticket lock serves in the order of arrival",
                                 .body = stop_under_lock<ticket_lock>,
                                 .options = {.steps = 12}}};
const model readers_first_registration{{.name = "classic.starvation.readers_first",
                                        .summary = "readers who relieve each other, for ever",
                                        .body = [] { wait_for_news(false); },
                                        .expect = {finding_kind::starvation},
                                        .options = {.steps = 30}}};
const model turnstile_registration{{.name = "classic.starvation.turnstile",
                                    .summary = "readers who queue behind a waiting writer",
                                    .body = [] { wait_for_news(true); },
                                    .options = {.steps = 30}}};

}  // namespace
}  // namespace heddle::models
