// A lock-free stack that compares its top with the one it has seen cannot tell whether that is
// still the same stack: between its two looks another task may take A, then B, and put A back, and
// the exchange of A for B succeeds although B is gone. A tag that counts the changes tells them
// apart. The manual of the IBM System/370 (1983) describes both, for "compare and swap".

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

constexpr int none = -1;
constexpr int node_a = 0;
constexpr int node_b = 1;

/// The stack begins with A on top of B.
class untagged_stack {
 public:
  int pop() {
    int first = top_.load();
    while (first != none) {
      const int second = next_[first].load();
      if (top_.compare_exchange_weak(first, second)) break;
    }
    return first;
  }
  void push(int node) {
    int first = top_.load();
    do next_[node] = first;
    while (!top_.compare_exchange_weak(first, node));
  }

 private:
  atomic<int> top_{node_a, "top"};
  atomic<int> next_[2]{{node_b, "next of A"}, {none, "next of B"}};
};

class tagged_stack {
 public:
  int pop() {
    tagged first = top_.load();
    while (first.node != none) {
      const int second = next_[first.node].load();
      if (top_.compare_exchange_weak(first, {second, first.tag + 1})) break;
    }
    return first.node;
  }
  void push(int node) {
    tagged first = top_.load();
    do next_[node] = first.node;
    while (!top_.compare_exchange_weak(first, {node, first.tag + 1}));
  }

 private:
  struct tagged {
    int node;
    int tag;
  };

  atomic<tagged> top_{{node_a, 0}, "top"};
  atomic<int> next_[2]{{node_b, "next of A"}, {none, "next of B"}};
};

/// One task takes a node; the other takes two and puts its first one back.
template <class Stack>
void pop_and_reuse() {
  Stack stack;
  var<int> owners[2]{{0, "owners of A"}, {0, "owners of B"}};
  var<int> taken{none, "taken"};
  var<int> kept{none, "kept"};
  thread taker{"taker", [&] { taken = stack.pop(); }};
  thread reuser{"reuser", [&] {
                  const int first = stack.pop();
                  kept = stack.pop();
                  if (first != none) stack.push(first);
                }};
  taker.join();
  reuser.join();
  if (taken != none) owners[taken] += 1;
  if (kept != none) owners[kept] += 1;
  for (int node = stack.pop(); node != none; node = stack.pop()) owners[node] += 1;
  check(owners[node_a] == 1, "A is in one place");
  check(owners[node_b] == 1, "B is in one place");
}

const model untagged_registration{{.name = "classic.aba_stack.untagged",
                                   .summary = "a stack takes a changed top for the one it has seen",
                                   .body = pop_and_reuse<untagged_stack>,
                                   .expect = {{finding_kind::invariant, "B is in one place"}}}};
const model tagged_registration{{.name = "classic.aba_stack.tagged",
                                 .summary = "a stack that counts the changes of its top",
                                 .body = pop_and_reuse<tagged_stack>}};

}  // namespace
}  // namespace heddle::models
