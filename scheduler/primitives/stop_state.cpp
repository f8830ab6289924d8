#include "scheduler/primitives/stop_state.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace heddle::detail {

namespace {

constexpr std::uint64_t requested_bit = 1;
constexpr std::uint64_t step = 2;

std::string describe_request(const void* /*face*/, std::uint64_t value) {
  return (value & requested_bit) != 0 ? "stop requested" : "no stop requested";
}

scheduler::object_description description_of_state(std::string_view name,
                                                   scheduler::code_site site) {
  scheduler::object_description made;
  made.kind = scheduler::object_kind::atomic;
  made.type = scheduler::value_type::u64;
  made.name = name;
  made.site = site;
  made.format = describe_request;
  return made;
}

}  // namespace

stop_state::stop_state(std::string_view name, scheduler::code_site site)
    : object_(description_of_state(name, site)) {}

stop_state::~stop_state() { object_.end_unseen(); }

bool stop_state::stop_requested(scheduler::code_site site) {
  return (object_.load(memory_order_acquire, site) & requested_bit) != 0;
}

bool stop_state::stop_possible() {
  const std::lock_guard lock(mutex_);
  return requested_ || sources.load(std::memory_order_relaxed) > 0;
}

bool stop_state::request_stop(scheduler::code_site site) {
  const std::uint64_t before =
      object_.modify(scheduler::rmw_function::bit_or, requested_bit, memory_order_acq_rel, site);
  if ((before & requested_bit) != 0) return false;
  run_callbacks(site);
  return true;
}

/// The end of a callback and the beginning of the next are one step.
void stop_state::run_callbacks(scheduler::code_site site) {
  struct no_callback_runs {
    stop_state& state;
    ~no_callback_runs() { state.end_running(); }
  } const at_the_end{*this};
  while (stop_link* const link = begin_next()) {
    link->call(*link);
    object_.modify(scheduler::rmw_function::add, step, memory_order_acq_rel, site);
    if (end_running()) object_.notify_all(site);
  }
}

/// Takes the first callback out and marks it as running; null if there is none.
stop_link* stop_state::begin_next() {
  const std::lock_guard lock(mutex_);
  requested_ = true;
  stop_link* const next = first_;
  if (next == nullptr) return nullptr;
  take_out(*next);
  running_ = next;
  runner_ = scheduler::current().current_task();
  return next;
}

/// Says whether somebody waits for the end of the callback.
bool stop_state::end_running() {
  const std::lock_guard lock(mutex_);
  running_ = nullptr;
  return std::exchange(awaited_, false);
}

bool stop_state::add(stop_link& link, scheduler::code_site site) {
  object_.modify(scheduler::rmw_function::add, step, memory_order_acq_rel, site);
  const std::lock_guard lock(mutex_);
  if (requested_) return false;
  link.previous = last_;
  (last_ != nullptr ? last_->next : first_) = &link;
  last_ = &link;
  link.listed = true;
  return true;
}

void stop_state::take_out(stop_link& link) {
  (link.previous != nullptr ? link.previous->next : first_) = link.next;
  (link.next != nullptr ? link.next->previous : last_) = link.previous;
  link.previous = link.next = nullptr;
  link.listed = false;
}

bool stop_state::take_out_if_listed(stop_link& link) {
  const std::lock_guard lock(mutex_);
  if (!link.listed) return false;
  take_out(link);
  return true;
}

/// Whether another task runs the callback; then its end will be notified.
bool stop_state::awaits_end(const stop_link& link) {
  const std::lock_guard lock(mutex_);
  if (running_ != &link || runner_ == scheduler::current().current_task()) return false;
  awaited_ = true;
  return true;
}

void stop_state::remove(stop_link& link, scheduler::code_site site) noexcept {
  try {
    take_out_or_wait(link, site);
  } catch (const scheduler::task_ended&) {
    // The execution is over; the task ends at its next operation.
    take_out_if_listed(link);
  }
}

void stop_state::take_out_or_wait(stop_link& link, scheduler::code_site site) {
  std::uint64_t value = object_.load(memory_order_acquire, site);
  if (take_out_if_listed(link)) return;
  while (awaits_end(link)) {
    object_.wait(value, memory_order_acquire, site);
    const std::uint64_t next = object_.load(memory_order_acquire, site);
    // Only where operations are skipped, because the execution is over, nothing has changed.
    if (next == value) return;
    value = next;
  }
}

}  // namespace heddle::detail
