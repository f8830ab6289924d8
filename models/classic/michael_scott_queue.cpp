// The lock-free queue of most libraries: a list with a dummy in front, and a tail that may lag one
// node behind, which whoever notices moves on. If the link of the last node is written without
// looking whether somebody else has linked there, a node is lost. Michael and Scott, "Simple, fast,
// and practical non-blocking and blocking concurrent queue algorithms", 1996.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

constexpr int none = -1;

/// Node 0 is the first dummy. Nodes are used once.
class michael_scott_queue {
 public:
  void enqueue(int node) {
    while (true) {
      int last = tail_.load();
      int after = next_[last].load();
      if (after != none) {
        tail_.compare_exchange_strong(last, after);
      } else if (next_[last].compare_exchange_strong(after, node)) {
        tail_.compare_exchange_strong(last, node);
        return;
      }
    }
  }
  void enqueue_without_looking(int node) {
    int last = tail_.load();
    next_[last] = node;
    tail_.compare_exchange_strong(last, node);
  }
  int dequeue() {
    while (true) {
      int first = head_.load();
      int last = tail_.load();
      const int after = next_[first].load();
      if (after == none) return none;
      if (first == last)
        tail_.compare_exchange_strong(last, after);
      else if (head_.compare_exchange_strong(first, after))
        return after;
    }
  }

 private:
  atomic<int> head_{0, "head"};
  atomic<int> tail_{0, "tail"};
  atomic<int> next_[3]{{none, "next of 0"}, {none, "next of 1"}, {none, "next of 2"}};
};

/// Two tasks enqueue a node each; the first of them dequeues, too; main dequeues the rest.
void pass_two(void (michael_scott_queue::*enqueue)(int)) {
  michael_scott_queue queue;
  var<int> dequeued{0, "dequeued"};
  const auto dequeue = [&] {
    if (queue.dequeue() == none) return false;
    dequeued += 1;
    return true;
  };
  thread first{"first", [&] {
                 (queue.*enqueue)(1);
                 dequeue();
               }};
  thread second{"second", [&] { (queue.*enqueue)(2); }};
  first.join();
  second.join();
  while (dequeue()) {
  }
  check(dequeued == 2, "what is enqueued is dequeued once");
}

const model right_registration{{.name = "classic.michael_scott_queue.right",
                                .summary = "Michael and Scott's lock-free queue",
                                .body = [] { pass_two(&michael_scott_queue::enqueue); }}};
const model broken_registration{
    {.name = "classic.michael_scott_queue.lost_node",
     .summary = "links a node without looking whether another is linked there",
     .body = [] { pass_two(&michael_scott_queue::enqueue_without_looking); },
     .expect = {{finding_kind::invariant, "what is enqueued is dequeued once"}}}};

}  // namespace
}  // namespace heddle::models
