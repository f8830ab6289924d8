#include <algorithm>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/scheduler/controlled_support.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define HEDDLE_TESTED_BY_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEDDLE_TESTED_BY_ADDRESS_SANITIZER 1
#endif
#endif
#if defined(HEDDLE_TESTED_BY_ADDRESS_SANITIZER)
#include <sanitizer/lsan_interface.h>
#endif

/// How tasks end: by failing, by being cut off, and when the execution is over.

using namespace heddle::testing;
using namespace std::chrono_literals;
using s::controlled_runtime;
using s::ending;
using s::failure_kind;
using s::operation_kind;

namespace {

/// Counts how many of it there are.
struct counted {
  explicit counted(int& alive) : count(alive) { ++count; }
  counted(const counted&) = delete;
  counted& operator=(const counted&) = delete;
  ~counted() { --count; }
  int& count;
};

/// Leak checkers look away while it lives.
struct leaks_allowed {
#if defined(HEDDLE_TESTED_BY_ADDRESS_SANITIZER)
  leaks_allowed() { __lsan_disable(); }
  ~leaks_allowed() { __lsan_enable(); }
#else
  leaks_allowed() {}
  ~leaks_allowed() {}
#endif
  leaks_allowed(const leaks_allowed&) = delete;
  leaks_allowed& operator=(const leaks_allowed&) = delete;
};

std::vector<failure_kind> kinds(const controlled_runtime& runtime) {
  std::vector<failure_kind> all;
  for (const s::failure& each : runtime.failures()) all.push_back(each.kind);
  return all;
}

std::vector<s::misuse> misuses(const controlled_runtime& runtime) {
  std::vector<s::misuse> all;
  for (const s::failure& each : runtime.failures()) all.push_back(each.what);
  return all;
}

}  // namespace

TEST_CASE("a failed check ends its task only", "[unwinding]") {
  controlled_runtime runtime({});
  int alive = 0;
  std::string text;
  const auto body = [&] {
    lockable mutex;
    cell value;
    text.clear();
    {
      worker failing([&] {
        const counted one(alive);
        const holder lock(mutex);
        value.read();
        check(false, "never");
        text += "!";
      });
      worker other([&] {
        const holder lock(mutex);
        text += "o";
      });
    }
    text += "m";
  };
  const std::size_t schedules = explore(runtime, body, [&](const controlled_runtime& done) {
    CHECK(done.how() == ending::completed);
    CHECK(kinds(done) == std::vector{failure_kind::check});
    CHECK(done.failures()[0].text == "never");
    CHECK(done.failures()[0].task == 1);
    CHECK(done.failures()[0].step <= done.events().size());
    CHECK(text == "om");
    // Both lock and both unlock: the destructors' operations are events like any other.
    CHECK(count_of(done.events(), operation_kind::lock) == 2);
    CHECK(count_of(done.events(), operation_kind::unlock) == 2);
    CHECK(count_of(done.events(), operation_kind::join) == 2);
  });
  // Whoever locks first: the failing task, with the second spawn before, between or after its three
  // events, or the other one, with the join of it anywhere among these. 4 + 4.
  CHECK(schedules == 8);
  CHECK(alive == 0);
}

TEST_CASE("an exception that leaves a task is a failure of that task", "[unwinding]") {
  controlled_runtime runtime({});
  staying decider;
  const auto thrown = [&](auto what) {
    run(
        runtime,
        [&] {
          cell value;
          worker other([&] {
            value.read();
            throw what;
          });
          value.read();
        },
        decider);
    CHECK(runtime.how() == ending::completed);
    REQUIRE(kinds(runtime) == std::vector{failure_kind::exception});
    CHECK(runtime.failures()[0].task == 1);
    return runtime.failures()[0].text;
  };
  CHECK(thrown(std::runtime_error("no such account")) == "std::runtime_error: no such account");
  CHECK(thrown(7) == "int");
  run(
      runtime, [] { throw std::logic_error("at once"); }, decider);
  CHECK(runtime.failures().at(0).text == "std::logic_error: at once");
}

TEST_CASE("a misuse ends its task", "[unwinding]") {
  controlled_runtime runtime({});
  staying decider;
  bool reached = false;
  SECTION("at once, where operations may throw") {
    run(
        runtime,
        [&] {
          thing semaphore({.kind = s::object_kind::mutex});
          semaphore.perform(operation_kind::lock_shared);
          semaphore.perform(operation_kind::lock_shared);
          reached = true;
        },
        decider);
  }
  SECTION("at the next operation, where destructors may stand") {
    run(
        runtime,
        [&] {
          lockable mutex;
          cell value;
          mutex.unlock();
          value.read();
          reached = true;
        },
        decider);
  }
  SECTION("reported by a primitive") {
    run(
        runtime,
        [&] {
          s::current().report_misuse(s::misuse::no_mutex, nullptr, {}, true);
          reached = true;
        },
        decider);
  }
  SECTION("reported by a destructor") {
    struct complaining {
      ~complaining() { s::current().report_misuse(s::misuse::no_mutex, nullptr, {}, false); }
    };
    run(
        runtime,
        [&] {
          cell value;
          { const complaining here; }
          value.read();
          reached = true;
        },
        decider);
  }
  CHECK(kinds(runtime) == std::vector{failure_kind::misuse});
  CHECK(runtime.how() == ending::completed);
  CHECK_FALSE(reached);
}

