#include "tests/checker/strategies/reference_dpor.hpp"

#include <algorithm>
#include <list>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checker/recorded_run.hpp"
#include "scheduler/controlled_runtime.hpp"
#include "scheduler/operation_rules.hpp"
#include "tests/checker/canonical_trace.hpp"

namespace scheduler = heddle::scheduler;

namespace reference {
namespace {

using scheduler::choice;
using scheduler::event;
using scheduler::operation;
using scheduler::operation_kind;
using scheduler::task_index;

using schedule = std::vector<choice>;
/// Events before an event, by their numbers.
using past = std::set<std::size_t>;

/// Follows a schedule to its end, looks at the choices there, and gives up.
class follower final : public scheduler::decider {
 public:
  explicit follower(const schedule& to_follow) : schedule_(to_follow) {}

  choice pick(const scheduler::scheduling_point& point) override {
    if (point.step() < schedule_.size()) return schedule_[point.step()];
    point.enabled().for_each([&](task_index task) {
      point.for_each_way(task, [&](scheduler::alternative way) {
        choices_.push_back({task, way});
      });
    });
    return scheduler::give_up;
  }

  schedule take_choices() { return std::move(choices_); }

 private:
  const schedule& schedule_;
  schedule choices_;
};

/// A step with its label, known from the moment it has been done.
struct step {
  choice what;
  event label;
  std::size_t ways = 1;  ///< of its task at the node where it has been explored
};

struct branch {
  step first;
  std::list<branch> below;
};

/// A moment on the path of the current execution.
struct node {
  std::vector<step> asleep;
  std::list<branch>* tree;
};

/// The later half of a race: something done, or something a task still waits to do.
struct later {
  std::size_t position;
  event label;
};

const event* find_task(const std::vector<step>& sequence, task_index task) {
  for (const step& each : sequence)
    if (each.what.task == task) return &each.label;
  return nullptr;
}

event pending_label(const operation& pending, task_index task,
                    const scheduler::controlled_runtime& run) {
  event label;
  scheduler::copy_operation(label, pending);
  label.task = task;
  if (scheduler::has_object(pending.kind))
    scheduler::complete_label(label, run.objects()[pending.object]);
  return label;
}

/// Whether one comes before the other whatever happens on objects.
bool tied(const event& early, const event& late) {
  return early.task == late.task ||
         (early.kind == operation_kind::spawn && early.object == late.task) ||
         (late.kind == operation_kind::join && late.object == early.task);
}

bool notifies(operation_kind kind) {
  return kind == operation_kind::notify_one || kind == operation_kind::notify_all;
}

class search {
 public:
  search(const std::function<void()>& body, scheduler::relation which,
         const scheduler::execution_options& options, std::uint64_t limit, mistake wrong)
      : body_(body),
        which_(which),
        limit_(limit),
        wrong_(wrong),
        runtime_(options, scheduler::numbering::stable) {}

  seen_traces run() {
    std::list<branch> tree;
    explore(tree, {});
    seen_.stuck = stuck_.size();
    seen_.failed = failed_.size();
    seen_.complete = seen_.runs <= limit_;
    return std::move(seen_);
  }

 private:
  /// The choices after a schedule; the runtime is left as the last event did.
  schedule choices_after(const schedule& done) {
    follower steers(done);
    runtime_.run(heddle::checker::main_task(body_), steers);
    return steers.take_choices();
  }

  event label_after(schedule done, const choice& what) {
    done.push_back(what);
    choices_after(done);
    return runtime_.events().back();
  }

  [[nodiscard]] bool dependent(const event& left, const event& right) const {
    const auto failed = [](const event& each) {
      return each.kind == operation_kind::lock && each.how != scheduler::outcome::done &&
             each.how != scheduler::outcome::misuse;
    };
    if (wrong_ == mistake::failure_touches_nothing && (failed(left) || failed(right))) return false;
    const auto reads = [&](const event& each) {
      return failed(each) || each.kind == operation_kind::lock_shared ||
             each.kind == operation_kind::unlock_shared;
    };
    if (wrong_ == mistake::failure_reads && reads(left) && reads(right)) return false;
    return scheduler::dependent(left, right, which_);
  }

