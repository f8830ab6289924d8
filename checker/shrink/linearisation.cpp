#include "checker/shrink/linearisation.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <queue>
#include <tuple>
#include <utility>

#include "checker/strategies/dpor/label_table.hpp"
#include "checker/strategies/dpor/trace_order.hpp"
#include "scheduler/operation_table.hpp"

namespace heddle::checker {
namespace {

using scheduler::event;

constexpr std::size_t no_lane = static_cast<std::size_t>(-1);

/// Whether a task with this operation may have to stay where it is until others have done
/// something.
bool must_wait(const event& done, scheduler::time_mode time) {
  const scheduler::operation pending = scheduler::operation_of(done);
  const bool gives_up =
      pending.timing == scheduler::patience::timed && time == scheduler::time_mode::any;
  return !scheduler::always_enabled(pending) && !gives_up;
}

/// Puts the events of a run into lanes.
class lane_builder {
 public:
  explicit lane_builder(const scheduler::controlled_runtime& run)
      : run_(run), labels_(scheduler::relation::cautious), order_(labels_) {}

  trace_lanes build() {
    std::vector<label_number> numbers;
    for (const event& done : run_.events()) numbers.push_back(labels_.number_of(done));
    order_.compute(run_, numbers, 0);
    // The clock comes last.
    built_.lanes.resize(run_.tasks().size() + 1);
    for (std::size_t number = 0; number < run_.events().size(); ++number) add(number);
    for (std::vector<trace_lanes::step>& lane : built_.lanes)
      for (trace_lanes::step& each : lane) find_past(each);
    return std::move(built_);
  }

 private:
  void add(std::size_t number) {
    const event& done = run_.events()[number];
    if (done.invisible) return;
    const std::size_t lane =
        done.task == scheduler::no_task ? built_.lanes.size() - 1 : std::size_t{done.task};
    built_.lanes[lane].push_back(
        {.event = number, .after = {}, .waits = must_wait(done, run_.options().time)});
  }

  /// What comes before the step is the beginning of each lane.
  void find_past(trace_lanes::step& here) const {
    for (const std::vector<trace_lanes::step>& lane : built_.lanes) {
      const auto end = std::ranges::partition_point(lane, [&](const trace_lanes::step& other) {
        return other.event != here.event && order_.ordered(other.event, here.event);
      });
      here.after.push_back(static_cast<std::uint32_t>(end - lane.begin()));
    }
  }

  const scheduler::controlled_runtime& run_;
  label_table labels_;
  trace_order order_;
  trace_lanes built_;
};

/// How many steps of each lane have been done.
using cut = std::vector<std::uint32_t>;

/// Moves through the cuts of a trace.
class cut_walker {
 public:
  explicit cut_walker(const trace_lanes& trace) : trace_(trace) {}

  [[nodiscard]] std::size_t lanes() const { return trace_.lanes.size(); }
  [[nodiscard]] const trace_lanes::step& next(const cut& here, std::size_t lane) const {
    return trace_.lanes[lane][here[lane]];
  }
  [[nodiscard]] bool ended(const cut& here, std::size_t lane) const {
    return here[lane] == trace_.lanes[lane].size();
  }
  [[nodiscard]] bool may_go_on(const cut& here, std::size_t lane) const {
    if (ended(here, lane)) return false;
    const std::vector<std::uint32_t>& after = next(here, lane).after;
    return std::ranges::equal(after, here, std::ranges::less_equal{});
  }
  /// Whether leaving the lane, which goes no further, preempts its task.
  [[nodiscard]] bool preempts(const cut& here, std::size_t lane) const {
    return lane != no_lane && !ended(here, lane) && !next(here, lane).waits;
  }
  /// The cut when the lane has gone on as far as it can.
  [[nodiscard]] cut after(cut here, std::size_t lane) const {
    while (may_go_on(here, lane)) ++here[lane];
    return here;
  }
  void add_events(const cut& from, const cut& to, std::size_t lane,
                  std::vector<std::size_t>& into) const {
    for (std::size_t place = from[lane]; place < to[lane]; ++place)
      into.push_back(trace_.lanes[lane][place].event);
  }

