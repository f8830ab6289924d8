#include "checker/races/happens_before.hpp"

#include <functional>
#include <stdexcept>

#include "checker/check.hpp"
#include "checker/strategy.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"

/// Each way to synchronise: what it orders does not race, what it does not order does.

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;
using heddle::memory_order;
using heddle::memory_order_acq_rel;
using heddle::memory_order_acquire;
using heddle::memory_order_consume;
using heddle::memory_order_relaxed;
using heddle::memory_order_release;
using heddle::memory_order_seq_cst;
using number = heddle::var<int>;

namespace {

/// Whether some execution of the model has a data race. All of them are run.
bool races(const std::function<void()>& body) {
  const auto how = checker::make_strategy("dpor", {});
  const checker::result found = checker::check("model", body, *how);
  CHECK(found.covered.kind == checker::coverage_kind::complete);
  CHECK(found.executions > 0);
  for (const checker::finding& each : found.findings)
    if (each.kind == heddle::finding_kind::data_race) return true;
  return false;
}

/// A task writes x and gives a sign, another sees it and reads x. `Shared` is what the sign is
/// given by; `see` says whether it was seen.
template <class Shared, class Give, class See>
bool sign_leaves_race(Give give, See see, bool write_first) {
  return races([&] {
    Shared shared;
    number x{0, "x"};
    heddle::together({[&] {
                        if (write_first) x.set(1);
                        give(shared);
                        if (!write_first) x.set(1);
                      },
                      [&] {
                        if (see(shared)) (void)x.get();
                      }});
  });
}

/// The sign orders what is done before it is given, and only that.
template <class Shared, class Give, class See>
void check_orders(Give give, See see) {
  CHECK_FALSE(sign_leaves_race<Shared>(give, see, true));
  CHECK(sign_leaves_race<Shared>(give, see, false));
}

/// The sign orders nothing.
template <class Shared, class Give, class See>
void check_orders_nothing(Give give, See see) {
  CHECK(sign_leaves_race<Shared>(give, see, true));
  CHECK(sign_leaves_race<Shared>(give, see, false));
}

struct atomic_flag_of_int {
  heddle::atomic<int> flag{0, "flag"};
};

auto storing(memory_order order) {
  return [order](atomic_flag_of_int& shared) { shared.flag.store(1, order); };
}
auto loading(memory_order order) {
  return [order](atomic_flag_of_int& shared) { return shared.flag.load(order) == 1; };
}

/// Two tasks that each do something with one x.
bool pair_races(const std::function<void(number&)>& one, const std::function<void(number&)>& two) {
  return races([&] {
    number x{0, "x"};
    heddle::together({[&] { one(x); }, [&] { two(x); }});
  });
}

}  // namespace

TEST_CASE("race: nothing orders accesses of two tasks by itself") {
  const auto read = [](number& x) { (void)x.get(); };
  const auto write = [](number& x) { x.set(1); };
  CHECK(pair_races(write, write));
  CHECK(pair_races(read, write));
  CHECK(pair_races(write, read));
  CHECK_FALSE(pair_races(read, read));
}

TEST_CASE("race: the start of a task and its join order, its life does not") {
  CHECK_FALSE(races([] {
    number x{0, "x"};
    x = 1;
    heddle::thread child{[&] { x = 2; }};
    child.join();
    x = 3;
  }));
  CHECK(races([] {
    number x{0, "x"};
    heddle::thread child{[&] { x = 2; }};
    x = 1;
    child.join();
  }));
  // A join of one task orders nothing of another, unless that was joined by the first.
  CHECK(races([] {
    number x{0, "x"};
    heddle::thread one{[&] { x = 1; }};
    heddle::thread two{[] {}};
    two.join();
    x = 2;
    one.join();
  }));
  CHECK_FALSE(races([] {
    number x{0, "x"};
    heddle::thread outer{[&] {
      heddle::thread inner{[&] { x = 1; }};
      inner.join();
    }};
    outer.join();
    x = 2;
  }));
}

