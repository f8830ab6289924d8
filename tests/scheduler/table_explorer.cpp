#include "tests/scheduler/table_explorer.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace heddle::scheduler::table_tests {

namespace {

bool contains(const std::vector<alternative>& ways, alternative way) {
  return std::find(ways.begin(), ways.end(), way) != ways.end();
}

std::string describe(const event& done) {
  return "task " + std::to_string(done.task) + ": " + std::string(name_of(done.kind)) + " of " +
         std::to_string(done.object) + " (outcome " + std::to_string(static_cast<int>(done.how)) +
         ", way " + std::to_string(done.chosen) + ", value " + std::to_string(done.value) + ")";
}

/// The check of one pair of tasks in one moment, after the first has gone on.
class pair_check {
 public:
  pair_check(const machine& runs, const dependence& depends, const moment& now, task_index first,
             alternative way)
      : runs_(runs), depends_(depends), now_(now), first_(first), way_(way), after_(now) {
    done_ = runs.step(after_, first, way);
  }

  [[nodiscard]] const moment& after() const { return after_; }

  /// What is wrong between the first task's event and those of `second`, if anything.
  std::optional<std::string> against(task_index second) {
    const auto next = runs_.pending(now_, second);
    if (!next) return std::nullopt;
    if (next->kind == operation_kind::join && next->object == first_) return std::nullopt;
    const std::vector<alternative> before = runs_.ways(now_, second);
    const std::vector<alternative> after = runs_.ways(after_, second);
    for (const alternative way : before)
      if (auto wrong = swap_with(second, way, before == after)) return wrong;
    for (const alternative way : after)
      if (auto wrong = follow_with(second, way, contains(before, way))) return wrong;
    return std::nullopt;
  }

 private:
  /// Both events are possible now.
  std::optional<std::string> swap_with(task_index second, alternative way, bool same_ways) {
    moment second_first = now_;
    const done_event other = runs_.step(second_first, second, way);
    if (depends_(done_.record, other.record) != depends_(other.record, done_.record))
      return "not symmetric: " + both(other);
    if (depends_(done_.record, other.record)) return std::nullopt;
    if (!same_ways) return "the first changes the ways of the second: " + both(other);
    moment first_first = after_;
    if (runs_.step(first_first, second, way).key() != other.key())
      return "the first changes the label of the second: " + both(other);
    if (!contains(runs_.ways(second_first, first_), way_))
      return "the second takes the way of the first: " + both(other);
    if (runs_.step(second_first, first_, way_).key() != done_.key())
      return "the second changes the label of the first: " + both(other);
    if (first_first.key() != second_first.key()) return "different ends: " + both(other);
    return std::nullopt;
  }

  /// The second event comes after the first: if independent, it was possible before it.
  std::optional<std::string> follow_with(task_index second, alternative way, bool was_possible) {
    moment later = after_;
    const done_event other = runs_.step(later, second, way);
    if (depends_(done_.record, other.record)) return std::nullopt;
    if (!was_possible) return "the first enables the second: " + both(other);
    moment sooner = now_;
    if (runs_.step(sooner, second, way).key() != other.key())
      return "the first has changed the label of the second: " + both(other);
    return std::nullopt;
  }

  [[nodiscard]] std::string both(const done_event& other) const {
    return describe(done_.record) + "; " + describe(other.record);
  }

