#include "scheduler/primitives/joinable_task.hpp"

#include <utility>

#include "scheduler/primitives/refuse.hpp"

namespace heddle::detail {

joinable_task::joinable_task(joinable_task&& other) noexcept { swap(other); }

joinable_task& joinable_task::operator=(joinable_task&& other) noexcept {
  if (this == &other) return *this;
  end();
  swap(other);
  return *this;
}

joinable_task::~joinable_task() { end(); }

void joinable_task::start_entry(const scheduler::task_entry& entry) {
  scheduler::runtime& here = scheduler::current();
  handle_ = here.spawn(entry);
  started_at_ = entry.site;
  epoch_ = here.epoch();
  former_ = {};
}

bool joinable_task::current() const noexcept {
  const scheduler::runtime* const here = scheduler::current_or_null();
  return here != nullptr && here->epoch() == epoch_;
}

void joinable_task::join(std::source_location where) {
  if (!joinable() || !current()) return refuse_task(where);
  scheduler::runtime& here = scheduler::current();
  if (here.current_task() == handle_.index)
    return report(scheduler::misuse::joins_itself, scheduler::misuse_subject{handle_}, where);
  here.join(handle_, scheduler::code_site::at(where));
  former_ = std::exchange(handle_, {});
}

void joinable_task::detach(std::source_location where) {
  if (!joinable() || !current()) return refuse_task(where);
  scheduler::current().detach(handle_);
  former_ = std::exchange(handle_, {});
}

/// Joining or detaching something that stands for no task.
void joinable_task::refuse_task(std::source_location where) const {
  if (former_.valid() && current())
    report(scheduler::misuse::joined_twice, scheduler::misuse_subject{former_}, where);
  else
    report(scheduler::misuse::not_joinable, nullptr, where);
}

void joinable_task::join_if_joinable() noexcept {
  if (joinable() && current()) scheduler::current().join(handle_, started_at_);
  handle_ = {};
}

void joinable_task::swap(joinable_task& other) noexcept {
  std::swap(handle_, other.handle_);
  std::swap(epoch_, other.epoch_);
  std::swap(started_at_, other.started_at_);
  std::swap(former_, other.former_);
}

void joinable_task::end() noexcept {
  if (joinable() && current() && !scheduler::current().unwinding())
    scheduler::current().report_misuse(scheduler::misuse::joinable_destroyed,
                                       scheduler::misuse_subject{handle_}, started_at_, false);
  join_if_joinable();
}

}  // namespace heddle::detail