TEST_CASE("an unlock in a destructor that is a misuse does not end the program", "[unwinding]") {
  controlled_runtime runtime({});
  staying decider;
  bool reached = false;
  SECTION("on the way out") {
    run(
        runtime,
        [&] {
          lockable mutex;
          cell value;
          {
            const holder lock(mutex);
            mutex.unlock();
          }
          value.read();
          reached = true;
        },
        decider);
    CHECK(misuses(runtime) == std::vector{s::misuse::unlock_not_locked});
  }
  SECTION("while an exception of the model is in flight") {
    bool caught = false;
    run(
        runtime,
        [&] {
          lockable mutex;
          cell value;
          try {
            const holder lock(mutex);
            mutex.unlock();
            throw std::runtime_error("in flight");
          } catch (const std::runtime_error&) {
            caught = true;
          }
          value.read();
          reached = true;
        },
        decider);
    CHECK(caught);
    CHECK(misuses(runtime) == std::vector{s::misuse::unlock_not_locked});
  }
  SECTION("while the task unwinds because it failed: that is not reported again") {
    run(
        runtime,
        [&] {
          lockable mutex;
          const holder lock(mutex);
          mutex.unlock();
          check(false);
        },
        decider);
    CHECK(runtime.failures().size() == 1);
  }
  SECTION("a lock left behind by a task that failed") {
    run(
        runtime,
        [&] {
          lockable mutex;
          mutex.lock();
          check(false);
        },
        decider);
    CHECK(kinds(runtime) == std::vector{failure_kind::check});
  }
  CHECK_FALSE(reached);
}

TEST_CASE("exceptions of the model are caught as ever", "[unwinding]") {
  controlled_runtime runtime({});
  int seen = 0;
  const auto body = [&] {
    cell value;
    lockable mutex;
    seen = 0;
    const auto use = [&](int number) {
      try {
        const holder lock(mutex);
        value.read();
        throw number;
      } catch (int caught) {
        value.read();
        // Others have thrown, caught and unwound meanwhile.
        try {
          throw;
        } catch (int again) {
          if (caught == number && again == number && std::uncaught_exceptions() == 0) ++seen;
        }
      }
    };
    together({[&] { use(1); }, [&] { use(2); }});
  };
  explore(runtime, body, [&](const controlled_runtime& done) {
    CHECK(done.how() == ending::completed);
    CHECK(done.failures().empty());
    CHECK(seen == 2);
  });
}

TEST_CASE("catching everything", "[unwinding]") {
  controlled_runtime runtime({});
  staying decider;
  SECTION("and throwing it on after cleaning up is fine") {
    run(
        runtime,
        [&] {
          lockable mutex;
          worker other([&] {
            mutex.lock();
            try {
              check(false);
            } catch (...) {
              mutex.unlock();
              throw;
            }
          });
        },
        decider);
    CHECK(kinds(runtime) == std::vector{failure_kind::check});
    CHECK(count_of(runtime.events(), operation_kind::unlock) == 1);
  }
  SECTION("and going on ends at the next operation") {
    bool reached = false;
    run(
        runtime,
        [&] {
          cell value;
          worker other([&] {
            try {
              check(false);
            } catch (...) {
            }
            value.read();
            reached = true;
          });
        },
        decider);
    CHECK_FALSE(reached);
    CHECK(kinds(runtime) == std::vector{failure_kind::check});
  }
  SECTION("and returning is found") {
    run(
        runtime,
        [&] {
          try {
            check(false);
          } catch (...) {
          }
        },
        decider);
    CHECK(misuses(runtime) == std::vector{s::misuse::none, s::misuse::swallowed_unwinding});
  }
  SECTION("for ever is found, does not hang and keeps nobody waiting") {
    bool joined = false;
    const auto body = [&] {
      cell value;
      worker other([&] {
        for (;;) {
          try {
            value.read();
            check(false);
          } catch (...) {
          }
        }
      });
      other.join();
      joined = true;
    };
    for (int round = 0; round < 3; ++round) {
      joined = false;
      CHECK(run(runtime, body, decider) == ending::completed);
      CHECK(misuses(runtime) == std::vector{s::misuse::none, s::misuse::swallowed_unwinding});
      CHECK(joined);
    }
  }
  SECTION("for ever, as a member of a group") {
    bool after = false;
    CHECK(run(
              runtime,
              [&] {
                cell value;
                together({[&] {
                            for (;;) {
                              try {
                                value.read();
                                check(false);
                              } catch (...) {
                              }
                            }
                          },
                          [&] { value.read(); }});
                after = true;
              },
              decider) == ending::completed);
    CHECK(after);
  }
}

