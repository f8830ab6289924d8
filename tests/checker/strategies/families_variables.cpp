#include <algorithm>
#include <array>

#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/thread.hpp"
#include "tests/checker/many.hpp"
#include "tests/checker/strategies/families.hpp"

namespace families {
namespace {

using cell = heddle::atomic<int>;
using cells = many<cell>;

void increment(cell& x) {
  const int seen = x.load();
  x.store(seen + 1);
}

/// Does something `times` times.
void repeat(int times, const std::function<void()>& body) {
  for (int done = 0; done < times; ++done) body();
}

}  // namespace

void writers(int n) {
  cell x{0, "x"};
  together(n, [&](int me) { x.store(me + 1); });
}

void readers(int n) {
  cell x{0, "x"};
  together(n, [&](int) { (void)x.load(); }, {[&] { x.store(42); }});
}

void writers_reader(int n) {
  cell x{0, "x"};
  together(n, [&](int me) { x.store(me + 1); }, {[&] { (void)x.load(); }});
}

void independent(int n) {
  cells own(n);
  together(n, [&](int me) { increment(own[me]); });
}

void loadstore(int n) {
  cell x{0, "x"};
  together(n, [&](int) { increment(x); });
}

void storeload(int n) {
  cell x{0, "x"};
  together(n, [&](int me) {
    x.store(me + 1);
    (void)x.load();
  });
}

void loadstore_loop(int k) {
  cell x{0, "x"};
  together(2, [&](int) { repeat(k, [&] { increment(x); }); });
}

void faa(int n) {
  cell x{0, "x"};
  together(n, [&](int) { x.fetch_add(1); });
}

void faa2(int n) {
  cell x{0, "x"};
  cell y{0, "y"};
  together(n, [&](int) {
    x.fetch_add(1);
    y.fetch_add(1);
  });
}

void faa_k2(int n) {
  cell x{0, "x"};
  together(n, [&](int) { repeat(2, [&] { x.fetch_add(1); }); });
}

void faa_loop(int k) {
  cell x{0, "x"};
  together(2, [&](int) { repeat(k, [&] { x.fetch_add(1); }); });
}

void cas01(int n) {
  cell x{0, "x"};
  together(n, [&](int) {
    int expected = 0;
    x.compare_exchange_strong(expected, 1);
  });
}

void casrot(int n) {
  cell x{0, "x"};
  together(n, [&](int me) {
    int expected = me;
    x.compare_exchange_strong(expected, me + 1);
  });
}

void casw(int n) {
  cell x{0, "x"};
  together(n, [&](int me) {
    int expected = 0;
    x.compare_exchange_strong(expected, 1);
    x.store(me + 3);
  });
}

void lastzero(int n) {
  cells a(n + 1);
  together(n, [&](int me) { a[me + 1].store(a[me].load() + 1); }, {[&] {
             for (int place = n; a[place].load() != 0;) --place;
           }});
}

void store_buffering(int n) {
  cells a(n);
  together(n, [&](int me) {
    a[me].store(1);
    (void)a[(me + 1) % n].load();
  });
}

void iriw(int) {
  cells x(2);
  const auto reader = [&](int first) {
    (void)x[first].load();
    (void)x[1 - first].load();
  };
  together(2, reader, replicate(2, [&](int me) { x[me].store(1); }));
}

void spin(int n) {
  cell flag{0, "flag"};
  together(0, {},
           {[&] { flag.store(1); },
            [&] {
              for (int polls = 0; polls < n && flag.load() == 0;) ++polls;
            }});
}

void fib_bench(int n) {
  cells x(2);
  together(2, [&](int me) {
    repeat(n, [&] {
      const int other = x[1 - me].load();
      x[me].store(x[me].load() + other);
    });
  });
}

void pgsql(int n, int polls) {
  cells latch(n);
  together(n, [&](int me) {
    bool mine = me == 0;
    for (int poll = 0; poll < polls && !mine; ++poll) mine = latch[me].load() != 0;
    if (mine && me + 1 < n) latch[me + 1].store(1);
  });
}

void sigma(int n) {
  cells written(n);
  cell place{0, "place"};
  std::vector<heddle::thread> started;
  for (int me = 0; me < n; ++me) {
    if (me > 0) place.store(me);
    started.emplace_back([&] { written[place.load()].store(1); });
  }
  for (heddle::thread& one : started) one.join();
}

void unsafe_bank(const std::vector<int>& amounts, heddle::var<int>& balance) {
  together(static_cast<int>(amounts.size()), [&](int me) {
    const int amount = amounts[static_cast<std::size_t>(me)];
    if (balance.get() >= amount) balance -= amount;
  });
}

void unsafe_bank(const std::vector<int>& amounts, cell& balance) {
  together(static_cast<int>(amounts.size()), [&](int me) {
    const int amount = amounts[static_cast<std::size_t>(me)];
    if (balance.load() < amount) return;
    const int seen = balance.load();
    balance.store(seen - amount);
  });
}

void bank_unsafe(int n) {
  constexpr std::array amounts{80, 70, 50, 20};
  cell balance{100, "balance"};
  unsafe_bank({amounts.begin(), amounts.begin() + n}, balance);
}

}  // namespace families
