#include "checker/shrink/reduction.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "checker/replay_schedule.hpp"
#include "checker/shrink/linearisation.hpp"
#include "checker/shrink/loose_schedule.hpp"

namespace heddle::checker {
namespace {

/// An order of the same trace is looked for among so many cuts, and in executions of so many events
/// at most: some milliseconds.
constexpr std::size_t most_cuts = 10'000;
constexpr std::size_t most_events = 2'000;

/// Wishes of one task after the other.
using block = std::vector<decision>;
using blocks = std::vector<block>;

blocks blocks_of(const std::vector<decision>& wishes) {
  blocks all;
  for (const decision& each : wishes) {
    if (all.empty() || all.back().back().task != each.task) all.emplace_back();
    all.back().push_back(each);
  }
  return all;
}

std::vector<decision> joined(const blocks& all) {
  std::vector<decision> wishes;
  for (const block& each : all) wishes.insert(wishes.end(), each.begin(), each.end());
  return wishes;
}

blocks without(const blocks& all, std::size_t first, std::size_t count) {
  blocks left(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(first));
  const std::size_t rest = std::min(all.size(), first + count);
  left.insert(left.end(), all.begin() + static_cast<std::ptrdiff_t>(rest), all.end());
  return left;
}

/// The block at `from` comes to stand at `to`, and those between them move up.
blocks moved(blocks all, std::size_t from, std::size_t to) {
  const auto at = [&](std::size_t place) {
    return all.begin() + static_cast<std::ptrdiff_t>(place);
  };
  if (from < to)
    std::rotate(at(from), at(from + 1), at(to + 1));
  else
    std::rotate(at(to), at(from), at(from + 1));
  return all;
}

/// The next block of the same task; the number of blocks if there is none.
std::size_t next_of_task(const blocks& all, std::size_t place) {
  std::size_t next = place + 1;
  while (next < all.size() && all[next].front().task != all[place].front().task) ++next;
  return next;
}

class reducer {
 public:
  reducer(trials& runs, failing_schedule& best) : runs_(runs), best_(best) {}

  void run() {
    if (!begin()) return;
    straighten();
    while (remove_blocks() || join_blocks() || take_first_ways()) {
    }
  }

 private:
  bool begin() {
    replay_schedule same(best_.how.decisions);
    runs_.run(same);
    if (!runs_.shows(best_.key)) return false;
    best_.size = size_of(runs_.last());
    blocks_ = blocks_of(wishes_of(runs_.last()));
    return true;
  }

  /// Whether following the wishes shows the same and is smaller. Then it is the best from now on.
  bool helps(const std::vector<decision>& wishes) {
    if (!runs_.may_go_on()) return false;
    loose_schedule wanted(wishes);
    runs_.run(wanted);
    if (!runs_.shows(best_.key) || !take_if_smaller(best_, runs_.last())) return false;
    blocks_ = blocks_of(wishes_of(runs_.last()));
    return true;
  }

  void straighten() {
    if (runs_.last().events.size() > most_events) return;
    const ordinals tasks(runs_.last().created_tasks);
    std::vector<decision> wishes;
    for (const std::size_t number : straightened(lanes_of(runs_.runtime()), most_cuts)) {
      const scheduler::event& done = runs_.last().events[number];
      if (done.task != scheduler::no_task) wishes.push_back({tasks(done.task), done.rank});
    }
    helps(wishes);
  }

  bool remove_blocks() {
    bool any = false;
    for (std::size_t count = blocks_.size(); count > 0; count /= 2)
      for (std::size_t first = 0; first < blocks_.size() && runs_.may_go_on();)
        if (helps(joined(without(blocks_, first, count))))
          any = true;
        else
          first += count;
    return any;
  }

  bool join_blocks() {
    bool any = false;
    for (std::size_t place = 0; place < blocks_.size() && runs_.may_go_on();) {
      const std::size_t next = next_of_task(blocks_, place);
      const bool fewer = next < blocks_.size() && (helps(joined(moved(blocks_, next, place + 1))) ||
                                                   helps(joined(moved(blocks_, place, next - 1))));
      any = any || fewer;
      if (!fewer) ++place;
    }
    return any;
  }

  bool take_first_ways() {
    bool any = false;
    std::vector<decision> wishes = joined(blocks_);
    for (std::size_t place = 0; place < wishes.size() && runs_.may_go_on(); ++place) {
      if (std::exchange(wishes[place].way, 0) == 0) continue;
      any = helps(wishes) || any;
      wishes = joined(blocks_);
    }
    return any;
  }

  trials& runs_;
  failing_schedule& best_;
  blocks blocks_;  ///< of the best
};

}  // namespace

void reduce(trials& runs, failing_schedule& schedule) { reducer(runs, schedule).run(); }

}  // namespace heddle::checker