TEST_CASE("an assumption that does not hold stops its task for ever", "[unwinding]") {
  controlled_runtime runtime({});
  staying decider;
  int alive = 0;
  int reads = 0;
  SECTION("in the middle") {
    CHECK(run(
              runtime,
              [&] {
                cell value;
                worker other([&] {
                  const counted one(alive);
                  value.read();
                  assume(false);
                  value.read();
                });
                worker third([&] {
                  value.read();
                  value.read();
                  ++reads;
                });
              },
              decider) == ending::pruned);
    CHECK(told(runtime.events()) == "0:spawn 0:spawn 1:read 2:read 2:read 0:join");
    REQUIRE(runtime.stuck().size() == 1);
    CHECK(runtime.stuck()[0].task == 0);
  }
  SECTION("in the prologue") {
    CHECK(run(
              runtime,
              [&] {
                cell value;
                together({[&] {
                            const counted one(alive);
                            assume(false);
                          },
                          [&] {
                            value.read();
                            ++reads;
                          }});
              },
              decider) == ending::pruned);
    CHECK(runtime.events().size() == 1);
  }
  SECTION("of main, at once") {
    CHECK(run(
              runtime, [&] { assume(false); }, decider) == ending::pruned);
    reads = 1;
  }
  CHECK(alive == 0);
  CHECK(reads == 1);
  CHECK(runtime.failures().empty());
}

TEST_CASE("a task at its step limit stops", "[unwinding]") {
  s::execution_options options;
  options.steps = 5;
  controlled_runtime runtime(options);
  staying decider;
  int alive = 0;
  SECTION("the others go on, and it is no deadlock") {
    CHECK(run(
              runtime,
              [&] {
                cell value;
                together({[&] {
                            const counted one(alive);
                            for (;;) value.read();
                          },
                          [&] { value.write(1); }});
              },
              decider) == ending::truncated);
    CHECK(told(runtime.events()) == "1:read 1:read 1:read 1:read 1:read 2:write");
    CHECK(runtime.stuck().empty());
  }
  SECTION("each task has its own") {
    CHECK(run(
              runtime,
              [&] {
                cell value;
                const auto use = [&] {
                  for (int each = 0; each < 5; ++each) value.read();
                };
                together({use, use, use});
              },
              decider) == ending::completed);
  }
  SECTION("whoever waits for it") {
    CHECK(run(
              runtime,
              [&] {
                cell value;
                worker other([&] {
                  const counted one(alive);
                  for (;;) value.read();
                });
              },
              decider) == ending::truncated);
  }
  SECTION("accesses that are not scheduled count, too") {
    options.plain = s::plain_mode::invisible;
    controlled_runtime lean(options);
    CHECK(run(
              lean,
              [&] {
                cell value;
                const counted one(alive);
                while (value.read() == 0) s::current().yield({});
              },
              decider) == ending::truncated);
    CHECK(lean.events().size() == 5);
  }
  CHECK(alive == 0);
}

TEST_CASE("whatever ends an execution, every task is run to its end", "[unwinding]") {
  controlled_runtime runtime({});
  int alive = 0;
  std::vector<int> order;
  struct ordered {
    std::vector<int>& order;
    int number;
    ~ordered() { order.push_back(number); }
  };
  const auto body = [&] {
    signal never_set;
    lockable mutex;
    const ordered mine{order, 0};
    const counted in_main(alive);
    auto memory = std::make_unique<std::string>(100, 'x');
    worker parent([&] {
      const ordered of_parent{order, 1};
      const counted in_parent(alive);
      std::string local(100, 'y');
      worker child([&] {
        const ordered of_child{order, 2};
        const counted in_child(alive);
        const holder lock(mutex);
        never_set.wait();
        // Uses what its parents own: they are still there.
        local += *memory;
      });
      const std::vector<int> more(1000);
      never_set.wait();
    });
    never_set.wait();
  };
  SECTION("a deadlock") {
    staying decider;
    CHECK(run(runtime, body, decider) == ending::stuck);
    CHECK(runtime.stuck().size() == 3);
    CHECK(order == std::vector<int>{2, 1, 0});
  }
  SECTION("giving up anywhere") {
    for (std::uint32_t length = 0; length < 6; ++length) {
      asking decider([&](const s::scheduling_point& point) {
        return point.step() == length ? s::give_up : nth_choice(point, 0);
      });
      run(runtime, body, decider);
      CHECK(alive == 0);
      CHECK(std::is_sorted(order.rbegin(), order.rend()));
      order.clear();
    }
  }
  SECTION("the step limit anywhere") {
    for (std::uint32_t steps = 0; steps < 4; ++steps) {
      s::execution_options options;
      options.steps = steps;
      controlled_runtime limited(options);
      staying decider;
      run(limited, body, decider);
      CHECK(alive == 0);
    }
  }
  CHECK(alive == 0);
  // And the same runtime is as good as new.
  staying decider;
  CHECK(run(
            runtime, [] { cell().write(1); }, decider) == ending::completed);
  CHECK(runtime.failures().empty());
}