 private:
  const trace_lanes& trace_;
};

/// Dijkstra's algorithm over the cuts at which tasks change.
class shortest_path {
 public:
  shortest_path(const cut_walker& walker, std::size_t most_cuts)
      : walker_(walker), most_cuts_(most_cuts) {}

  /// Nothing if there are too many cuts.
  std::optional<std::vector<std::size_t>> find() {
    reach(cut(walker_.lanes(), 0), no_lane, {}, no_lane);
    while (!open_.empty() && nodes_.size() <= most_cuts_) {
      const std::size_t here = open_.top().second;
      open_.pop();
      if (std::exchange(nodes_[here].closed, true)) continue;
      if (is_end(nodes_[here].done)) return events_to(here);
      expand(here);
    }
    return std::nullopt;
  }

 private:
  struct cost {
    std::uint32_t preemptions = 0;
    std::uint32_t switches = 0;
    friend auto operator<=>(const cost&, const cost&) = default;
  };
  struct node {
    cut done;
    std::size_t lane;  ///< that has just gone on
    cost spent;
    std::size_t before;
    bool closed = false;
  };

  void expand(std::size_t here) {
    for (std::size_t lane = 0; lane < walker_.lanes(); ++lane) {
      const node& from = nodes_[here];
      if (!walker_.may_go_on(from.done, lane)) continue;
      cost spent = from.spent;
      spent.preemptions += walker_.preempts(from.done, from.lane) ? 1 : 0;
      ++spent.switches;
      reach(walker_.after(from.done, lane), lane, spent, here);
    }
  }

  void reach(cut done, std::size_t lane, cost spent, std::size_t before) {
    const auto [known, is_new] = numbers_.try_emplace({done, lane}, nodes_.size());
    if (is_new) {
      nodes_.push_back({std::move(done), lane, spent, before});
    } else {
      node& old = nodes_[known->second];
      if (old.closed || old.spent <= spent) return;
      old.spent = spent;
      old.before = before;
    }
    open_.push({spent, known->second});
  }

  [[nodiscard]] bool is_end(const cut& done) const {
    for (std::size_t lane = 0; lane < walker_.lanes(); ++lane)
      if (!walker_.ended(done, lane)) return false;
    return true;
  }

  [[nodiscard]] std::vector<std::size_t> events_to(std::size_t end) const {
    std::vector<std::size_t> path;
    for (std::size_t here = end; here != no_lane; here = nodes_[here].before) path.push_back(here);
    std::ranges::reverse(path);
    std::vector<std::size_t> events;
    for (std::size_t place = 1; place < path.size(); ++place)
      walker_.add_events(nodes_[path[place - 1]].done, nodes_[path[place]].done,
                         nodes_[path[place]].lane, events);
    return events;
  }

  using waiting = std::pair<cost, std::size_t>;

  const cut_walker& walker_;
  std::size_t most_cuts_;
  std::vector<node> nodes_;
  std::map<std::pair<cut, std::size_t>, std::size_t> numbers_;
  std::priority_queue<waiting, std::vector<waiting>, std::greater<>> open_;
};

/// Goes on with the lane whose next step came first, and with each as far as it can.
std::vector<std::size_t> in_order_of_events(const cut_walker& walker) {
  std::vector<std::size_t> events;
  cut here(walker.lanes(), 0);
  while (true) {
    std::size_t first = no_lane;
    for (std::size_t lane = 0; lane < walker.lanes(); ++lane)
      if (walker.may_go_on(here, lane) &&
          (first == no_lane || walker.next(here, lane).event < walker.next(here, first).event))
        first = lane;
    if (first == no_lane) return events;
    const cut after = walker.after(here, first);
    walker.add_events(here, after, first, events);
    here = after;
  }
}

}  // namespace

trace_lanes lanes_of(const scheduler::controlled_runtime& run) { return lane_builder(run).build(); }

std::vector<std::size_t> straightened(const trace_lanes& trace, std::size_t most_cuts) {
  const cut_walker walker(trace);
  auto shortest = shortest_path(walker, most_cuts).find();
  return shortest ? *std::move(shortest) : in_order_of_events(walker);
}

}  // namespace heddle::checker