TEST_CASE("race: tasks together come after what was before and before what comes after") {
  CHECK_FALSE(races([] {
    number x{0, "x"};
    x = 1;
    heddle::together({[&] { (void)x.get(); }, [&] { (void)x.get(); }});
    x = 2;
    heddle::together({[&] { x = 3; }});
    x = 4;
  }));
  CHECK(races([] {
    number x{0, "x"};
    heddle::together({[&] { x = 1; }, [&] { x = 2; }});
  }));
  // The end of a task that ends with a `together`.
  const auto nested = [](bool joins) {
    return races([joins] {
      number x{0, "x"};
      heddle::thread outer{[&] {
        heddle::together({[&] { heddle::together({[&] { x = 1; }}); }, [] {}});
      }};
      if (joins) outer.join();
      x = 2;
      if (!joins) outer.join();
    });
  };
  CHECK_FALSE(nested(true));
  CHECK(nested(false));
}

TEST_CASE("race: processes have variables of their own") {
  CHECK_FALSE(races([] {
    number x{0, "x"};
    heddle::process child{[&] { x = 1; }};
    x = 2;
    child.join();
  }));
  // What crosses orders, within each process too.
  CHECK_FALSE(races([] {
    heddle::channel<int> down{1, heddle::process_shared};
    heddle::process child{[&] {
      number x{0, "x"};
      heddle::thread inner{[&] {
        x = 1;
        down.send(1);
      }};
      (void)down.receive();
      x = 2;
      inner.join();
    }};
    child.join();
  }));
}

TEST_CASE("race: a mutex orders critical sections, and only those of one mutex") {
  const auto locked = [](auto& mutex, number& x) {
    mutex.lock();
    x.set(1);
    mutex.unlock();
  };
  const auto two_mutexes = [&]<class Mutex>(bool same) {
    return races([&] {
      Mutex a;
      Mutex b;
      number x{0, "x"};
      heddle::together({[&] { locked(a, x); }, [&] { locked(same ? a : b, x); }});
    });
  };
  CHECK_FALSE(two_mutexes.operator()<heddle::mutex>(true));
  CHECK(two_mutexes.operator()<heddle::mutex>(false));
  CHECK_FALSE(two_mutexes.operator()<heddle::recursive_mutex>(true));
  CHECK_FALSE(two_mutexes.operator()<heddle::timed_mutex>(true));
  CHECK_FALSE(two_mutexes.operator()<heddle::shared_mutex>(true));
  // One of them does not lock.
  CHECK(races([&] {
    heddle::mutex a;
    number x{0, "x"};
    heddle::together({[&] { locked(a, x); }, [&] { x.set(2); }});
  }));
}

TEST_CASE("race: a try orders if it gets the lock") {
  const auto tried = [](bool only_if_locked) {
    return races([=] {
      heddle::mutex m;
      number x{0, "x"};
      heddle::together({[&] {
                          const heddle::lock_guard held{m};
                          x.set(1);
                        },
                        [&] {
                          const bool got = m.try_lock();
                          if (got || !only_if_locked) (void)x.get();
                          if (got) m.unlock();
                        }});
    });
  };
  CHECK_FALSE(tried(true));
  CHECK(tried(false));
}

TEST_CASE("race: shared owners are ordered with exclusive ones, not with each other") {
  const auto with = [](bool writer_shares) {
    return races([=] {
      heddle::shared_mutex book;
      number x{0, "x"};
      const auto read = [&] {
        book.lock_shared();
        (void)x.get();
        book.unlock_shared();
      };
      heddle::together({read, read, [&] {
                          if (writer_shares)
                            book.lock_shared();
                          else
                            book.lock();
                          x.set(1);
                          if (writer_shares)
                            book.unlock_shared();
                          else
                            book.unlock();
                        }});
    });
  };
  CHECK_FALSE(with(false));
  CHECK(with(true));
}

