// A ring buffer for one producer and one consumer needs no lock: only the producer moves the tail,
// only the consumer the head. The tail must move after the item is in its place, and be released
// and acquired, so that the consumer sees the item. Lamport proves it right in "Proving the
// correctness of multiprocess programs", 1977.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

constexpr int room = 2;
constexpr int items = 3;

class ring {
 public:
  ring(memory_order acquire, memory_order release) : acquire_(acquire), release_(release) {}

  void put(int item) {
    const int place = wait_for_room();
    item_[place % room] = item;
    tail_.store(place + 1, release_);
  }
  void publish_then_put(int item) {
    const int place = wait_for_room();
    tail_.store(place + 1, release_);
    item_[place % room] = item;
  }
  int take() {
    const int place = head_.load(memory_order_relaxed);
    while (tail_.load(acquire_) == place) this_thread::yield();
    const int item = item_[place % room];
    head_.store(place + 1, release_);
    return item;
  }

 private:
  int wait_for_room() {
    const int place = tail_.load(memory_order_relaxed);
    while (place - head_.load(acquire_) == room) this_thread::yield();
    return place;
  }

  memory_order acquire_;
  memory_order release_;
  atomic<int> head_{0, "head"};
  atomic<int> tail_{0, "tail"};
  var<int> item_[room]{{0, "place 0"}, {0, "place 1"}};
};

void pass_items(ring& shared, void (ring::*put)(int)) {
  thread producer{"producer", [&] {
                    for (int item = 1; item <= items; ++item) (shared.*put)(item);
                  }};
  thread consumer{"consumer", [&] {
                    for (int item = 1; item <= items; ++item)
                      check(shared.take() == item, "items come out as they went in");
                  }};
  producer.join();
  consumer.join();
}

void right() {
  ring shared(memory_order_acquire, memory_order_release);
  pass_items(shared, &ring::put);
}

void early() {
  ring shared(memory_order_acquire, memory_order_release);
  pass_items(shared, &ring::publish_then_put);
}

void relaxed() {
  ring shared(memory_order_relaxed, memory_order_relaxed);
  pass_items(shared, &ring::put);
}

const model right_registration{{.name = "classic.spsc_ring.right",
                                .summary = "a ring buffer for one producer and one consumer",
                                .body = right}};
const model early_registration{
    {.name = "classic.spsc_ring.early",
     .summary = "tells of the item before it is in its place",
     .body = early,
     .expect = {finding_kind::data_race,
                {finding_kind::invariant, "items come out as they went in"}}}};
const model relaxed_registration{{.name = "classic.spsc_ring.relaxed",
                                  .summary = "moves head and tail by relaxed operations",
                                  .body = relaxed,
                                  .expect = {finding_kind::data_race}}};

}  // namespace
}  // namespace heddle::models