TEST_CASE("operations in destructors return when the execution is over", "[unwinding]") {
  controlled_runtime runtime({});
  staying decider;
  int ran = 0;
  struct busy {
    cell& value;
    lockable& mutex;
    int& ran;
    ~busy() {
      value.write(1);
      mutex.lock();
      mutex.unlock();
      s::current().yield({});
      s::current().sleep_until(s::virtual_time{1s}, {});
      together({[] {}});
      worker other([] {});
      cell mine(3);
      mine.read();
      s::current().observe("late", "value");
      s::current().note("late", {});
      ++ran;
    }
  };
  CHECK(run(
            runtime,
            [&] {
              signal never_set;
              cell value;
              lockable mutex;
              const busy here{value, mutex, ran};
              never_set.wait();
            },
            decider) == ending::stuck);
  CHECK(ran == 1);
  // None of it has happened.
  CHECK(runtime.events().empty());
  CHECK(runtime.observations().empty());
  CHECK(runtime.created_objects().size() == 3);
  CHECK(runtime.created_tasks().size() == 1);
  CHECK(runtime.failures().empty());
}

TEST_CASE("loops in destructors end when the execution is over", "[unwinding]") {
  controlled_runtime runtime({});
  staying decider;
  struct patient {
    thing& atomic;
    ~patient() {
      while (atomic.perform(operation_kind::park, 0).succeeded()) {
      }
      while (
          !atomic.perform({.kind = operation_kind::compare_exchange, .argument = 1}).succeeded()) {
      }
      // This one never ends: the value it wants does not come.
      while (atomic.perform(operation_kind::load).value != 5) {
      }
    }
  };
  // Its exception is still in flight where a task is left behind in a destructor.
  const leaks_allowed here;
  for (int round = 0; round < 3; ++round)
    CHECK(run(
              runtime,
              [&] {
                signal never_set;
                thing atomic(s::object_kind::atomic, 0);
                const patient waiting{atomic};
                never_set.wait();
              },
              decider) == ending::stuck);
}

TEST_CASE("a task that will not unwind does not hang the run", "[unwinding]") {
  controlled_runtime runtime({});
  staying decider;
  for (int round = 0; round < 50; ++round)
    CHECK(run(
              runtime,
              [&] {
                signal never_set;
                together({[&] {
                            for (;;) {
                              try {
                                never_set.wait();
                              } catch (...) {
                              }
                            }
                          },
                          [&] { never_set.wait(); }});
              },
              decider) == ending::stuck);
  CHECK(runtime.failures().empty());
}

TEST_CASE("values of task locals may do operations when they go", "[unwinding]") {
  controlled_runtime runtime({});
  staying decider;
  static const int key = 0;
  int gone = 0;
  struct noisy {
    cell& value;
    int& gone;
    ~noisy() {
      value.write(1);
      ++gone;
    }
  };
  SECTION("of a task that ends") {
    run(
        runtime,
        [&] {
          cell value;
          worker other([&] { s::current().local(&key) = std::make_shared<noisy>(value, gone); });
        },
        decider);
    CHECK(told(runtime.events()) == "0:spawn 1:write 0:join");
  }
  SECTION("of a task that fails") {
    run(
        runtime,
        [&] {
          cell value;
          worker other([&] {
            s::current().local(&key) = std::make_shared<noisy>(value, gone);
            check(false);
          });
        },
        decider);
    CHECK(told(runtime.events()) == "0:spawn 1:write 0:join");
  }
  SECTION("of a task that is cut off") {
    run(
        runtime,
        [&] {
          signal never_set;
          cell value;
          worker other([&] {
            s::current().local(&key) = std::make_shared<noisy>(value, gone);
            never_set.wait();
          });
        },
        decider);
    CHECK(told(runtime.events()) == "0:spawn");
  }
  SECTION("of a task that will not unwind") {
    run(
        runtime,
        [&] {
          signal never_set;
          cell value;
          worker other([&] {
            s::current().local(&key) = std::make_shared<noisy>(value, gone);
            for (;;) {
              try {
                never_set.wait();
              } catch (...) {
              }
            }
          });
        },
        decider);
  }
  CHECK(gone == 1);
}
