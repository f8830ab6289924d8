#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/barrier.hpp"
#include "scheduler/primitives/channel.hpp"
#include "scheduler/primitives/condition_variable.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/semaphore.hpp"
#include "scheduler/primitives/shared_mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/together.hpp"
#include "scheduler/primitives/unique_lock.hpp"
#include "scheduler/primitives/var.hpp"

/// Families of small programs whose numbers of schedules are known, by formula or by brute force.
/// N is the number of like tasks.
namespace families {

using bodies = std::vector<std::function<void()>>;

/// `body(0)` to `body(count - 1)`, after the bodies in `first`.
inline bodies replicate(int count, const std::function<void(int)>& body, bodies first = {}) {
  for (int number = 0; number < count; ++number)
    first.emplace_back([body, number] { body(number); });
  return first;
}

inline void together(int count, const std::function<void(int)>& body, bodies first = {}) {
  heddle::together(replicate(count, body, std::move(first)));
}

/// N tasks write one variable.
inline void writers(int n) {
  heddle::var<int> x{0, "x"};
  together(n, [&](int me) { x = me + 1; });
}

/// One writer, N readers.
inline void readers(int n) {
  heddle::var<int> x{0, "x"};
  together(n, [&](int) { (void)x.get(); }, {[&] { x = 42; }});
}

/// Each reads and writes.
inline void loadstore(int n) {
  heddle::atomic<int> x{0, "x"};
  together(n, [&](int) {
    const int seen = x.load();
    x.store(seen + 1);
  });
}

inline void faa(int n) {
  heddle::atomic<int> x{0, "x"};
  together(n, [&](int) { x.fetch_add(1); });
}

/// One of N compare-exchanges succeeds.
inline void cas01(int n) {
  heddle::atomic<int> x{0, "x"};
  together(n, [&](int) {
    int expected = 0;
    x.compare_exchange_strong(expected, 1);
  });
}

inline void mutex1(int n) {
  heddle::mutex m{"m"};
  together(n, [&](int) {
    m.lock();
    m.unlock();
  });
}

/// Read and write inside a critical section.
inline void lockinc(int n) {
  heddle::mutex m{"m"};
  heddle::var<int> x{0, "x"};
  together(n, [&](int) {
    m.lock();
    const int seen = x.get();
    x = seen + 1;
    m.unlock();
  });
}

inline void mutex2_seq(int n) {
  heddle::mutex a{"a"};
  heddle::mutex b{"b"};
  together(n, [&](int) {
    a.lock();
    a.unlock();
    b.lock();
    b.unlock();
  });
}

inline void mutex2_nest(int n) {
  heddle::mutex a{"a"};
  heddle::mutex b{"b"};
  together(n, [&](int) {
    a.lock();
    b.lock();
    b.unlock();
    a.unlock();
  });
}

inline void philosophers(int n) {
  std::deque<heddle::mutex> forks(static_cast<std::size_t>(n));
  together(n, [&](int me) {
    heddle::mutex& left = forks[static_cast<std::size_t>(me)];
    heddle::mutex& right = forks[static_cast<std::size_t>((me + 1) % n)];
    left.lock();
    right.lock();
    right.unlock();
    left.unlock();
  });
}

inline void trylock1(int n) {
  heddle::mutex m{"m"};
  together(n, [&](int) {
    if (m.try_lock()) m.unlock();
  });
}

inline void timedlock1(int n) {
  heddle::timed_mutex m{"m"};
  together(n, [&](int) {
    if (m.try_lock_for(std::chrono::seconds(1))) m.unlock();
  });
}

inline void sem2(int n) {
  heddle::counting_semaphore<> s{2};
  together(n, [&](int) {
    s.acquire();
    s.release();
  });
}

/// One task releases N permits, N tasks acquire one each.
inline void sem_handoff(int n) {
  heddle::counting_semaphore<> s{0};
  together(n, [&](int) { s.acquire(); }, {[&s, n] {
             for (int count = 0; count < n; ++count) s.release();
           }});
}

/// N tasks wait for a flag; `one` of them, or all, are notified.
inline void cond_flag(int n, bool one) {
  heddle::mutex m{"m"};
  heddle::condition_variable c{"c"};
  heddle::var<int> flag{0, "flag"};
  together(n,
           [&](int) {
             heddle::unique_lock<heddle::mutex> lock(m);
             while (flag.get() == 0) c.wait(lock);
           },
           {[&, one] {
             m.lock();
             flag = 1;
             if (one)
               c.notify_one();
             else
               c.notify_all();
             m.unlock();
           }});
}

/// A notification without a flag may come before the wait.
inline void cond_lost() {
  heddle::mutex m{"m"};
  heddle::condition_variable c{"c"};
  together(1,
           [&](int) {
             heddle::unique_lock<heddle::mutex> lock(m);
             c.wait(lock);
           },
           {[&] { c.notify_one(); }});
}

inline void timedwait1(int n) {
  heddle::mutex m{"m"};
  heddle::condition_variable c{"c"};
  together(n,
           [&](int) {
             heddle::unique_lock<heddle::mutex> lock(m);
             c.wait_for(lock, std::chrono::seconds(1));
           },
           {[&] {
             m.lock();
             c.notify_one();
             m.unlock();
           }});
}

inline void barrier(int n) {
  heddle::barrier<> b{n};
  together(n, [&](int) { b.arrive_and_wait(); });
}

/// N messages from one task to another through a queue of two.
inline void chan_spsc(int n) {
  heddle::channel<int> c{2};
  together(0, {},
           {[&c, n] {
              for (int count = 0; count < n; ++count) c.send(1);
            },
            [&c, n] {
              for (int count = 0; count < n; ++count) (void)c.receive();
            }});
}

/// One writer, N readers of a shared mutex.
inline void rwlock(int n) {
  heddle::shared_mutex l{"l"};
  together(n,
           [&](int) {
             l.lock_shared();
             l.unlock_shared();
           },
           {[&] {
             l.lock();
             l.unlock();
           }});
}

/// Main starts N writers, joins them and reads: the only family in which main takes part.
inline void spawn_join(int n) {
  heddle::var<int> x{0, "x"};
  std::vector<heddle::thread> started;
  for (int me = 0; me < n; ++me) started.emplace_back([&x, me] { x = me + 1; });
  for (heddle::thread& one : started) one.join();
  (void)x.get();
}

/// N withdrawals from a balance of 100 with neither lock nor second look.
inline void unsafe_bank(const std::vector<int>& amounts, heddle::var<int>& balance) {
  together(static_cast<int>(amounts.size()), [&](int me) {
    const int amount = amounts[static_cast<std::size_t>(me)];
    if (balance.get() >= amount) balance -= amount;
  });
}

}  // namespace families
