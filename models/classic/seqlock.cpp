// A lock for data that is read often: the writer makes a counter odd while it writes, and readers,
// who write nothing, read again if the counter was odd or has changed. A reader who looks at the
// counter only before may return half of the new data. Used in Linux since 2003; Boehm, "Can
// seqlocks get along with programming language memory models?", 2012, says why the data must be
// atomic.

#include <utility>

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

/// Two numbers that are always written together.
class guarded_pair {
 public:
  void write(int value) {
    sequence_ += 1;
    first_ = value;
    second_ = value;
    sequence_ += 1;
  }
  std::pair<int, int> read() {
    while (true) {
      const int before = wait_until_even();
      const std::pair<int, int> both = read_both();
      if (sequence_.load() == before) return both;
    }
  }
  std::pair<int, int> read_once() {
    wait_until_even();
    return read_both();
  }

 private:
  int wait_until_even() {
    while (true) {
      const int now = sequence_.load();
      if (now % 2 == 0) return now;
      this_thread::yield();
    }
  }
  std::pair<int, int> read_both() {
    const int first = first_.load();
    const int second = second_.load();
    return {first, second};
  }

  atomic<int> sequence_{0, "sequence"};
  atomic<int> first_{0, "first"};
  atomic<int> second_{0, "second"};
};

void write_and_read(std::pair<int, int> (guarded_pair::*read)()) {
  guarded_pair data;
  thread writer{"writer", [&] {
                  data.write(1);
                  data.write(2);
                }};
  thread reader{"reader", [&] {
                  const auto [first, second] = (data.*read)();
                  check(first == second, "both numbers are of one write");
                }};
  writer.join();
  reader.join();
}

const model right_registration{{.name = "classic.seqlock.right",
                                .summary = "reads again if the counter has changed",
                                .body = [] { write_and_read(&guarded_pair::read); }}};
const model broken_registration{
    {.name = "classic.seqlock.no_second_look",
     .summary = "looks at the counter only before it reads",
     .body = [] { write_and_read(&guarded_pair::read_once); },
     .expect = {{finding_kind::invariant, "both numbers are of one write"}}}};

}  // namespace
}  // namespace heddle::models
