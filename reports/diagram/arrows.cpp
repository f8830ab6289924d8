#include "reports/diagram/arrows.hpp"

#include <algorithm>
#include <atomic>
#include <deque>

namespace heddle::reports {

namespace {

using scheduler::execution;
using scheduler::operation_kind;
using scheduler::outcome;

bool succeeded(const execution::step& step) {
  return step.how == outcome::done || step.how == outcome::last;
}

bool acquires(std::memory_order order) {
  return order != std::memory_order_relaxed && order != std::memory_order_release;
}

bool releases(std::memory_order order) {
  return order == std::memory_order_release || order == std::memory_order_acq_rel ||
         order == std::memory_order_seq_cst;
}

/// Goes through the steps and remembers who could hand something on. Steps are remembered by
/// number; 0: none.
class arrow_search {
 public:
  explicit arrow_search(const execution& from)
      : from_(from), tasks_(from.tasks.size()), objects_(from.objects.size()) {}

  std::vector<arrow> search() {
    for (const execution::step& step : from_.steps) {
      note_blocked(step);
      if (step.task == execution::none || step.how == outcome::misuse) continue;
      const std::size_t before = arrows_.size();
      begin(step);
      take(step);
      if (arrows_.size() == before) take_from_who_let_it_go_on(step);
      hand_on(step);
      task(step.task).last = step.number;
    }
    return std::move(arrows_);
  }

 private:
  struct task_record {
    std::uint32_t started = 0;
    std::uint32_t last = 0;
    std::uint32_t notified = 0;
    std::uint32_t blocked = 0;  ///< the last step at which it could not have gone on
    int sleeps_on = execution::none;
  };
  struct object_record {
    std::uint32_t handed_on = 0;
    std::uint32_t shared = 0;  ///< the last end of shared ownership, for exclusive owners only
    std::uint32_t closed = 0;
    std::deque<std::uint32_t> sent;
  };

  task_record& task(int place) { return tasks_[static_cast<std::size_t>(place)]; }
  object_record* object(int place) {
    return place == execution::none ? nullptr : &objects_[static_cast<std::size_t>(place)];
  }
  const execution::step& step(std::uint32_t number) const { return from_.steps[number - 1]; }

  void add(std::uint32_t from, const execution::step& to, arrow::sort what) {
    if (from == 0 || step(from).task == to.task || step(from).task == execution::none) return;
    arrows_.push_back({from, to.number, what});
  }
  void synchronise(std::uint32_t from, const execution::step& to) {
    add(from, to, arrow::sort::synchronisation);
  }

  void note_blocked(const execution::step& step) {
    if (step.enabled.empty()) return;
    enabled_.assign(tasks_.size(), false);
    for (const int each : step.enabled)
      if (each != execution::none) enabled_[static_cast<std::size_t>(each)] = true;
    for (std::size_t each = 0; each < tasks_.size(); ++each)
      if (!enabled_[each]) tasks_[each].blocked = step.number;
  }

  /// The first step of a task comes after its start.
  void begin(const execution::step& step) {
    task_record& mine = task(step.task);
    if (mine.last == 0) synchronise(mine.started, step);
  }

  void take(const execution::step& step) {
    object_record* const touched = object(step.object);
    switch (step.kind) {
      case operation_kind::join:
        if (succeeded(step) && step.other_task != execution::none)
          synchronise(task(step.other_task).last, step);
        return;
      case operation_kind::lock:
        if (succeeded(step) && touched != nullptr) take_exclusively(*touched, step);
        return;
      case operation_kind::lock_shared:
      case operation_kind::acquire:
      case operation_kind::latch_wait:
      case operation_kind::event_wait:
      case operation_kind::is_set:
        if (succeeded(step) && touched != nullptr) synchronise(touched->handed_on, step);
        return;
      case operation_kind::enter_once:
        if (touched != nullptr) synchronise(touched->handed_on, step);
        return;
      case operation_kind::wake:
        if (!succeeded(step)) return;
        add(task(step.task).notified, step, arrow::sort::message);
        if (object_record* const mutex = object(step.second)) take_exclusively(*mutex, step);
        return;
      case operation_kind::load:
      case operation_kind::read_modify_write:
      case operation_kind::compare_exchange:
      case operation_kind::park:
        // The order of a compare_exchange that fails is not recorded.
        if (step.kind == operation_kind::compare_exchange && !succeeded(step)) return;
        if (acquires(step.order) && touched != nullptr) synchronise(touched->handed_on, step);
        return;
      case operation_kind::receive:
        receive(step);
        return;
      default:
        return;
    }
  }

  void take_exclusively(const object_record& mutex, const execution::step& step) {
    synchronise(std::max(mutex.handed_on, mutex.shared), step);
  }

  void receive(const execution::step& step) {
    object_record* const channel = object(step.object);
    if (channel == nullptr) return;
    if (!succeeded(step)) {
      synchronise(channel->closed, step);
    } else if (!channel->sent.empty()) {
      add(channel->sent.front(), step, arrow::sort::message);
      channel->sent.pop_front();
    }
  }

  /// Who was blocked until another task's step on the same object goes on because of it.
  void take_from_who_let_it_go_on(const execution::step& step) {
    const task_record& mine = task(step.task);
    const bool waits_for_many =
        step.kind == operation_kind::pass || step.kind == operation_kind::send;
    if (!waits_for_many || mine.blocked <= mine.last) return;
    if (this->step(mine.blocked).object == step.object) synchronise(mine.blocked, step);
  }

  void hand_on(const execution::step& step) {
    object_record* const touched = object(step.object);
    switch (step.kind) {
      case operation_kind::spawn:
        if (step.other_task != execution::none) task(step.other_task).started = step.number;
        return;
      case operation_kind::wait:
      case operation_kind::park:
        if (object_record* const mutex = object(step.second)) mutex->handed_on = step.number;
        if (succeeded(step)) task(step.task).sleeps_on = step.object;
        return;
      case operation_kind::notify_one:
        if (step.other_task != execution::none) notify(task(step.other_task), step);
        return;
      case operation_kind::notify_all:
        for (task_record& each : tasks_)
          if (each.sleeps_on == step.object && step.object != execution::none) notify(each, step);
        return;
      default:
        break;
    }
    if (touched == nullptr || !succeeded(step)) return;
    switch (step.kind) {
      case operation_kind::store:
        touched->handed_on = releases(step.order) ? step.number : 0;
        return;
      case operation_kind::read_modify_write:
      case operation_kind::compare_exchange:
        if (releases(step.order)) touched->handed_on = step.number;
        return;
      case operation_kind::unlock_shared:
        touched->shared = step.number;
        return;
      case operation_kind::unlock:
      case operation_kind::release:
      case operation_kind::count_down:
      case operation_kind::set:
      case operation_kind::leave_once:
        touched->handed_on = step.number;
        return;
      case operation_kind::reset:
        touched->handed_on = 0;
        return;
      case operation_kind::send:
        touched->sent.push_back(step.number);
        return;
      case operation_kind::close:
        touched->closed = step.number;
        return;
      default:
        return;
    }
  }

  static void notify(task_record& sleeper, const execution::step& by) {
    sleeper.notified = by.number;
    sleeper.sleeps_on = execution::none;
  }

  const execution& from_;
  std::vector<task_record> tasks_;
  std::vector<object_record> objects_;
  std::vector<bool> enabled_;
  std::vector<arrow> arrows_;
};

}  // namespace

std::vector<arrow> arrows_of(const execution& from) { return arrow_search{from}.search(); }

}  // namespace heddle::reports