  [[nodiscard]] bool conflict(const step& left, const step& right) const {
    return left.what.task == right.what.task || dependent(left.label, right.label);
  }

  /// Whether the step can come first in an execution that begins with the sequence.
  [[nodiscard]] bool weak_initial(const step& first, const std::vector<step>& sequence) const {
    for (const step& each : sequence) {
      if (each.what.task == first.what.task) return each.what.way == first.what.way;
      if (dependent(first.label, each.label)) return false;
    }
    return true;
  }

  [[nodiscard]] bool sleeps(const std::vector<step>& asleep, const choice& what) const {
    return std::any_of(asleep.begin(), asleep.end(),
                       [&](const step& each) { return each.what == what; });
  }

  /// Whether what begins with the sequence begins, in another order, with one of the sleepers. One
  /// that is not in the sequence must be asleep in all its ways.
  [[nodiscard]] bool covered(const std::vector<step>& asleep,
                             const std::vector<step>& sequence) const {
    const auto initial = [&](const step& each) {
      if (wrong_ == mistake::sleepers_unlabelled)
        return find_task(sequence, each.what.task) != nullptr;
      return weak_initial(each, sequence);
    };
    return std::any_of(asleep.begin(), asleep.end(), [&](const step& each) {
      if (!initial(each)) return false;
      if (find_task(sequence, each.what.task) != nullptr) return true;
      const auto ways = std::count_if(asleep.begin(), asleep.end(), [&](const step& other) {
        return other.what.task == each.what.task && initial(other);
      });
      return static_cast<std::size_t>(ways) == each.ways;
    });
  }

  void insert(std::list<branch>* tree, std::vector<step> sequence) {
    while (true) {
      const auto child = std::find_if(tree->begin(), tree->end(), [&](const branch& each) {
        return weak_initial(each.first, sequence);
      });
      if (child == tree->end()) break;
      if (wrong_ == mistake::flat_insertion) return;
      const auto same = std::find_if(sequence.begin(), sequence.end(), [&](const step& each) {
        return each.what.task == child->first.what.task;
      });
      if (same == sequence.end()) return;
      sequence.erase(same);
      if (sequence.empty() || child->below.empty()) return;
      tree = &child->below;
    }
    for (const step& each : sequence) {
      tree->push_back({each, {}});
      tree = &tree->back().below;
    }
  }

  /// Explores all that begins with `done_`, but for what the sleepers cover.
  void explore(std::list<branch>& tree, std::vector<step> asleep) {
    if (seen_.runs > limit_) return;
    const schedule choices = choices_after(done_);
    if (choices.empty()) return finish();
    if (tree.empty()) {
      const auto awake = std::find_if(choices.begin(), choices.end(),
                                      [&](const choice& each) { return !sleeps(asleep, each); });
      if (awake == choices.end()) return give_up();
      tree.push_back({{*awake, label_after(done_, *awake)}, {}});
    }
    nodes_.push_back({std::move(asleep), &tree});
    const std::size_t here = nodes_.size() - 1;
    while (!tree.empty()) {
      explore_first(here, choices);
      tree.pop_front();
    }
    nodes_.pop_back();
  }

  void explore_first(std::size_t here, const schedule& choices) {
    branch& current = nodes_[here].tree->front();
    current.first.label = label_after(done_, current.first.what);
    add_other_ways(here, choices);
    std::vector<step> still_asleep;
    for (const step& each : nodes_[here].asleep)
      if (!conflict(each, current.first)) still_asleep.push_back(each);
    done_.push_back(current.first.what);
    // What is free below is explored in full: nothing need be added to it from above.
    std::list<branch> free;
    explore(current.below.empty() ? free : current.below, std::move(still_asleep));
    done_.pop_back();
    nodes_[here].asleep.push_back(current.first);
  }

  void add_other_ways(std::size_t here, const schedule& choices) {
    step& current = nodes_[here].tree->front().first;
    current.ways = 0;
    for (const choice& each : choices) {
      if (each.task != current.what.task) continue;
      ++current.ways;
      if (each.way == current.what.way || sleeps(nodes_[here].asleep, each)) continue;
      add(nodes_[here], {{each, label_after(done_, each)}});
    }
  }