TEST_CASE("race: a condition variable orders by its mutex") {
  struct shared {
    heddle::mutex mutex;
    heddle::condition_variable condition;
    number ready{0, "ready"};
  };
  check_orders<shared>(
      [](shared& s) {
        {
          const heddle::lock_guard held{s.mutex};
          s.ready = 1;
        }
        s.condition.notify_one();
      },
      [](shared& s) {
        heddle::unique_lock<heddle::mutex> held{s.mutex};
        s.condition.wait(held, [&] { return s.ready == 1; });
        return true;
      });
  // A notification alone orders nothing, although the waiter cannot go on before it.
  check_orders_nothing<shared>([](shared& s) { s.condition.notify_all(); },
                               [](shared& s) {
                                 heddle::unique_lock<heddle::mutex> held{s.mutex};
                                 s.condition.wait(held);
                                 return true;
                               });
  // To wait is to give the mutex back.
  check_orders<shared>(
      [](shared& s) {
        heddle::unique_lock<heddle::mutex> held{s.mutex};
        s.ready = 1;
        s.condition.wait(held);
      },
      [](shared& s) {
        const heddle::lock_guard held{s.mutex};
        s.condition.notify_one();
        return s.ready == 1;
      });
}

TEST_CASE("race: semaphores, latches and events order what comes before their signs") {
  struct permits {
    heddle::counting_semaphore<> semaphore{0};
  };
  check_orders<permits>([](permits& s) { s.semaphore.release(); },
                        [](permits& s) {
                          s.semaphore.acquire();
                          return true;
                        });
  check_orders<permits>([](permits& s) { s.semaphore.release(); },
                        [](permits& s) { return s.semaphore.try_acquire(); });
  check_orders_nothing<permits>([](permits& s) { s.semaphore.release(); },
                                [](permits& s) { return !s.semaphore.try_acquire(); });
  struct counted {
    heddle::latch latch{1};
  };
  check_orders<counted>([](counted& s) { s.latch.count_down(); },
                        [](counted& s) {
                          s.latch.wait();
                          return true;
                        });
  check_orders<counted>([](counted& s) { s.latch.count_down(); },
                        [](counted& s) { return s.latch.try_wait(); });
  struct event {
    heddle::manual_event event;
  };
  check_orders<event>([](auto& s) { s.event.set(); },
                      [](auto& s) {
                        s.event.wait();
                        return true;
                      });
  check_orders<event>([](auto& s) { s.event.set(); }, [](auto& s) { return s.event.is_set(); });
  check_orders_nothing<event>([](auto& s) { s.event.set(); },
                              [](auto& s) { return !s.event.is_set(); });
}

TEST_CASE("race: a barrier orders arrivals before the end of their phase") {
  struct meeting {
    heddle::barrier<> barrier{2};
  };
  const auto meet = [](meeting& s) { s.barrier.arrive_and_wait(); };
  check_orders<meeting>(meet, [](meeting& s) {
    s.barrier.arrive_and_wait();
    return true;
  });
  // Who arrives and does not wait is ordered after nothing.
  check_orders_nothing<meeting>([](meeting& s) { (void)s.barrier.arrive(); },
                                [](meeting& s) {
                                  (void)s.barrier.arrive();
                                  return true;
                                });
  // The completion function comes after all arrivals and before all that wait.
  CHECK_FALSE(races([] {
    number x{0, "x"};
    const auto complete = [&]() noexcept { x = x + 1; };
    heddle::barrier<decltype(complete)> barrier{2, complete};
    const auto body = [&] {
      (void)x.get();
      barrier.arrive_and_wait();
      (void)x.get();
    };
    heddle::together({body, body});
  }));
  CHECK(races([] {
    number x{0, "x"};
    const auto complete = [&]() noexcept { x = x + 1; };
    heddle::barrier<decltype(complete)> barrier{2, complete};
    heddle::together({[&] { barrier.arrive_and_wait(); },
                      [&] {
                        (void)barrier.arrive();
                        x = 3;
                      }});
  }));
}

TEST_CASE("race: a message comes after its sending, and the sending after the room it needs") {
  struct queue {
    heddle::channel<int> channel{1};
  };
  check_orders<queue>([](queue& s) { s.channel.send(1); },
                      [](queue& s) { return s.channel.receive().has_value(); });
  check_orders<queue>([](queue& s) { s.channel.close(); },
                      [](queue& s) { return !s.channel.receive().has_value(); });
  check_orders_nothing<queue>([](queue& s) { s.channel.send(1); },
                              [](queue& s) { return !s.channel.try_receive().has_value(); });
  // The second sending waits for the first reception.
  check_orders<queue>([](queue& s) { (void)s.channel.receive(); },
                      [](queue& s) {
                        s.channel.send(1);
                        s.channel.send(2);
                        return true;
                      });
  check_orders_nothing<queue>([](queue& s) { (void)s.channel.receive(); },
                              [](queue& s) {
                                s.channel.send(1);
                                return true;
                              });
}

