// Savages eat from one pot; who finds it empty wakes the cook and waits until it is full. To look
// into the pot and to take from it must be one step: with the lock given back in between, two see
// the last serving and both take it. Andrews, "Concurrent Programming: Principles and Practice",
// 1991.

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/semaphore.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

constexpr int servings = 2;

class pot {
 public:
  void eat() {
    const lock_guard guard{lock_};
    if (left_ == 0) wake_cook();
    take();
  }
  void look_then_eat() {
    look();
    const lock_guard guard{lock_};
    take();
  }
  void fill() {
    empty_.acquire();
    left_ = servings;
    full_.release();
  }

 private:
  void look() {
    const lock_guard guard{lock_};
    if (left_ == 0) wake_cook();
  }
  void take() {
    check(left_ > 0, "nobody eats from an empty pot");
    left_ -= 1;
  }
  void wake_cook() {
    empty_.release();
    full_.acquire();
  }

  mutex lock_{"lock"};
  binary_semaphore empty_{0, "empty"};
  binary_semaphore full_{0, "full"};
  var<int> left_{1, "servings left"};
};

/// Two meals, and one serving in the pot: the cook fills it once.
void feast(void (pot::*eat)()) {
  pot shared;
  thread cook{"cook", [&] { shared.fill(); }};
  thread savage_1{"savage 1", [&] { (shared.*eat)(); }};
  thread savage_2{"savage 2", [&] { (shared.*eat)(); }};
  cook.join();
  savage_1.join();
  savage_2.join();
}

const model broken_registration{
    {.name = "classic.dining_savages.look_then_eat",
     .summary = "another takes the last serving between the look and the meal",
     .body = [] { feast(&pot::look_then_eat); },
     .expect = {{finding_kind::invariant, "nobody eats from an empty pot"}}}};
const model right_registration{{.name = "classic.dining_savages.right",
                                .summary = "looks and eats in one step",
                                .body = [] { feast(&pot::eat); }}};

}  // namespace
}  // namespace heddle::models
