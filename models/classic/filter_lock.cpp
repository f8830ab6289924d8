// Peterson's lock for many tasks: n - 1 waiting rooms in a row, each of which keeps one of those
// who come in. With one room too few for three tasks, two of them get through. Peterson, 1981; the
// name is Herlihy and Shavit's (2008).

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

constexpr int tasks = 3;

class filter_lock {
 public:
  explicit filter_lock(int rooms) : rooms_(rooms) {}

  void enter(int me) {
    for (int room = 1; room <= rooms_; ++room) {
      level_[me] = room;
      victim_[room - 1] = me;
      for (int other = 0; other < tasks; ++other)
        if (other != me) let_pass(other, me, room);
    }
  }
  void leave(int me) { level_[me] = 0; }

 private:
  /// Waits until somebody has come into the room later, or the other is not as far. It looks once:
  /// executions in which it would have to look again are like those in which it looks later.
  void let_pass(int other, int me, int room) {
    assume(victim_[room - 1].load() != me || level_[other].load() < room);
  }

  const int rooms_;
  atomic<int> level_[tasks]{{0, "level 0"}, {0, "level 1"}, {0, "level 2"}};
  atomic<int> victim_[tasks - 1]{{0, "victim 1"}, {0, "victim 2"}};
};

/// Three tasks enter, count and leave.
void count_to_three(int rooms) {
  filter_lock lock(rooms);
  var<int> counter{0, "counter"};
  const auto count = [&](int me) {
    lock.enter(me);
    counter += 1;
    lock.leave(me);
  };
  thread first{"first", count, 0};
  thread second{"second", count, 1};
  thread third{"third", count, 2};
  first.join();
  second.join();
  third.join();
  check(counter == tasks, "no increment is lost");
}

const model right_registration{{.name = "classic.filter_lock.right",
                                .summary = "Peterson's lock for three tasks: two waiting rooms",
                                .body = [] { count_to_three(tasks - 1); }}};
const model broken_registration{
    {.name = "classic.filter_lock.one_room",
     .summary = "one waiting room for three tasks lets two of them in",
     .body = [] { count_to_three(tasks - 2); },
     .expect = {finding_kind::data_race, {finding_kind::invariant, "no increment is lost"}}}};

}  // namespace
}  // namespace heddle::models
