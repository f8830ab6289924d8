// The bakery lock: a customer draws a number above all others and waits for those with smaller
// ones, and with equal ones for those who come first by name. Numbers are drawn in several steps,
// so customers must say while they are choosing: without that, one who is about to get a small
// number is overlooked. Lamport, "A new solution of Dijkstra's concurrent programming problem",
// 1974. Here are two customers, who come once.

#include <utility>

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

class bakery_lock {
 public:
  void enter(int me) {
    const int other = 1 - me;
    choosing_[me] = true;
    const int mine = draw(me);
    choosing_[me] = false;
    while (choosing_[other].load()) this_thread::yield();
    wait_behind(other, {mine, me});
  }
  void enter_without_choosing(int me) {
    const int mine = draw(me);
    wait_behind(1 - me, {mine, me});
  }
  void leave(int me) { number_[me] = 0; }

 private:
  /// A number and the name of who drew it: smaller ones are served first.
  using place = std::pair<int, int>;

  int draw(int me) {
    const int highest = number_[1 - me].load();
    number_[me] = highest + 1;
    return highest + 1;
  }
  void wait_behind(int other, place mine) {
    while (true) {
      const int theirs = number_[other].load();
      if (theirs == 0 || mine < place{theirs, other}) return;
      this_thread::yield();
    }
  }

  atomic<bool> choosing_[2]{{false, "choosing 0"}, {false, "choosing 1"}};
  atomic<int> number_[2]{{0, "number 0"}, {0, "number 1"}};
};

/// Both tasks enter, count and leave.
void count_to_two(void (bakery_lock::*enter)(int)) {
  bakery_lock lock;
  var<int> counter{0, "counter"};
  const auto count = [&](int me) {
    (lock.*enter)(me);
    counter += 1;
    lock.leave(me);
  };
  thread first{"first", count, 0};
  thread second{"second", count, 1};
  first.join();
  second.join();
  check(counter == 2, "no increment is lost");
}

const model right_registration{{.name = "classic.bakery.right",
                                .summary = "Lamport's bakery with two customers",
                                .body = [] { count_to_two(&bakery_lock::enter); }}};
const model broken_registration{
    {.name = "classic.bakery.no_choosing",
     .summary = "customers do not say that they are choosing a number",
     .body = [] { count_to_two(&bakery_lock::enter_without_choosing); },
     .expect = {finding_kind::data_race, {finding_kind::invariant, "no increment is lost"}}}};

}  // namespace
}  // namespace heddle::models
