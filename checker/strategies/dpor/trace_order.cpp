#include "checker/strategies/dpor/trace_order.hpp"

#include <algorithm>

#include "scheduler/operation_rules.hpp"

namespace heddle::checker {

using scheduler::event;
using scheduler::operation_kind;
using scheduler::resource;

namespace {

/// The label an announced operation would have if it could go on.
event label_when_done(scheduler::task_index task, const scheduler::operation& pending) {
  event label;
  scheduler::copy_operation(label, pending);
  label.task = task;
  return label;
}

}  // namespace

void trace_order::compute(const scheduler::controlled_runtime& run,
                          std::span<const label_number> numbers, std::size_t kept) {
  const auto events = run.events();
  labels_.resize(kept);
  labels_.insert(labels_.end(), events.begin() + static_cast<std::ptrdiff_t>(kept), events.end());
  events_ = labels_.size();
  positions_.resize(events_);
  while (all_.reads.size() < events_)
    all_.reads.push_back(static_cast<std::uint32_t>(all_.reads.size()));
  for (std::size_t number = kept; number < events_; ++number) positions_[number] = number;
  numbers_.assign(numbers.begin(), numbers.end());
  add_waiting(run);
  for (std::size_t number = events_; number < total(); ++number)
    numbers_.push_back(table_->number_of(labels_[number]));
  past_.resize(total(), kept);
  links_.resize(total());
  keep(kept, run);
  std::size_t waiting = events_;
  for (std::size_t number = 0; number <= events_; ++number) {
    for (; waiting < total() && positions_[waiting] == number; ++waiting) {
      link(waiting);
      order(waiting);
    }
    if (number == events_) break;
    if (number >= kept) {
      link(number);
      order(number);
      enter_histories(number);
    }
    enter(number);
  }
}

void trace_order::history::cut(std::size_t events) {
  while (!reads.empty() && reads.back() >= events) reads.pop_back();
  while (!writes.empty() && writes.back() >= events) {
    writes.pop_back();
    covers.pop_back();
  }
}

/// Forgets what later events than the first `events` have left behind.
void trace_order::keep(std::size_t events, const scheduler::controlled_runtime& run) {
  linked_.resize(events == 0 ? 0 : links_[events - 1].first + links_[events - 1].count);
  for (history& each : histories_) each.cut(events);
  forks_.cut(events);
  last_advance_ = no_event;
  last_of_task_.assign(run.tasks().size(), no_event);
  start_of_task_.assign(run.tasks().size(), no_event);
  creator_of_task_.assign(run.tasks().size(), scheduler::no_task);
  for (const auto& who : run.created_tasks()) creator_of_task_[who.place] = who.creator;
}

/// In the order of their positions.
void trace_order::add_waiting(const scheduler::controlled_runtime& run) {
  stuck_.clear();
  for (const auto& each : run.stuck()) {
    stuck_.push_back(label_when_done(each.task, each.pending));
    if (scheduler::has_object(each.pending.kind))
      scheduler::complete_label(stuck_.back(), run.objects()[each.pending.object]);
  }
  for (std::size_t number = 0; number < events_; ++number)
    if (labels_[number].kind == operation_kind::advance) add_waiting_at(number);
  for (const event& each : stuck_) add_waiting(each, events_);
}

/// When the clock moves every task waits, for what it does next or never does.
void trace_order::add_waiting_at(std::size_t advance) {
  scheduler::task_set known;
  for (std::size_t number = 0; number < advance; ++number) {
    const event& done = labels_[number];
    if (done.task != scheduler::no_task) known.insert(done.task);
    if (done.kind == operation_kind::spawn)
      known.insert(static_cast<scheduler::task_index>(done.object));
  }
  scheduler::task_set seen;
  const auto add = [&](const event& next) {
    if (next.task == scheduler::no_task || seen.contains(next.task)) return;
    seen.insert(next.task);
    const bool waited = known.contains(next.task) || !was_spawned(next.task);
    if (waited && !next.after_group) add_waiting(next, advance);
  };
  // By place: adding one may move the labels.
  for (std::size_t number = advance + 1; number < events_; ++number) add(event(labels_[number]));
  for (const event& each : stuck_) add(each);
}

bool trace_order::was_spawned(scheduler::task_index task) const {
  for (std::size_t number = 0; number < events_; ++number)
    if (labels_[number].kind == operation_kind::spawn && labels_[number].object == task)
      return true;
  return false;
}

void trace_order::add_waiting(event label, std::size_t position) {
  label.how = scheduler::outcome::done;
  label.chosen = 0;
  // The number of the message it waits to move.
  if (label.kind == operation_kind::send || label.kind == operation_kind::receive) {
    label.value = 0;
    for (std::size_t number = 0; number < position; ++number) {
      const event& done = labels_[number];
      if (done.kind == label.kind && done.object == label.object &&
          done.how == scheduler::outcome::done)
        ++label.value;
    }
  }
  labels_.push_back(label);
  positions_.push_back(position);
}

/// Finds the predecessors that are given by tasks alone.
void trace_order::link(std::size_t number) {
  const event& here = labels_[number];
  links_[number].first = static_cast<std::uint32_t>(linked_.size());
  const auto add = [&](std::uint32_t before) {
    if (before != no_event) linked_.push_back(before);
  };
  add(last_advance_);
  if (here.task != scheduler::no_task) {
    const std::uint32_t previous = last_of_task_[here.task];
    add(previous != no_event ? previous : start_of(here.task));
    if (here.kind == operation_kind::join) {
      add(last_of_task_[here.object]);
      link_group(static_cast<scheduler::task_index>(here.object));
    }
    if (here.after_group) link_group(here.task);
  } else {
    for (const std::uint32_t last : last_of_task_) add(last);
  }
  links_[number].count = static_cast<std::uint32_t>(linked_.size()) - links_[number].first;
}

/// The event before all of the task: its spawn; for one of a `together`, the last of its creator,
/// which has waited since.
std::uint32_t trace_order::start_of(scheduler::task_index task) const {
  if (start_of_task_[task] != no_event) return start_of_task_[task];
  const scheduler::task_index creator = creator_of_task_[task];
  if (creator == scheduler::no_task) return no_event;
  return last_of_task_[creator] != no_event ? last_of_task_[creator] : start_of(creator);
}

/// Links the last events of all that `parent` has started by `together`, and those of theirs.
void trace_order::link_group(scheduler::task_index parent) {
  for (std::size_t task = 0; task < creator_of_task_.size(); ++task) {
    if (creator_of_task_[task] != parent || start_of_task_[task] != no_event) continue;
    if (last_of_task_[task] != no_event) linked_.push_back(last_of_task_[task]);
    link_group(static_cast<scheduler::task_index>(task));
  }
}

/// Computes the past of an event.
void trace_order::order(std::size_t number) {
  past_.insert(number, number);
  for (std::uint32_t each = 0; each < links_[number].count; ++each)
    past_.unite(number, linked_[links_[number].first + each]);
  for_each_conflict(
      number, [&](std::size_t before) { return past_.contains(number, before); },
      [&](std::size_t before) {
        if (dependent(before, number)) past_.unite(number, before);
      });
}

/// Makes an event the last of its task, and a spawn the start of another.
void trace_order::enter(std::size_t number) {
  const event& here = labels_[number];
  const auto place = static_cast<std::uint32_t>(number);
  if (here.kind == operation_kind::advance) {
    last_advance_ = place;
    return;
  }
  last_of_task_[here.task] = place;
  if (here.kind == operation_kind::spawn && !here.invisible && here.object < start_of_task_.size())
    start_of_task_[here.object] = place;
}

/// Enters an event into the histories of what it touches.
void trace_order::enter_histories(std::size_t number) {
  const event& here = labels_[number];
  const auto place = static_cast<std::uint32_t>(number);
  if (here.invisible || here.kind == operation_kind::advance) return;
  if (here.kind == operation_kind::spawn && here.flag) {
    forks_.writes.push_back(place);
    forks_.covers.push_back(false);
  }
  for (const scheduler::access& each : table_->accesses(numbers_[number])) {
    history& touched = history_of(each.to);
    if (!each.writes) {
      touched.reads.push_back(place);
      continue;
    }
    const bool covers = covers_all(touched, number);
    touched.writes.push_back(place);
    touched.covers.push_back(covers);
  }
}

/// Whether everything in the history comes before the event.
bool trace_order::covers_all(const history& before, std::size_t number) const {
  std::size_t reads = before.reads.size();
  std::size_t writes = before.writes.size();
  while (reads > 0 || writes > 0) {
    const bool reads_last =
        writes == 0 || (reads > 0 && before.reads[reads - 1] > before.writes[writes - 1]);
    const std::size_t last = reads_last ? before.reads[--reads] : before.writes[--writes];
    if (!past_.contains(number, last)) return false;
    if (!reads_last && before.covers[writes]) return true;
  }
  return true;
}

trace_order::history& trace_order::history_of(const resource& what) {
  const std::size_t place = key(what);
  if (histories_.size() <= place) histories_.resize(place + 1);
  return histories_[place];
}

void trace_order::begin_walk(const history& what, bool all, std::size_t end, walks& into) {
  const auto before = [end](const event_list& events) {
    if (events.empty() || events.back() < end) return events.size();
    return static_cast<std::size_t>(std::lower_bound(events.begin(), events.end(), end) -
                                    events.begin());
  };
  into.all[into.count++] = {&what, all ? before(what.reads) : 0, before(what.writes)};
}

/// Of what is only read, only the writes matter.
void trace_order::begin_walk(const resource& what, bool all, std::size_t end, walks& into) const {
  const std::size_t place = key(what);
  if (place < histories_.size()) begin_walk(histories_[place], all, end, into);
}

trace_order::walks trace_order::begin_walks(std::size_t number) const {
  walks begun;
  const event& here = labels_[number];
  if (here.invisible || here.kind == operation_kind::advance) return begun;
  const std::size_t end = positions_[number];
  for (const scheduler::access& each : table_->accesses(numbers_[number]))
    begin_walk(each.to, each.writes, end, begun);
  if (!forks_.writes.empty()) begin_walk(forks_, true, end, begun);
  // Whom a `notify_all` woke depends on it.
  if (here.kind == operation_kind::wake)
    begin_walk({resource::part::sleepers, here.object}, true, end, begun);
  // Starting a process copies whatever there is.
  if (here.kind == operation_kind::spawn && here.flag) begin_walk(all_, true, end, begun);
  return begun;
}

void trace_order::own_past(std::size_t number, event_set& into) const {
  into.reset(total());
  for (std::uint32_t each = 0; each < links_[number].count; ++each)
    add_past(linked_[links_[number].first + each], into);
}

void trace_order::add_past(std::size_t number, event_set& into) const {
  const std::uint64_t* const row = past_.row(number);
  for (std::size_t word = 0; word < event_rows::length(number); ++word)
    into.data()[word] |= row[word];
}

void trace_order::common_past(std::size_t first, event_set& into) const {
  into.reset(total());
  const std::size_t words = first < events_ ? event_rows::length(first) : into.words();
  for (std::size_t word = 0; word < words; ++word) {
    std::uint64_t common = ~std::uint64_t{0};
    for (std::size_t number = first; number < events_; ++number) common &= past_.row(number)[word];
    into.data()[word] = common;
  }
}

}  // namespace heddle::checker