TEST_CASE("race: futures and once flags order what made the result before its users") {
  struct promised {
    heddle::promise<int> promise;
    heddle::future<int> future = promise.get_future();
  };
  check_orders<promised>([](promised& s) { s.promise.set_value(1); },
                         [](promised& s) { return s.future.get() == 1; });
  CHECK_FALSE(races([] {
    number x{0, "x"};
    auto made = heddle::async([&] { x = 1; });
    made.get();
    x = 2;
  }));
  CHECK(races([] {
    number x{0, "x"};
    auto made = heddle::async([&] { x = 1; });
    x = 2;
    made.get();
  }));
  struct once {
    heddle::once_flag flag;
    number y{0, "y"};
  };
  check_orders<once>([](once& s) { heddle::call_once(s.flag, [&] { s.y = 1; }); },
                     [](once& s) {
                       bool mine = false;
                       heddle::call_once(s.flag, [&] { mine = true; });
                       return !mine && s.y == 1;
                     });
  // A call that threw comes before the next one.
  check_orders<once>(
      [](once& s) {
        try {
          heddle::call_once(s.flag, [&] {
            s.y = 1;
            throw std::runtime_error("no");
          });
        } catch (const std::runtime_error&) {
        }
      },
      [](once& s) {
        int seen = 0;
        heddle::call_once(s.flag, [&] { seen = s.y; });
        return seen == 1;
      });
}

TEST_CASE("race: atomics order by release and acquire, and never race") {
  for (const memory_order store : {memory_order_release, memory_order_seq_cst})
    for (const memory_order load :
         {memory_order_acquire, memory_order_consume, memory_order_seq_cst})
      check_orders<atomic_flag_of_int>(storing(store), loading(load));
  check_orders_nothing<atomic_flag_of_int>(storing(memory_order_relaxed),
                                           loading(memory_order_acquire));
  check_orders_nothing<atomic_flag_of_int>(storing(memory_order_release),
                                           loading(memory_order_relaxed));
  check_orders_nothing<atomic_flag_of_int>(storing(memory_order_relaxed),
                                           loading(memory_order_relaxed));
  // Read before it was stored.
  check_orders_nothing<atomic_flag_of_int>(
      storing(memory_order_seq_cst), [](atomic_flag_of_int& s) { return s.flag.load() == 0; });
  CHECK_FALSE(races([] {
    heddle::atomic<int> x{0, "x"};
    heddle::together({[&] { x.store(1, memory_order_relaxed); },
                      [&] { x.store(2, memory_order_relaxed); },
                      [&] { (void)x.load(memory_order_relaxed); }});
  }));
}

TEST_CASE("race: read-modify-writes continue a release sequence, stores do not") {
  const auto changing = [](auto change) {
    return [change](atomic_flag_of_int& s) {
      s.flag.store(1, memory_order_release);
      change(s);
    };
  };
  const auto sees_two = [](atomic_flag_of_int& s) {
    return s.flag.load(memory_order_acquire) == 2;
  };
  const auto add = [](atomic_flag_of_int& s) { s.flag.fetch_add(1, memory_order_relaxed); };
  const auto store = [](atomic_flag_of_int& s) { s.flag.store(2, memory_order_relaxed); };
  check_orders<atomic_flag_of_int>(changing(add), sees_two);
  check_orders_nothing<atomic_flag_of_int>(changing(store), sees_two);

  // A third task's relaxed addition in between.
  const auto through = [](bool adds) {
    return races([adds] {
      heddle::atomic<int> flag{0, "flag"};
      number x{0, "x"};
      heddle::together({[&] {
                          x.set(1);
                          flag.store(1, memory_order_release);
                        },
                        [&] {
                          int one = 1;
                          if (adds)
                            flag.compare_exchange_strong(one, 2, memory_order_relaxed);
                          else if (flag.load(memory_order_relaxed) == 1)
                            flag.store(2, memory_order_relaxed);
                        },
                        [&] {
                          if (flag.load(memory_order_acquire) == 2) (void)x.get();
                        }});
    });
  };
  CHECK_FALSE(through(true));
  CHECK(through(false));
}

