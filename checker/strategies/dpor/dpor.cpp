#include "checker/strategies/dpor/dpor.hpp"

#include <algorithm>
#include <utility>

#include "scheduler/operation_rules.hpp"

namespace heddle::checker {

using scheduler::choice;
using scheduler::event;
using scheduler::scheduling_point;
using scheduler::task_index;

namespace {

constexpr std::uint32_t no_node = 0xffff'ffff;

/// Room for so many sleepers is made at once.
constexpr std::size_t usual_sleepers = 16;

/// The label a step would have if it were done at this point.
event label_at(const scheduling_point& point, const choice& what) {
  const scheduler::operation& pending = point.pending(what.task);
  std::vector<scheduler::object_state> objects(point.state().objects.begin(),
                                               point.state().objects.end());
  std::vector<scheduler::task_state> tasks(point.state().tasks.begin(), point.state().tasks.end());
  scheduler::state_view after = point.state();
  after.objects = objects;
  after.tasks = tasks;
  const scheduler::result would = scheduler::apply(after, what.task, pending, what.way);
  event label;
  scheduler::copy_operation(label, pending);
  label.task = what.task;
  label.chosen = what.way;
  label.how = would.how;
  label.value = would.value;
  if (scheduler::has_object(label.kind)) scheduler::complete_label(label, objects[label.object]);
  return label;
}

/// Whether a task waits for ever because several others hold a lock shared and never release it. No
/// single one of them could have come later to let it pass: reversing races one at a time does not
/// reach the executions in which it came before them all.
bool sharers_keep_out(const scheduler::controlled_runtime& run) {
  return std::any_of(run.stuck().begin(), run.stuck().end(), [&](const auto& each) {
    return each.pending.kind == scheduler::operation_kind::lock &&
           run.objects()[each.pending.object].tasks.size() > 1;
  });
}

}  // namespace

bool dpor::next() {
  passed_ = 0;
  if (!started_) return started_ = true;
  while (depth_ > 0) {
    node& last = nodes_[depth_ - 1];
    wakeup_forest::branch& root = forest_[last.tree];
    if (root.first_child != wakeup_forest::none) {
      last.asleep.push_back(forest_[root.first_child].step);
      forest_.remove_first(last.tree);
      ++last.explored;
    }
    drop_sleepers(last);
    last.labelled = false;
    if (forest_[last.tree].first_child != wakeup_forest::none) {
      fixed_ = depth_;
      passed_ = depth_ - 1;
      repeated_ = last.step;
      numbers_.resize(std::min<std::size_t>(numbers_.size(), repeated_));
      ordered_ = std::min(ordered_, repeated_);
      return true;
    }
    if (last.owns_tree) forest_.remove(last.tree);
    --depth_;
  }
  exhausted_ = true;
  return false;
}

choice dpor::current_choice(const node& here) const {
  return forest_[forest_[here.tree].first_child].step.what;
}

choice dpor::pick(const scheduling_point& point) {
  if (passed_ < fixed_) {
    const node& here = nodes_[passed_];
    if (here.step != point.step()) return {scheduler::max_tasks, 0};
    ++passed_;
    if (passed_ == fixed_) add_other_ways(nodes_[passed_ - 1], point);
    return current_choice(nodes_[passed_ - 1]);
  }
  label_current(point.events());
  node& here = push();
  here.step = point.step();
  fall_asleep(here, point.events());
  if (forest_[here.tree].first_child == wakeup_forest::none && !choose_freely(here, point)) {
    forest_.remove(here.tree);
    --depth_;
    return scheduler::give_up;
  }
  fixed_ = passed_ = depth_;
  add_other_ways(here, point);
  return current_choice(here);
}

/// A node below the last one. It continues the branch that is being explored, if there is more of
/// it; otherwise it begins a tree of its own, which insertions from above do not see: what comes
/// after the end of a branch is explored in full anyway.
dpor::node& dpor::push() {
  if (nodes_.size() == depth_) nodes_.emplace_back().asleep.reserve(usual_sleepers);
  node& added = nodes_[depth_];
  added.asleep.clear();
  added.labelled = false;
  added.explored = 0;
  added.owns_tree = true;
  if (depth_ > 0) {
    const wakeup_forest::place above = forest_[nodes_[depth_ - 1].tree].first_child;
    if (forest_[above].first_child != wakeup_forest::none) {
      added.tree = above;
      added.owns_tree = false;
    }
  }
  if (added.owns_tree) added.tree = forest_.add_root();
  ++depth_;
  return added;
}

void dpor::number_events(std::span<const event> events) {
  while (numbers_.size() < events.size())
    numbers_.push_back(labels_.number_of(events[numbers_.size()]));
}

/// The step that was chosen at the last node has been done: now its label is known.
void dpor::label_current(std::span<const event> events) {
  number_events(events);
  if (depth_ == 0) return;
  node& last = nodes_[depth_ - 1];
  if (last.labelled || last.step >= events.size()) return;
  forest_[forest_[last.tree].first_child].step.label = numbers_[last.step];
  last.labelled = true;
}

/// Steps explored before, here or above, stay asleep as long as nothing they depend on happens.
void dpor::fall_asleep(node& here, std::span<const event> events) {
  if (depth_ < 2) return;
  const node& above = nodes_[depth_ - 2];
  for (const labelled_step& each : above.asleep) {
    bool woken = false;
    for (std::size_t number = above.step; number < events.size() && !woken; ++number)
      woken = !events[number].invisible && (events[number].task == each.what.task ||
                                            labels_.dependent(numbers_[number], each.label));
    if (!woken) here.asleep.push_back(each);
  }
}

bool dpor::sleeps(const node& here, const choice& what) {
  return std::any_of(here.asleep.begin(), here.asleep.end(),
                     [&](const labelled_step& each) { return each.what == what; });
}

/// Any step that is not asleep will do; the current task's is the one that switches least.
bool dpor::choose_freely(node& here, const scheduling_point& point) {
  choice found = scheduler::give_up;
  const auto try_task = [&](task_index task) {
    point.for_each_way(task, [&](scheduler::alternative way) {
      if (found == scheduler::give_up && !sleeps(here, {task, way})) found = {task, way};
    });
  };
  const task_index current = point.current();
  if (current != scheduler::no_task && point.enabled().contains(current)) try_task(current);
  if (found == scheduler::give_up)
    point.enabled().for_each([&](task_index task) {
      if (found == scheduler::give_up) try_task(task);
    });
  if (found == scheduler::give_up) return false;
  forest_.append(here.tree, {found, {}});
  return true;
}

/// The other ways in which the chosen task can go on are explored too, unless they are covered by
/// what has been or will be explored from here in another order.
void dpor::add_other_ways(node& here, const scheduling_point& point) {
  const choice now = current_choice(here);
  if (!point.enabled().contains(now.task)) return;
  const std::uint32_t ways = point.count_ways(now.task);
  forest_[forest_[here.tree].first_child].step.ways = ways;
  if (ways == 1) return;
  point.for_each_way(now.task, [&](scheduler::alternative way) {
    const choice other{now.task, way};
    if (way == now.way || sleeps(here, other)) return;
    const labelled_step step{other, labels_.number_of(label_at(point, other))};
    if (how_ == reduction::source) {
      if (!forest_.has_child(here.tree, other)) forest_.append(here.tree, step);
      return;
    }
    sequence_.assign(1, step);
    add_sequence(here);
  });
}

/// Has `sequence_` explored from a node, if that is not done by what was explored there before.
void dpor::add_sequence(node& here) {
  if (covered_by_sleepers(here.asleep, sequence_, labels_)) return;
  forest_.insert(here.tree, sequence_, labels_);
}

/// Source sets: sees to it that some step is explored with which `sequence_` can begin, the
/// unordered events and then `late`.
void dpor::add_initial(node& here, std::size_t late) {
  const labelled_step* best = nullptr;
  for (std::size_t place = 0; place < sequence_.size(); ++place) {
    const labelled_step& step = sequence_[place];
    const bool initial =
        place < unordered_.events.size() ? can_begin(place) : can_begin_with(step, late);
    if (!initial) continue;
    if (sleeps(here, step.what) || forest_.has_child(here.tree, step.what)) return;
    best = &step;
  }
  forest_.append(here.tree, *best);
}

/// Whether nothing before it among the unordered events must come before the one at `place`.
bool dpor::can_begin(std::size_t place) const {
  const auto before = std::span(unordered_.events).first(place);
  return std::none_of(before.begin(), before.end(), [&](std::uint32_t other) {
    return order_.ordered(other, unordered_.events[place]);
  });
}

/// The same for the step that `late` becomes behind them all, which may depend on other events than
/// `late` does.
bool dpor::can_begin_with(const labelled_step& step, std::size_t late) {
  order_.own_past(late, before_late_);
  return std::none_of(unordered_.events.begin(), unordered_.events.end(), [&](std::uint32_t other) {
    return before_late_.contains(other) || labels_.dependent(order_.label_of(other), step.label);
  });
}

/// Source sets: what has fallen asleep since it was added need not be explored.
void dpor::drop_sleepers(node& here) {
  if (how_ == reduction::optimal) return;
  for (auto first = forest_[here.tree].first_child; first != wakeup_forest::none;
       first = forest_[here.tree].first_child) {
    if (!sleeps(here, forest_[first].step.what)) return;
    forest_.remove_first(here.tree);
  }
}

void dpor::finished(const scheduler::controlled_runtime& run) {
  label_current(run.events());
  if (labels_.which() == scheduler::relation::refined && scheduler::overfills(run.events())) {
    overfilled_ = true;
    return;
  }
  if (run.how() == scheduler::ending::diverged) return;
  // Source sets may block, and learn from what was done up to there.
  if (run.how() == scheduler::ending::given_up && how_ == reduction::optimal) return;
  sharers_kept_ = sharers_kept_ || sharers_keep_out(run);
  const std::size_t known = std::exchange(ordered_, run.events().size());
  order_.compute(run, numbers_, known);
  reversal_.begin(run, order_, known);
  unordered_.end = 0;
  node_of_event_.assign(order_.events(), no_node);
  for (std::size_t each = 0; each < depth_; ++each)
    node_of_event_[nodes_[each].step] = static_cast<std::uint32_t>(each);
  reverse_known_races(known);
  for (std::size_t late = known; late < order_.total(); ++late) find_races(late);
}

bool dpor::begins_again() {
  if (!std::exchange(overfilled_, false)) return false;
  labels_.use(scheduler::relation::cautious);
  forget();
  return true;
}

/// Back to before the first execution.
void dpor::forget() {
  forest_ = {};
  numbers_.clear();
  depth_ = passed_ = fixed_ = repeated_ = ordered_ = 0;
  started_ = exhausted_ = sharers_kept_ = false;
}

/// The races among the first `known` events have been reversed before, but what else can be done
/// without the earlier step may have changed, which matters for sequences: unless all new events
/// come after it.
void dpor::reverse_known_races(std::size_t known) {
  while (!races_.empty() && races_.back().late >= known) races_.pop_back();
  if (how_ == reduction::source) return;
  order_.common_past(known, before_all_new_);
  for (const race& each : races_)
    if (!before_all_new_.contains(each.early)) reverse(each.early, each.late, each.as);
}

/// The events that race with `late`: those that come before it for no other reason than a
/// dependence between the two. An event that cannot be reversed hides none before it.
void dpor::find_races(std::size_t late) {
  if (order_.label(late).task == scheduler::no_task) return;
  order_.own_past(late, covered_);
  labelled_step as;
  order_.for_each_conflict(
      late, [&](std::size_t early) { return covered_.contains(early); },
      [&](std::size_t early) {
        if (node_of_event_[early] == no_node || !order_.dependent(early, late)) return;
        if (!reversal_.possible(early, late, labels_, as)) return;
        order_.add_past(early, covered_);
        races_.push_back({static_cast<std::uint32_t>(early), static_cast<std::uint32_t>(late), as});
        reverse(early, late, as);
      });
}

void dpor::reverse(std::size_t early, std::size_t late, const labelled_step& as) {
  // For source sets only what came before the later step matters.
  find_unordered(early, how_ == reduction::source ? order_.position(late) : order_.events());
  sequence_ = unordered_.steps;
  sequence_.push_back(as);
  node& here = nodes_[node_of_event_[early]];
  if (how_ == reduction::source)
    add_initial(here, late);
  else
    add_sequence(here);
}

/// Lists the steps below `end` that can be done without `early`. Races in a row often ask for the
/// same.
void dpor::find_unordered(std::size_t early, std::size_t end) {
  if (unordered_.early == early && unordered_.end == end) return;
  unordered_.early = early;
  unordered_.end = end;
  unordered_.events.clear();
  unordered_.steps.clear();
  order_.for_each_unordered(early, end, [&](std::size_t each) {
    const event& label = order_.label(each);
    unordered_.events.push_back(static_cast<std::uint32_t>(each));
    unordered_.steps.push_back({{label.task, label.chosen}, order_.label_of(each)});
  });
}

coverage dpor::covered() const {
  if (!exhausted_) return {coverage_kind::interrupted, {}};
  if (!sharers_kept_) return {coverage_kind::complete, {}};
  return {coverage_kind::bounded, {"several tasks keep a shared lock for ever"}};
}

/// As `dfs::progress`, over the children known so far; new ones can make it fall.
std::optional<double> dpor::progress() const {
  double done = exhausted_ ? 1 : 0;
  double weight = 1;
  for (std::size_t each = 0; each < depth_; ++each) {
    const node& here = nodes_[each];
    std::uint32_t children = here.explored;
    for (auto child = forest_[here.tree].first_child; child != wakeup_forest::none;
         child = forest_[child].next_sibling)
      ++children;
    if (children == 0) continue;
    weight /= children;
    done += weight * here.explored;
  }
  return done;
}

}  // namespace heddle::checker
