#include "tests/scheduler/trace_count.hpp"

using namespace heddle::scheduler;
using namespace heddle::scheduler::table_tests;

namespace {

operation compare_and_store(object_index object, std::uint64_t expected, std::uint64_t value) {
  operation made{kind::compare_exchange};
  made.object = object;
  made.expected = expected;
  made.argument = value;
  return made;
}

operation increment(object_index object, std::uint64_t argument = 1) {
  operation made{kind::read_modify_write};
  made.function = rmw_function::add;
  made.type = value_type::u64;
  made.object = object;
  made.argument = argument;
  return made;
}

operation store_sum(object_index object, std::uint64_t argument) {
  operation made{kind::store};
  made.object = object;
  made.argument = argument;
  return made;
}

}  // namespace

TEST_CASE("trace counts: variables and atomics") {
  const auto atomic = make_object(object_kind::atomic);
  for (const relation which : both)
    for (std::size_t n = 1; n <= 4; ++n) {
      CAPTURE(n);
      // Writers: their order on the variable, N!.
      CHECK(traces_of(
                {{make_object(object_kind::variable)}, tasks(n, body().perform(kind::write, 0, 7))},
                which) == factorial(n));
      // One writer, N readers: each reads before or after it, 2^N.
      program readers{{atomic}, tasks(n, body().perform(kind::load, 0))};
      readers.tasks.push_back(body().perform(kind::store, 0, 42));
      CHECK(traces_of(readers, which) == power(2, n));
      // Atomic increments: N!.
      CHECK(traces_of({{atomic}, tasks(n, body().perform(increment(0)))}, which) == factorial(n));
      // Compare and exchange of 0: who wins; the others fail, which are reads and commute: N.
      CHECK(traces_of({{atomic}, tasks(n, body().perform(compare_and_store(0, 0, 1)))}, which) ==
            n);
    }
}

TEST_CASE("trace counts: increments that are not atomic") {
  // The order of the writes, N!, and for the k-th of them one of k gaps in which its read falls.
  const auto each =
      body().perform(kind::load, 0).perform(store_sum(0, 1), argument_source::sum_with_last_value);
  for (const relation which : both)
    for (std::size_t n = 1; n <= 3; ++n)
      CHECK(traces_of({{make_object(object_kind::atomic)}, tasks(n, each)}, which) ==
            factorial(n) * factorial(n));
}

TEST_CASE("trace counts: mutexes") {
  for (const relation which : both)
    for (const object_kind mutex :
         {object_kind::mutex, object_kind::recursive_mutex, object_kind::shared_mutex})
      for (std::size_t n = 1; n <= 4; ++n)
        // The order in which the tasks come in: N!.
        CHECK(traces_of({{make_object(mutex)}, tasks(n, body().lock_and_unlock(0))}, which) ==
              factorial(n));
}

TEST_CASE("trace counts: attempts and time-outs on a mutex") {
  for (const relation which : both)
    for (std::size_t n = 1; n <= 4; ++n) {
      // k winners in order; each of the others fails inside one of the k critical sections.
      std::size_t expected = 0;
      for (std::size_t k = 1; k <= n; ++k) expected += arrangements(n, k) * power(k, n - k);
      const auto attempt = tasks(n, body().lock_and_unlock(0, patience::attempt));
      CHECK(traces_of({{make_object(object_kind::mutex)}, attempt}, which) == expected);
      // Time-outs at any moment are the same.
      const auto timed = tasks(n, body().lock_and_unlock(0, patience::timed));
      CHECK(traces_of({{make_object(object_kind::mutex)}, timed}, which) == expected);
      // Quiescent time never passes, since nobody is stuck with the mutex: N!.
      CHECK(traces_of({{make_object(object_kind::mutex)}, timed, time_mode::quiescent}, which) ==
            factorial(n));
    }
}

TEST_CASE("trace counts: failed attempts on a shared mutex") {
  // A writer that keeps the lock, and N attempts on it. They come before it... only one can, for an
  // attempt that succeeds keeps it as well: N + 1 winners. Then the failures: strictly each is a
  // write, in any of N! orders; as they change nothing, they commute.
  for (std::size_t n = 1; n <= 3; ++n) {
    program what{{make_object(object_kind::shared_mutex)},
                 tasks(n + 1, body().perform(kind::lock, 0, patience::attempt))};
    CHECK(traces_of(what, relation::strict) == (n + 1) * factorial(n));
    CHECK(traces_of(what, relation::refined) == n + 1);
  }
}

