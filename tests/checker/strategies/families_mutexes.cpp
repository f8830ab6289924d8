#include <algorithm>
#include <chrono>

#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/lock_guard.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/shared_mutex.hpp"
#include "tests/checker/many.hpp"
#include "tests/checker/strategies/families.hpp"

namespace families {
namespace {

using namespace std::chrono_literals;

using cells = many<heddle::atomic<int>>;
using mutexes = many<heddle::mutex>;

void lock_and_unlock(heddle::mutex& m) {
  m.lock();
  m.unlock();
}

/// `inner` is taken inside `outer`.
void take_both(heddle::mutex& outer, heddle::mutex& inner) {
  outer.lock();
  inner.lock();
  inner.unlock();
  outer.unlock();
}

/// A hash table with a mutex for each place.
class hash_table {
 public:
  explicit hash_table(int size) : size_(size), values_(size), locks_(size) {}

  /// Puts a value into the first free place from `place` on.
  void insert(int value, int place) {
    while (!put(value, place)) place = (place + 1) % size_;
  }

 private:
  bool put(int value, int place) {
    const heddle::lock_guard held(locks_[place]);
    if (values_[place].load() != 0) return false;
    values_[place].store(value);
    return true;
  }

  int size_;
  cells values_;
  mutexes locks_;
};

}  // namespace

void mutex1(int n) {
  heddle::mutex m{"m"};
  together(n, [&](int) { lock_and_unlock(m); });
}

void mutex_k2(int n) {
  heddle::mutex m{"m"};
  together(n, [&](int) {
    lock_and_unlock(m);
    lock_and_unlock(m);
  });
}

void mutex_loop(int k) {
  heddle::mutex m{"m"};
  together(2, [&](int) {
    for (int done = 0; done < k; ++done) lock_and_unlock(m);
  });
}

void lockinc(int n) {
  heddle::mutex m{"m"};
  heddle::var<int> x{0, "x"};
  together(n, [&](int) {
    m.lock();
    const int seen = x.get();
    x = seen + 1;
    m.unlock();
  });
}

void mutex2_seq(int n) {
  heddle::mutex a{"a"};
  heddle::mutex b{"b"};
  together(n, [&](int) {
    lock_and_unlock(a);
    lock_and_unlock(b);
  });
}

void mutex2_nest(int n) {
  heddle::mutex a{"a"};
  heddle::mutex b{"b"};
  together(n, [&](int) { take_both(a, b); });
}

void philosophers(int n) {
  mutexes forks(n);
  together(n, [&](int me) { take_both(forks[me], forks[(me + 1) % n]); });
}

void philosophers_ordered(int n) {
  mutexes forks(n);
  together(n, [&](int me) {
    const int right = (me + 1) % n;
    take_both(forks[std::min(me, right)], forks[std::max(me, right)]);
  });
}

void bank(int n) {
  mutexes locks(n);
  cells accounts(n);
  together(n, [&](int me) {
    const int to = (me + 1) % n;
    const int first = std::min(me, to);
    const int second = std::max(me, to);
    const heddle::lock_guard outer(locks[first]);
    const heddle::lock_guard inner(locks[second]);
    const int had = accounts[first].load();
    const int other = accounts[second].load();
    accounts[first].store(had - 1);
    accounts[second].store(other + 1);
  });
}

void queue(int n) {
  heddle::mutex m{"m"};
  heddle::var<int> length{0, "length"};
  const auto change_by = [&](int difference) {
    const heddle::lock_guard held(m);
    length = length.get() + difference;
  };
  together(
      n, [&](int) { change_by(1); }, replicate(n, [&](int) { change_by(-1); }));
}

void stack(int k) {
  heddle::mutex m{"m"};
  heddle::var<int> top{0, "top"};
  cells values(k);
  const auto push = [&](int value) {
    const heddle::lock_guard held(m);
    const int place = top.get();
    values[place].store(value);
    top = place + 1;
  };
  const auto pop = [&] {
    const heddle::lock_guard held(m);
    const int size = top.get();
    if (size == 0) return;
    (void)values[size - 1].load();
    top = size - 1;
  };
  together(0, {},
           {[&] {
              for (int value = 1; value <= k; ++value) push(value);
            },
            [&] {
              for (int done = 0; done < k; ++done) pop();
            }});
}

void trylock1(int n) {
  heddle::mutex m{"m"};
  together(n, [&](int) {
    if (m.try_lock()) m.unlock();
  });
}

void trylock_hold(int n) {
  heddle::mutex m{"m"};
  together(n, [&](int) { (void)m.try_lock(); });
}

void timedlock1(int n) {
  heddle::timed_mutex m{"m"};
  together(n, [&](int) {
    if (m.try_lock_for(1s)) m.unlock();
  });
}

void timedlock_abba(int) {
  many<heddle::timed_mutex> m(2);
  together(2, [&](int me) {
    m[me].lock();
    if (m[1 - me].try_lock_for(1s)) m[1 - me].unlock();
    m[me].unlock();
  });
}

void indexer_small(int n) {
  hash_table table(8);
  together(n, [&](int me) { table.insert(me + 1, me * 2 % 8); });
}

void indexer(int n) {
  hash_table table(128);
  together(n, [&](int me) {
    for (int message = 1; message <= 4; ++message) {
      const int value = message * 11 + me;
      table.insert(value, value * 7 % 128);
    }
  });
}

void filesystem(int n) {
  constexpr int inodes = 32;
  constexpr int blocks = 26;
  mutexes inode_locks(inodes);
  cells inode(inodes);
  mutexes block_locks(blocks);
  cells busy(blocks);
  const auto take = [&](int block) {
    const heddle::lock_guard held(block_locks[block]);
    if (busy[block].load() != 0) return false;
    busy[block].store(1);
    return true;
  };
  together(n, [&](int me) {
    const heddle::lock_guard held(inode_locks[me % inodes]);
    if (inode[me % inodes].load() != 0) return;
    int block = me * 2 % blocks;
    while (!take(block)) block = (block + 1) % blocks;
    inode[me % inodes].store(block + 1);
  });
}

void rwlock(int n) {
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

void rwlock_writers(int n) {
  heddle::shared_mutex l{"l"};
  together(n, [&](int) {
    l.lock();
    l.unlock();
  });
}

}  // namespace families
