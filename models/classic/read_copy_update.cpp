// Readers take no lock and may go on reading an old version while a new one is published. The old
// one may be thrown away only after a grace period, when nobody who could have seen it is still
// reading; whoever does it at once takes it from under a reader's eyes. McKenney and Slingwine,
// "Read-copy update: using execution history to solve concurrency problems", 1998. This toy counts
// its readers.

#include <functional>

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

constexpr int thrown_away = -1;

class versions {
 public:
  int read() {
    readers_.fetch_add(1);
    const int value = version_[current_.load()];
    readers_.fetch_sub(1);
    return value;
  }
  void publish(int value) {
    version_[1] = value;
    current_ = 1;
  }
  void wait_for_readers() {
    while (readers_.load() != 0) this_thread::yield();
  }
  void throw_old_away() { version_[0] = thrown_away; }

 private:
  atomic<int> readers_{0, "readers"};
  atomic<int> current_{0, "current"};
  var<int> version_[2]{{1, "old version"}, {0, "new version"}};
};

/// Two tasks read while `update` replaces the version.
template <class Update>
void read_and_update(Update update) {
  versions shared;
  const auto read = [&] {
    check(shared.read() != thrown_away, "nobody reads what is thrown away");
  };
  thread reader_1{"reader 1", read};
  thread reader_2{"reader 2", read};
  thread updater{"updater", update, std::ref(shared)};
  reader_1.join();
  reader_2.join();
  updater.join();
}

void right(versions& shared) {
  shared.publish(2);
  shared.wait_for_readers();
  shared.throw_old_away();
}

void at_once(versions& shared) {
  shared.publish(2);
  shared.throw_old_away();
}

const model right_registration{{.name = "classic.read_copy_update.right",
                                .summary = "the old version goes when its readers have gone",
                                .body = [] { read_and_update(right); }}};
const model broken_registration{
    {.name = "classic.read_copy_update.no_grace_period",
     .summary = "the old version goes at once",
     .body = [] { read_and_update(at_once); },
     .expect = {finding_kind::data_race,
                {finding_kind::invariant, "nobody reads what is thrown away"}}}};

}  // namespace
}  // namespace heddle::models
