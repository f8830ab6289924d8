// The simplest lock-free stack: link the new node to the top, and make it the top unless that has
// changed meanwhile. If it is made the top without looking, a node pushed in between is lost.
// Treiber, "Systems programming: coping with parallelism", 1986.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

constexpr int nodes = 2;
constexpr int none = -1;

/// Nodes are pushed once; `value` is what the pusher hands to the popper.
class treiber_stack {
 public:
  void push(int node) {
    value[node] = node;
    int first = top_.load();
    do next_[node] = first;
    while (!top_.compare_exchange_weak(first, node));
  }
  void push_without_looking(int node) {
    value[node] = node;
    next_[node] = top_.load();
    top_ = node;
  }
  int pop() {
    int first = top_.load();
    while (first != none) {
      const int second = next_[first].load();
      if (top_.compare_exchange_weak(first, second)) break;
    }
    return first;
  }

  var<int> value[nodes]{{none, "value 0"}, {none, "value 1"}};

 private:
  atomic<int> top_{none, "top"};
  atomic<int> next_[nodes]{{none, "next of 0"}, {none, "next of 1"}};
};

/// Two tasks push and a third pops; main pops the rest.
void push_and_pop(void (treiber_stack::*push)(int)) {
  treiber_stack stack;
  var<int> popped{0, "popped"};
  const auto pop = [&] {
    const int node = stack.pop();
    if (node == none) return false;
    check(stack.value[node] == node, "the value is there before the node");
    popped += 1;
    return true;
  };
  thread pusher_0{"pusher 0", [&] { (stack.*push)(0); }};
  thread pusher_1{"pusher 1", [&] { (stack.*push)(1); }};
  thread popper{"popper", pop};
  pusher_0.join();
  pusher_1.join();
  popper.join();
  while (pop()) {
  }
  check(popped == nodes, "what is pushed is popped once");
}

const model right_registration{{.name = "classic.treiber_stack.right",
                                .summary = "Treiber's lock-free stack",
                                .body = [] { push_and_pop(&treiber_stack::push); }}};
const model broken_registration{
    {.name = "classic.treiber_stack.lost_push",
     .summary = "replaces the top without looking whether it has changed",
     .body = [] { push_and_pop(&treiber_stack::push_without_looking); },
     .expect = {{finding_kind::invariant, "what is pushed is popped once"}}}};

}  // namespace
}  // namespace heddle::models
