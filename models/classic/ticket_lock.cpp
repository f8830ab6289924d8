// A spinlock that serves in the order of arrival: draw a ticket, wait until it is called. Drawing
// must be one operation: two tasks that read the dispenser before either turns it have the same
// ticket. Reed and Kanodia's sequencer (1979); as a spinlock in Mellor-Crummey and Scott (1991).

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

class ticket_lock {
 public:
  int draw() { return next_.fetch_add(1); }
  int draw_in_two_steps() {
    const int ticket = next_.load();
    next_ = ticket + 1;
    return ticket;
  }
  void wait_for(int ticket) {
    while (serving_.load() < ticket) this_thread::yield();
  }
  void leave() { serving_.fetch_add(1); }

 private:
  atomic<int> next_{0, "next ticket"};
  atomic<int> serving_{0, "now serving"};
};

void count_to_three(int (ticket_lock::*draw)()) {
  ticket_lock lock;
  var<int> counter{0, "counter"};
  const auto count = [&] {
    lock.wait_for((lock.*draw)());
    counter += 1;
    lock.leave();
  };
  thread first{"first", count};
  thread second{"second", count};
  thread third{"third", count};
  first.join();
  second.join();
  third.join();
  check(counter == 3, "no increment is lost");
}

const model right_registration{{.name = "classic.ticket_lock.right",
                                .summary = "a spinlock that serves in the order of arrival",
                                .body = [] { count_to_three(&ticket_lock::draw); }}};
const model broken_registration{
    {.name = "classic.ticket_lock.torn_ticket",
     .summary = "reads the next ticket, then writes the one after it",
     .body = [] { count_to_three(&ticket_lock::draw_in_two_steps); },
     .expect = {finding_kind::data_race, {finding_kind::invariant, "no increment is lost"}}}};

}  // namespace
}  // namespace heddle::models
