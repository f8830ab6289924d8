// A latch opens once, when it has been counted down to zero. Two ways to misuse it: to take it for
// a barrier and count it down again for a second phase, and to leave a worker's function early,
// without counting. Latches of this kind came with Lea's java.util.concurrent (2004); counting
// below zero is undefined in C++.

#include "scheduler/primitives/latch.hpp"
#include "checker/model.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

/// Each worker does its part of two phases, and waits in between for the other.
void reused() {
  latch done{2, "done"};
  const auto work = [&] {
    done.arrive_and_wait();
    done.arrive_and_wait();
  };
  thread first{"first", work};
  thread second{"second", work};
  first.join();
  second.join();
}

void one_per_phase() {
  latch first_done{2, "first done"};
  latch second_done{2, "second done"};
  const auto work = [&] {
    first_done.arrive_and_wait();
    second_done.arrive_and_wait();
  };
  thread first{"first", work};
  thread second{"second", work};
  first.join();
  second.join();
}

/// A worker fills its half of the result, if there is anything to do for it.
struct halves {
  void fill_or_leave(var<int>& half, int jobs) {
    if (jobs == 0) return;
    half = jobs;
    done.count_down();
  }
  void fill_and_count(var<int>& half, int jobs) {
    if (jobs != 0) half = jobs;
    done.count_down();
  }

  latch done{2, "done"};
  var<int> left{0, "left half"};
  var<int> right{0, "right half"};
};

void work_in_halves(void (halves::*fill)(var<int>&, int)) {
  halves shared;
  thread first{"first", [&] { (shared.*fill)(shared.left, 3); }};
  thread second{"second", [&] { (shared.*fill)(shared.right, 0); }};
  shared.done.wait();
  static_cast<void>(shared.left.get());
  static_cast<void>(shared.right.get());
  first.join();
  second.join();
}

const model reused_registration{{.name = "classic.latch.reused",
                                 .summary = "a latch for two phases",
                                 .body = reused,
                                 .expect = {finding_kind::misuse}}};
const model phases_registration{{.name = "classic.latch.one_per_phase",
                                 .summary = "a latch for each phase",
                                 .body = one_per_phase}};
const model early_registration{{.name = "classic.latch.early_return",
                                .summary = "a worker with nothing to do does not count",
                                .body = [] { work_in_halves(&halves::fill_or_leave); },
                                .expect = {finding_kind::deadlock}}};
const model counted_registration{{.name = "classic.latch.always_counted",
                                  .summary = "every worker counts, whatever it does",
                                  .body = [] { work_in_halves(&halves::fill_and_count); }}};

}  // namespace
}  // namespace heddle::models