  void add(const node& here, const std::vector<step>& sequence) {
    if (!covered(here.asleep, sequence)) insert(here.tree, sequence);
  }

  void give_up() {
    ++seen_.runs;
    ++seen_.blocked;
  }

  /// The execution is at its end: counts it, and looks for races.
  void finish() {
    ++seen_.runs;
    const std::vector<event> events(runtime_.events().begin(), runtime_.events().end());
    const std::string trace = canonical_trace(events, which_);
    ++seen_.times[trace];
    if (runtime_.how() == scheduler::ending::stuck) stuck_.insert(trace);
    if (!runtime_.failures().empty()) failed_.insert(trace);
    seen_.overfilled = seen_.overfilled || scheduler::overfills(events);
    std::vector<later> all;
    for (std::size_t place = 0; place < events.size(); ++place)
      all.push_back({place, events[place]});
    if (wrong_ != mistake::waiting_ignored)
      for (const auto& each : runtime_.stuck())
        all.push_back({events.size(), pending_label(each.pending, each.task, runtime_)});
    const std::vector<past> pasts = order(events);
    for (const later& each : all) find_races(events, pasts, each);
  }

  /// The events that come before each event, itself included.
  [[nodiscard]] std::vector<past> order(const std::vector<event>& events) const {
    std::vector<past> pasts(events.size());
    for (std::size_t late = 0; late < events.size(); ++late) {
      for (std::size_t early = 0; early < late; ++early)
        if (tied(events[early], events[late]) || dependent(events[early], events[late]))
          pasts[late].insert(pasts[early].begin(), pasts[early].end());
      pasts[late].insert(late);
    }
    return pasts;
  }

  void find_races(const std::vector<event>& events, const std::vector<past>& pasts,
                  const later& late) {
    past covered_by_later;
    for (std::size_t place = 0; place < late.position; ++place)
      if (tied(events[place], late.label))
        covered_by_later.insert(pasts[place].begin(), pasts[place].end());
    for (std::size_t early = late.position; early-- > 0;) {
      if (covered_by_later.contains(early) || !dependent(events[early], late.label)) continue;
      const bool reversed = reverse(events, pasts, early, late);
      if (reversed || wrong_ == mistake::stop_at_unlock)
        covered_by_later.insert(pasts[early].begin(), pasts[early].end());
    }
  }

  /// Adds the executions in which the step of the later task comes before `early`. Returns whether
  /// there are any.
  bool reverse(const std::vector<event>& events, const std::vector<past>& pasts, std::size_t early,
               const later& late) {
    if (wrong_ == mistake::time_outs_kept && late.label.kind == operation_kind::wake &&
        notifies(events[early].kind))
      return false;
    const std::size_t end = wrong_ == mistake::cut_at_later ? late.position : events.size();
    schedule done(done_.begin(), done_.begin() + static_cast<std::ptrdiff_t>(early));
    std::vector<step> sequence;
    for (std::size_t place = early + 1; place < end; ++place) {
      if (pasts[place].contains(early) || place == late.position) continue;
      const choice what{events[place].task, events[place].chosen};
      sequence.push_back({what, events[place]});
      done.push_back(what);
    }
    const std::optional<choice> instead = choice_of(choices_after(done), late.label);
    if (!instead) return false;
    sequence.push_back({*instead, label_after(done, *instead)});
    add(nodes_[early], sequence);
    return true;
  }

  /// A choice of the task of `label`, the same way if there is one.
  static std::optional<choice> choice_of(const schedule& choices, const event& label) {
    std::optional<choice> found;
    for (const choice& each : choices)
      if (each.task == label.task && (!found || each.way == label.chosen)) found = each;
    return found;
  }

  const std::function<void()>& body_;
  scheduler::relation which_;
  std::uint64_t limit_;
  mistake wrong_;
  scheduler::controlled_runtime runtime_;
  schedule done_;
  std::vector<node> nodes_;
  seen_traces seen_;
  std::set<std::string> stuck_;
  std::set<std::string> failed_;
};

}  // namespace

seen_traces explore(const std::function<void()>& body, scheduler::relation which,
                    const scheduler::execution_options& options, std::uint64_t limit,
                    mistake wrong) {
  return search(body, which, options, limit, wrong).run();
}

}  // namespace reference
