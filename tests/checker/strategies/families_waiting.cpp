#include <chrono>

#include "scheduler/primitives/barrier.hpp"
#include "scheduler/primitives/channel.hpp"
#include "scheduler/primitives/condition_variable.hpp"
#include "scheduler/primitives/lock_guard.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/semaphore.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/unique_lock.hpp"
#include "tests/checker/strategies/families.hpp"

namespace families {
namespace {

using lock = heddle::unique_lock<heddle::mutex>;

/// N tasks acquire and release one of so many permits.
void share_permits(int n, int permits) {
  heddle::counting_semaphore<> s{permits};
  together(n, [&](int) {
    s.acquire();
    s.release();
  });
}

/// N tasks put so many items each into a buffer with room for one, N tasks take as many out.
/// `room` is notified when there is room, `filled` when there is an item.
void share_buffer(int n, int items, heddle::condition_variable& room,
                  heddle::condition_variable& filled) {
  heddle::mutex m{"m"};
  heddle::var<int> count{0, "count"};
  const auto change = [&](int from, heddle::condition_variable& before,
                          heddle::condition_variable& after) {
    for (int done = 0; done < items; ++done) {
      lock held(m);
      while (count.get() != from) before.wait(held);
      count = 1 - from;
      after.notify_one();
    }
  };
  together(
      n, [&](int) { change(1, filled, room); },
      replicate(n, [&](int) { change(0, room, filled); }));
}

}  // namespace

void sem1(int n) { share_permits(n, 1); }
void sem2(int n) { share_permits(n, 2); }
void sem_n(int n) { share_permits(n, n); }

void sem_handoff(int n) {
  heddle::counting_semaphore<> s{0};
  together(n, [&](int) { s.acquire(); }, {[&s, n] {
             for (int count = 0; count < n; ++count) s.release();
           }});
}

void cond_flag(int n, bool one) {
  heddle::mutex m{"m"};
  heddle::condition_variable c{"c"};
  heddle::var<int> flag{0, "flag"};
  together(n,
           [&](int) {
             lock held(m);
             while (flag.get() == 0) c.wait(held);
           },
           {[&, one] {
             const heddle::lock_guard held(m);
             flag = 1;
             if (one)
               c.notify_one();
             else
               c.notify_all();
           }});
}

void cond_lost() {
  heddle::mutex m{"m"};
  heddle::condition_variable c{"c"};
  together(1,
           [&](int) {
             lock held(m);
             c.wait(held);
           },
           {[&] { c.notify_one(); }});
}

void cond_token(int n) {
  heddle::mutex m{"m"};
  heddle::condition_variable c{"c"};
  heddle::var<int> tokens{0, "tokens"};
  const auto consumer = [&](int) {
    lock held(m);
    int seen = tokens.get();
    for (; seen == 0; seen = tokens.get()) c.wait(held);
    tokens = seen - 1;
  };
  const auto producer = [&] {
    for (int made = 0; made < n; ++made) {
      const heddle::lock_guard held(m);
      tokens = tokens.get() + 1;
      c.notify_one();
    }
  };
  together(n, consumer, {producer});
}

void bounded_buffer(int n, int items) {
  heddle::condition_variable room{"room"};
  heddle::condition_variable filled{"filled"};
  share_buffer(n, items, room, filled);
}

void stolen_wakeup(int n) {
  heddle::condition_variable changed{"changed"};
  share_buffer(n, 1, changed, changed);
}

void timedwait1(int n) {
  heddle::mutex m{"m"};
  heddle::condition_variable c{"c"};
  together(n,
           [&](int) {
             lock held(m);
             c.wait_for(held, std::chrono::seconds(1));
           },
           {[&] {
             m.lock();
             c.notify_one();
             m.unlock();
           }});
}

void barrier(int n) {
  heddle::barrier<> b{n};
  together(n, [&](int) { b.arrive_and_wait(); });
}

void chan_spsc(int n) {
  heddle::channel<int> c{2};
  together(0, {},
           {[&c, n] {
              for (int count = 0; count < n; ++count) c.send(1);
            },
            [&c, n] {
              for (int count = 0; count < n; ++count) (void)c.receive();
            }});
}

void chan_mpsc(int n) {
  heddle::channel<int> c{static_cast<std::size_t>(n)};
  together(n, [&](int me) { c.send(me); }, {[&c, n] {
             for (int count = 0; count < n; ++count) (void)c.receive();
           }});
}

void spawn_join(int n) {
  heddle::var<int> x{0, "x"};
  std::vector<heddle::thread> started;
  for (int me = 0; me < n; ++me) started.emplace_back([&x, me] { x = me + 1; });
  for (heddle::thread& one : started) one.join();
  (void)x.get();
}

}  // namespace families