TEST_CASE("race: a compare_exchange acquires by the order of how it went") {
  const auto exchanging = [](int expected, memory_order success, memory_order failure) {
    return [=](atomic_flag_of_int& s) {
      int wanted = expected;
      s.flag.compare_exchange_strong(wanted, 3, success, failure);
      return wanted == 1;
    };
  };
  const auto store = storing(memory_order_release);
  check_orders<atomic_flag_of_int>(store,
                                   exchanging(2, memory_order_relaxed, memory_order_acquire));
  check_orders_nothing<atomic_flag_of_int>(
      store, exchanging(2, memory_order_acquire, memory_order_relaxed));
  // Success leaves `wanted` at 1 as well; failure reads 0.
  check_orders<atomic_flag_of_int>(store,
                                   exchanging(1, memory_order_acquire, memory_order_relaxed));
  check_orders_nothing<atomic_flag_of_int>(
      store, exchanging(1, memory_order_relaxed, memory_order_acquire));
}

TEST_CASE("race: fences stand in for the orders of relaxed operations") {
  const auto release_and_store = [](atomic_flag_of_int& s) {
    heddle::atomic_thread_fence(memory_order_release);
    s.flag.store(1, memory_order_relaxed);
  };
  const auto load_and_acquire = [](atomic_flag_of_int& s) {
    const bool seen = s.flag.load(memory_order_relaxed) == 1;
    heddle::atomic_thread_fence(memory_order_acquire);
    return seen;
  };
  check_orders<atomic_flag_of_int>(release_and_store, load_and_acquire);
  check_orders<atomic_flag_of_int>(release_and_store, loading(memory_order_acquire));
  check_orders<atomic_flag_of_int>(storing(memory_order_release), load_and_acquire);
  check_orders_nothing<atomic_flag_of_int>(storing(memory_order_relaxed), load_and_acquire);
  check_orders_nothing<atomic_flag_of_int>(release_and_store, loading(memory_order_relaxed));
  // On the wrong side.
  check_orders_nothing<atomic_flag_of_int>(
      [](atomic_flag_of_int& s) {
        s.flag.store(1, memory_order_relaxed);
        heddle::atomic_thread_fence(memory_order_release);
      },
      loading(memory_order_acquire));
  check_orders_nothing<atomic_flag_of_int>(storing(memory_order_release),
                                           [](atomic_flag_of_int& s) {
                                             heddle::atomic_thread_fence(memory_order_acquire);
                                             return s.flag.load(memory_order_relaxed) == 1;
                                           });
}

TEST_CASE("race: waiting for an atomic is loading it") {
  const auto give = [](memory_order order) {
    return [order](atomic_flag_of_int& s) {
      s.flag.store(1, order);
      s.flag.notify_all();
    };
  };
  const auto see = [](memory_order order) {
    return [order](atomic_flag_of_int& s) {
      s.flag.wait(0, order);
      return true;
    };
  };
  check_orders<atomic_flag_of_int>(give(memory_order_release), see(memory_order_acquire));
  check_orders_nothing<atomic_flag_of_int>(give(memory_order_release), see(memory_order_relaxed));
  check_orders_nothing<atomic_flag_of_int>(give(memory_order_relaxed), see(memory_order_acquire));
}

TEST_CASE("race: asking to stop orders what came before it") {
  struct stopping {
    heddle::stop_source source;
  };
  check_orders<stopping>([](stopping& s) { s.source.request_stop(); },
                         [](stopping& s) { return s.source.get_token().stop_requested(); });
}

TEST_CASE("race: time orders nothing") {
  using namespace std::chrono_literals;
  const auto body = [] {
    number x{0, "x"};
    heddle::together({[&] { x.set(1); },
                      [&] {
                        heddle::this_thread::sleep_for(1s);
                        x.set(2);
                      }});
  };
  checker::check_options options;
  options.execution.time = scheduler::time_mode::quiescent;
  const auto how = checker::make_strategy("dpor", {});
  const checker::result found = checker::check("model", body, *how, options);
  CHECK(found.executions == 1);
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].kind == heddle::finding_kind::data_race);
}
