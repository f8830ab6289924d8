// A producer hands items to consumers through a buffer with little room; both wait on condition
// variables. Three ways to get it wrong: to wait only once, since the condition may be gone again
// when the sleeper runs; to let both sides share one condition and wake one sleeper, which may be
// of the wrong side; and to let one item too many in. The bounded buffer is Dijkstra's (1965), the
// monitor Hoare's (1974); that one must wait in a loop comes with Mesa (Lampson and Redell, 1980).

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/condition_variable.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/unique_lock.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

/// Room for one item. Items are only counted; all members but the lock are used under the lock.
class buffer {
 public:
  static constexpr int capacity = 1;

  void add() {
    count_ += 1;
    check(count_ <= capacity, "the buffer never holds more than fits");
  }
  void remove() {
    check(count_ > 0, "nobody takes from an empty buffer");
    count_ -= 1;
  }
  [[nodiscard]] int count() const { return count_; }

  mutex lock{"lock"};

 private:
  var<int> count_{0, "count"};
};

struct right {
  void put() {
    unique_lock guard{store.lock};
    while (store.count() == buffer::capacity) not_full.wait(guard);
    store.add();
    not_empty.notify_one();
  }
  void take() {
    unique_lock guard{store.lock};
    while (store.count() == 0) not_empty.wait(guard);
    store.remove();
    not_full.notify_one();
  }

  buffer store;
  condition_variable not_full{"not full"};
  condition_variable not_empty{"not empty"};
};

/// Waits once, and takes it for granted that nobody was quicker.
struct if_for_while {
  void put() {
    unique_lock guard{store.lock};
    if (store.count() == buffer::capacity) not_full.wait(guard);
    store.add();
    not_empty.notify_one();
  }
  void take() {
    unique_lock guard{store.lock};
    if (store.count() == 0) not_empty.wait(guard);
    store.remove();
    not_full.notify_one();
  }

  buffer store;
  condition_variable not_full{"not full"};
  condition_variable not_empty{"not empty"};
};

/// A consumer may wake the other consumer, who finds nothing, and the producer sleeps on.
struct one_condition {
  void put() {
    unique_lock guard{store.lock};
    while (store.count() == buffer::capacity) changed.wait(guard);
    store.add();
    changed.notify_one();
  }
  void take() {
    unique_lock guard{store.lock};
    while (store.count() == 0) changed.wait(guard);
    store.remove();
    changed.notify_one();
  }

  buffer store;
  condition_variable changed{"changed"};
};

/// A full buffer still takes one.
struct off_by_one {
  void put() {
    unique_lock guard{store.lock};
    while (store.count() > buffer::capacity) not_full.wait(guard);
    store.add();
    not_empty.notify_one();
  }
  void take() {
    unique_lock guard{store.lock};
    while (store.count() == 0) not_empty.wait(guard);
    store.remove();
    not_full.notify_one();
  }

  buffer store;
  condition_variable not_full{"not full"};
  condition_variable not_empty{"not empty"};
};

/// One producer of two items, two consumers of one.
template <class Buffer>
void hand_over() {
  Buffer shared;
  thread producer{"producer", [&] {
                    shared.put();
                    shared.put();
                  }};
  thread consumer_1{"consumer 1", [&] { shared.take(); }};
  thread consumer_2{"consumer 2", [&] { shared.take(); }};
  producer.join();
  consumer_1.join();
  consumer_2.join();
}

const model right_registration{{.name = "classic.producer_consumer.right",
                                .summary = "a bounded buffer with two condition variables",
                                .body = hand_over<right>}};
const model if_registration{
    {.name = "classic.producer_consumer.if_for_while",
     .summary = "who is woken does not look again whether there is anything",
     .body = hand_over<if_for_while>,
     .expect = {{finding_kind::invariant, "nobody takes from an empty buffer"}}}};
const model one_registration{{.name = "classic.producer_consumer.one_condition",
                              .summary = "one condition variable for both sides, and notify_one",
                              .body = hand_over<one_condition>,
                              .expect = {finding_kind::deadlock}}};
const model off_registration{
    {.name = "classic.producer_consumer.off_by_one",
     .summary = "a full buffer takes one more item",
     .body = hand_over<off_by_one>,
     .expect = {{finding_kind::invariant, "the buffer never holds more than fits"}}}};

}  // namespace
}  // namespace heddle::models