TEST_CASE("trace counts: timed inner locks taken crosswise") {
  const auto crossing = [](object_index first, object_index second) {
    return body()
        .perform(kind::lock, first)
        .lock_and_unlock(second, patience::timed)
        .perform(kind::unlock, first);
  };
  const std::vector<object_state> mutexes(2, make_object(object_kind::mutex));
  for (const relation which : both) {
    // At any moment: 7 by the oracle (timedlock_abba).
    CHECK(traces_of({mutexes, {crossing(0, 1), crossing(1, 0)}}, which) == 7);
    // Quiescent: one after the other (2), or both hold one: then time passes, both may time out.
    // Both do so while the other's mutex is still held (1); or one does and has released its own,
    // then the other succeeds or times out all the same (2 each).
    CHECK(traces_of({mutexes, {crossing(0, 1), crossing(1, 0)}, time_mode::quiescent}, which) == 7);
  }
}

TEST_CASE("trace counts: philosophers") {
  // Each fork goes to one neighbour first: 2^N orientations; the two cyclic ones share the prefix
  // that is the deadlock, for the other direction round cannot be: 2^N - 1.
  for (const relation which : both)
    for (std::size_t n = 2; n <= 4; ++n) {
      program table{std::vector<object_state>(n, make_object(object_kind::mutex)), {}};
      for (std::size_t each = 0; each < n; ++each) {
        const auto left = static_cast<object_index>(each);
        const auto right = static_cast<object_index>((each + 1) % n);
        table.tasks.push_back(body()
                                  .perform(kind::lock, left)
                                  .perform(kind::lock, right)
                                  .perform(kind::unlock, right)
                                  .perform(kind::unlock, left));
      }
      const trace_counts found = count_traces(table, table_dependence(which));
      CHECK(found.traces == power(2, n) - 1);
      CHECK(found.stuck == 1);
    }
}

TEST_CASE("trace counts: shared mutex") {
  for (const relation which : both)
    for (std::size_t n = 1; n <= 4; ++n) {
      // Each shared owner before or after the exclusive one.
      program what{{make_object(object_kind::shared_mutex)},
                   tasks(n, body().lock_and_unlock_shared(0))};
      what.tasks.push_back(body().lock_and_unlock(0));
      CHECK(traces_of(what, which) == power(2, n));
    }
}

TEST_CASE("trace counts: a flag under a condition variable") {
  // N waiters with a predicate loop, one task that sets the flag and notifies all under the mutex:
  // k waiters come before it in some order, then N locks of waiters in any order.
  const auto waiter = body()
                          .perform(kind::lock, 0)
                          .perform(kind::read, 2)
                          .jump_if(condition::value_is_not_zero, 6)
                          .wait(1, 0)
                          .jump_if(condition::always, -8)
                          .perform(kind::unlock, 0);
  const auto signaller = [](kind notification) {
    return body()
        .perform(kind::lock, 0)
        .perform(kind::write, 2, 1)
        .perform(notification, 1)
        .perform(kind::unlock, 0);
  };
  const std::vector<object_state> objects{make_object(object_kind::mutex),
                                          make_object(object_kind::condition_variable),
                                          make_object(object_kind::variable)};
  for (const relation which : both)
    for (std::size_t n = 1; n <= 3; ++n) {
      CAPTURE(n);
      std::size_t all = 0;
      std::size_t one = factorial(n);
      std::size_t stuck = 0;
      for (std::size_t k = 0; k <= n; ++k) all += factorial(n) * arrangements(n, k);
      // Of k waiters one is woken: each of them; the others, for k > 1, sleep for ever.
      for (std::size_t k = 1; k <= n; ++k) {
        const std::size_t more = arrangements(n, k) * k * factorial(n - k + 1);
        one += more;
        if (k > 1) stuck += more;
      }
      program what{objects, tasks(n, waiter)};
      what.tasks.push_back(signaller(kind::notify_all));
      CHECK(traces_of(what, which) == all);
      what.tasks.back() = signaller(kind::notify_one);
      const trace_counts found = count_traces(what, table_dependence(which));
      CHECK(found.traces == one);
      CHECK(found.stuck == stuck);
    }
}

