#include "tests/scheduler/trace_count.hpp"

using namespace heddle::scheduler;
using namespace heddle::scheduler::table_tests;

TEST_CASE("trace counts: semaphores") {
  const auto each = body().perform(kind::acquire, 0, 1).perform(kind::release, 0, 1);
  for (std::size_t n = 1; n <= 4; ++n) {
    CAPTURE(n);
    for (const relation which : both)
      CHECK(traces_of({{make_semaphore(1)}, tasks(n, each)}, which) == factorial(n));
    // Two permits. Strictly: the order of all 2N operations with at most two inside,
    // N! 3^(N-1); with releases that commute: N! Fibonacci(2N-1).
    const std::size_t strict = factorial(n) * power(3, n - 1);
    const std::size_t refined = factorial(n) * fibonacci(2 * n - 1);
    const program ample{{make_semaphore(2)}, tasks(n, each)};
    const program tight{{make_object(object_kind::semaphore, 2, 2)}, tasks(n, each)};
    CHECK(traces_of(ample, relation::strict) == strict);
    CHECK(traces_of(tight, relation::strict) == strict);
    CHECK(traces_of(ample, relation::refined) == refined);
    CHECK(traces_of(tight, relation::refined) == refined);
    // A maximum that might be reached counts unless somebody promises that it is not.
    CHECK(traces_of(ample, relation::cautious) == refined);
    CHECK(traces_of(tight, relation::cautious) == strict);
  }
}

TEST_CASE("trace counts: permits handed over") {
  // One producer of N permits, N acquirers: their order, N!, and a Dyck path.
  for (const relation which : both)
    for (std::size_t n = 1; n <= 4; ++n) {
      program what{{make_semaphore(0)}, tasks(n, body().perform(kind::acquire, 0, 1))};
      body producer;
      for (std::size_t count = 0; count < n; ++count) producer.perform(kind::release, 0, 1);
      what.tasks.push_back(producer);
      CHECK(traces_of(what, which) == factorial(n) * catalan(n));
    }
}

TEST_CASE("trace counts: latches") {
  // N tasks count down, one waits for all: the order of the count-downs, or none.
  for (std::size_t n = 1; n <= 4; ++n) {
    program what{{make_object(object_kind::latch, n)},
                 tasks(n, body().perform(kind::count_down, 0, 1))};
    what.tasks.push_back(body().perform(kind::latch_wait, 0));
    what.tasks.push_back(body().perform(kind::latch_wait, 0));
    CHECK(traces_of(what, relation::strict) == factorial(n));
    CHECK(traces_of(what, relation::cautious) == factorial(n));
    CHECK(traces_of(what, relation::refined) == 1);
    CHECK_FALSE(count_traces(what, table_dependence(relation::refined)).overfills);
  }
}

TEST_CASE("trace counts: barriers") {
  for (std::size_t n = 2; n <= 4; ++n) {
    const auto once = tasks(n, body().arrive_and_wait(0));
    const program plain{{make_object(object_kind::barrier, 0, n)}, once};
    CHECK(traces_of(plain, relation::strict) == factorial(n));
    CHECK(traces_of(plain, relation::cautious) == factorial(n));
    CHECK(traces_of(plain, relation::refined) == 1);
    // Who runs the completion function matters, and so the order of the arrivals.
    const program completing{{make_object(object_kind::barrier, 0, n, true)}, once};
    CHECK(traces_of(completing, relation::refined) == factorial(n));
    // The phases follow each other.
    const program twice{{make_object(object_kind::barrier, 0, n)},
                        tasks(n, body().arrive_and_wait(0).arrive_and_wait(0))};
    if (n < 4) CHECK(traces_of(twice, relation::strict) == factorial(n) * factorial(n));
    const trace_counts phases = count_traces(twice, table_dependence(relation::refined));
    CHECK(phases.traces == 1);
    CHECK_FALSE(phases.overfills);
  }
}

TEST_CASE("trace counts: more arrivals than a barrier expects") {
  // Three tasks at a barrier for two. Strictly: 3! orders of the arrivals, the third of which is
  // stuck in the next phase; arrivals of a phase commute: who is left over, 3. What `refined` takes
  // for granted is broken, and the traces tell.
  const program what{{make_object(object_kind::barrier, 0, 2)},
                     tasks(3, body().arrive_and_wait(0))};
  CHECK(traces_of(what, relation::strict) == 6);
  CHECK(traces_of(what, relation::cautious) == 6);
  const trace_counts found = count_traces(what, table_dependence(relation::refined));
  CHECK(found.traces == 3);
  CHECK(found.stuck == 3);
  CHECK(found.overfills);
  CHECK(find_violation(what, table_dependence(relation::refined)));
}

TEST_CASE("trace counts: more count-downs than a latch takes, more releases than a semaphore") {
  // Two tasks, room for one: who is wrong, 2; also where operations that are right commute.
  const program latch{{make_object(object_kind::latch, 1)},
                      tasks(2, body().perform(kind::count_down, 0, 1))};
  const program semaphore{{make_object(object_kind::semaphore, 0, 1)},
                          tasks(2, body().perform(kind::release, 0, 1))};
  for (const relation which : {relation::strict, relation::cautious, relation::refined})
    for (const program& what : {latch, semaphore}) {
      const trace_counts found = count_traces(what, table_dependence(which));
      CHECK(found.traces == 2);
      CHECK(found.overfills);
    }
}

TEST_CASE("trace counts: channels") {
  const auto repeat = [](kind what, std::size_t count) {
    body made;
    for (; count > 0; --count) made.perform(what, 0);
    return made;
  };
  for (std::size_t n = 1; n <= 5; ++n) {
    // One sender, one receiver, N messages, room for two: Dyck paths of height at most 2 are
    // 2^(N-1); the two ends alone are in one order.
    const program pair{{make_object(object_kind::channel, 0, 2)},
                       {repeat(kind::send, n), repeat(kind::receive, n)}};
    CHECK(traces_of(pair, relation::strict) == power(2, n - 1));
    CHECK(traces_of(pair, relation::refined) == 1);
    if (n > 4) continue;
    // N senders of one message each, room for all: the order of the sends, and a Dyck path.
    program many{{make_object(object_kind::channel, 0, n)}, tasks(n, repeat(kind::send, 1))};
    many.tasks.push_back(repeat(kind::receive, n));
    CHECK(traces_of(many, relation::strict) == factorial(n) * catalan(n));
    CHECK(traces_of(many, relation::refined) == factorial(n));
  }
}

TEST_CASE("trace counts: attempts to receive from an empty channel") {
  // They find nothing, and their order does not matter but strictly.
  const program what{{make_object(object_kind::channel, 0, 1)},
                     tasks(3, body().perform(kind::receive, 0, patience::attempt))};
  CHECK(traces_of(what, relation::strict) == 6);
  CHECK(traces_of(what, relation::refined) == 1);
}