  const machine& runs_;
  const dependence& depends_;
  const moment& now_;
  task_index first_;
  alternative way_;
  moment after_;
  done_event done_;
};

/// How many events of each task (and of the clock, last) happen before an event, itself included.
using clock_values = std::vector<std::uint32_t>;

struct ordered_event {
  done_event done;
  clock_values before;
};

struct prefix {
  moment now;
  std::vector<ordered_event> events;
  std::size_t interleavings = 0;
};

/// Equal for linearisations of one trace: the events of each task in order, with their clocks.
std::string key_of(const prefix& what, std::size_t lanes) {
  std::vector<std::string> lane(lanes);
  for (const ordered_event& each : what.events) {
    const task_index task = each.done.record.task;
    std::string& key = lane[task == no_task ? lanes - 1 : task];
    key += each.done.key();
    key.append(reinterpret_cast<const char*>(each.before.data()),
               each.before.size() * sizeof each.before[0]);
  }
  std::string key;
  for (const std::string& each : lane) key += each + '|';
  return key;
}

bool ordered(const event& earlier, const event& later, const dependence& depends) {
  if (earlier.task == later.task) return true;
  if (earlier.kind == operation_kind::spawn && earlier.object == later.task) return true;
  if (later.kind == operation_kind::join && later.object == earlier.task) return true;
  return depends(earlier, later);
}

class trace_counter {
 public:
  trace_counter(const program& what, const dependence& depends) : runs_(what), depends_(depends) {}

  trace_counts count() {
    std::unordered_map<std::string, prefix> level;
    level.emplace(std::string(), prefix{runs_.begin(), {}, 1});
    while (!level.empty()) {
      next_.clear();
      for (const auto& each : level) extend(each.second);
      level.swap(next_);
    }
    return counts_;
  }

 private:
  void extend(const prefix& what) {
    bool maximal = true;
    for (task_index task = 0; task < runs_.tasks(); ++task)
      for (const alternative way : runs_.ways(what.now, task)) {
        maximal = false;
        prefix longer = what;
        add(longer, runs_.step(longer.now, task, way));
      }
    prefix later = what;
    if (const auto passed = runs_.advance(later.now)) {
      maximal = false;
      add(later, *passed);
    }
    if (maximal) finish(what);
  }

  void add(prefix& longer, const done_event& done) {
    const std::size_t lanes = runs_.tasks() + 1;
    clock_values before(lanes, 0);
    for (const ordered_event& earlier : longer.events)
      if (ordered(earlier.done.record, done.record, depends_))
        for (std::size_t lane = 0; lane < lanes; ++lane)
          before[lane] = std::max(before[lane], earlier.before[lane]);
    ++before[done.record.task == no_task ? lanes - 1 : done.record.task];
    longer.events.push_back({done, before});
    const auto [place, is_new] = next_.try_emplace(key_of(longer, lanes), longer);
    if (!is_new) place->second.interleavings += longer.interleavings;
  }

  void finish(const prefix& what) {
    ++counts_.traces;
    counts_.interleavings += what.interleavings;
    std::vector<event> trace;
    for (const ordered_event& each : what.events) trace.push_back(each.done.record);
    counts_.overfills = counts_.overfills || overfills(trace);
    for (task_index task = 0; task < runs_.tasks(); ++task)
      if (runs_.pending(what.now, task)) {
        ++counts_.stuck;
        return;
      }
  }

  machine runs_;
  const dependence& depends_;
  std::unordered_map<std::string, prefix> next_;
  trace_counts counts_;
};

}  // namespace

dependence table_dependence(relation which) {
  return [which](const event& left, const event& right) { return dependent(left, right, which); };
}

std::optional<std::string> find_violation(const program& what, const dependence& depends) {
  const machine runs(what);
  std::vector<moment> open{runs.begin()};
  std::unordered_set<std::string> seen{open.front().key()};
  const auto visit = [&](moment found) {
    if (seen.insert(found.key()).second) open.push_back(std::move(found));
  };
  while (!open.empty()) {
    const moment now = std::move(open.back());
    open.pop_back();
    for (task_index first = 0; first < runs.tasks(); ++first)
      for (const alternative way : runs.ways(now, first)) {
        pair_check check(runs, depends, now, first, way);
        for (task_index second = 0; second < runs.tasks(); ++second)
          if (second != first)
            if (auto wrong = check.against(second)) return wrong;
        visit(check.after());
      }
    moment later = now;
    if (runs.advance(later)) visit(std::move(later));
  }
  return std::nullopt;
}

trace_counts count_traces(const program& what, const dependence& depends) {
  return trace_counter(what, depends).count();
}

}  // namespace heddle::scheduler::table_tests