TEST_CASE("trace counts: timed waits") {
  // Counted by the oracle (timedwait1): 4 and 96 for one and two waiters. Theirs have one more
  // event for each time-out, as ours do.
  for (std::size_t n = 1; n <= 2; ++n) {
    program what{
        {make_object(object_kind::mutex), make_object(object_kind::condition_variable)},
        tasks(n,
              body().perform(kind::lock, 0).wait(1, 0, patience::timed).perform(kind::unlock, 0))};
    what.tasks.push_back(
        body().perform(kind::lock, 0).perform(kind::notify_one, 1).perform(kind::unlock, 0));
    CHECK(traces_of(what, relation::strict) == (n == 1 ? 4U : 96U));
  }
}

TEST_CASE("trace counts: notifications that reach nobody") {
  const program what{{make_object(object_kind::condition_variable)},
                     tasks(3, body().perform(kind::notify_all, 0))};
  CHECK(traces_of(what, relation::strict) == 6);
  CHECK(traces_of(what, relation::refined) == 1);
}

TEST_CASE("trace counts: parked tasks") {
  // A waits while the atomic is 0; B stores 1, then notifies. A parks before the store, is woken
  // and done (1); or finds 1 between the store and the notification, or after it: a changed value
  // is read only, and the notification touches only sleepers: one trace. 2 in all.
  const program what{
      {make_object(object_kind::atomic)},
      {body().park(0, 0), body().perform(kind::store, 0, 1).perform(kind::notify_all, 0)}};
  for (const relation which : both) CHECK(traces_of(what, which) == 2);
}

TEST_CASE("trace counts: a task parks, another notifies all, twice") {
  // A parks and is woken by one of two notifications of B; A's going on is ordered after the one
  // that woke it only. Before both: 1; between: 1; after both, it sleeps for ever: 1.
  const program what{
      {make_object(object_kind::atomic)},
      {body().park(0, 0), body().perform(kind::notify_all, 0).perform(kind::notify_all, 0)}};
  for (const relation which : both) {
    const trace_counts found = count_traces(what, table_dependence(which));
    CHECK(found.traces == 3);
    CHECK(found.stuck == 1);
  }
}

TEST_CASE("trace counts: tasks that start and wait for tasks") {
  // Spawns and joins add no traces to the N! of the children's writes.
  for (const relation which : both)
    for (std::size_t n = 1; n <= 3; ++n) {
      body child = body().perform(kind::write, 0, 7);
      child.started = false;
      program what{{make_object(object_kind::variable)}, tasks(n, child)};
      body parent;
      for (object_index each = 0; each < n; ++each) parent.perform(kind::spawn, each);
      for (object_index each = 0; each < n; ++each) parent.perform(kind::join, each);
      parent.perform(kind::read, 0);
      what.tasks.push_back(parent);
      CHECK(traces_of(what, which) == factorial(n));
    }
}

TEST_CASE("trace counts: choices, flags and once") {
  for (const relation which : both) {
    // Independent choices: the product of their values.
    CHECK(traces_of({{}, tasks(3, body().perform(kind::choose, no_object, 2))}, which) == 8);
    // N setters and a waiter: who is first; setting what is set is a read.
    program set{{make_object(object_kind::event)}, tasks(3, body().perform(kind::set, 0))};
    CHECK(traces_of(set, which) == 3);
    set.tasks.push_back(body().perform(kind::event_wait, 0));
    CHECK(traces_of(set, which) == 3);
    // The first runs the function, the others find it done.
    CHECK(traces_of({{make_object(object_kind::once)}, tasks(3, body().call_once(0))}, which) == 3);
    // If it throws, each runs it in turn.
    CHECK(traces_of({{make_object(object_kind::once)}, tasks(3, body().call_once(0, false))},
                    which) == 6);
  }
}

TEST_CASE("trace counts: sleeps in quiescent time") {
  // Two tasks that sleep for the same time, then write: time passes, then 2! orders. With different
  // times the writes are in the order of the deadlines.
  const auto sleeper = [](int deadline) {
    operation sleep{kind::sleep};
    sleep.deadline = virtual_time{deadline};
    return body().perform(sleep).perform(kind::write, 0, 1);
  };
  const auto variable = make_object(object_kind::variable);
  for (const relation which : both) {
    CHECK(traces_of({{variable}, {sleeper(5), sleeper(5)}, time_mode::quiescent}, which) == 2);
    CHECK(traces_of({{variable}, {sleeper(5), sleeper(6)}, time_mode::quiescent}, which) == 1);
  }
}
