#include "scheduler/primitives/shared_state.hpp"

namespace heddle::detail {

using scheduler::operation;
using scheduler::operation_kind;

namespace {

std::uint32_t epoch_now() {
  const scheduler::runtime* runtime = scheduler::current_or_null();
  return runtime != nullptr ? runtime->epoch() : 0;
}

}  // namespace

shared_state::shared_state(std::string_view name, scheduler::code_site site)
    : handle_({.kind = scheduler::object_kind::event,
               .name = name,
               .site = site,
               .face = this,
               .reset = [](void* face) { static_cast<shared_state*>(face)->forget(); },
               .reference_counted = true}),
      epoch_(epoch_now()) {}

void shared_state::forget() {
  retrieved_ = false;
  fulfilled_ = false;
  result_ = {};
}

/// Statics on fibers; native runs begin with `reset` of the description.
void shared_state::forget_earlier_executions() {
  const scheduler::runtime& runtime = scheduler::current();
  if (runtime.native() || epoch_ == runtime.epoch()) return;
  epoch_ = runtime.epoch();
  forget();
}

void shared_state::wait(std::source_location where) { wait(scheduler::time_limit{}, where); }

std::future_status shared_state::wait(scheduler::time_limit limit, std::source_location where) {
  operation pending{.kind = operation_kind::event_wait,
                    .timing = limit.timing,
                    .deadline = limit.deadline,
                    .site = scheduler::code_site::at(where)};
  const bool ready = scheduler::current().perform(pending, handle_).succeeded();
  return ready ? std::future_status::ready : std::future_status::timeout;
}

bool shared_state::fulfil(future_result with, std::source_location where) {
  forget_earlier_executions();
  struct delivery {
    shared_state& state;
    future_result result;
  } bringing{*this, std::move(with)};
  const auto deliver = [](void* context, const scheduler::result&) {
    auto& here = *static_cast<delivery*>(context);
    here.state.result_ = std::move(here.result);
    here.state.fulfilled_ = true;
  };
  operation pending{.kind = operation_kind::set, .site = scheduler::code_site::at(where)};
  return scheduler::current().perform(pending, handle_, {deliver, &bringing}).succeeded();
}

bool shared_state::retrieve() {
  forget_earlier_executions();
  return !std::exchange(retrieved_, true);
}

bool shared_state::fulfilled() {
  forget_earlier_executions();
  return fulfilled_;
}

void shared_state::abandon(std::source_location where) {
  const scheduler::runtime* runtime = scheduler::current_or_null();
  if (runtime == nullptr || runtime->unwinding()) return;
  if (fulfilled() || !retrieved_) return;
  fulfil({nullptr, std::make_exception_ptr(std::future_error(std::future_errc::broken_promise))},
         where);
}

void deferred_state::wait(std::source_location where) {
  call_once(once_here(started_, where), [&] { fulfil(run(), where); });
}

std::future_status deferred_state::wait(scheduler::time_limit limit, std::source_location where) {
  if (limit.timing == scheduler::patience::blocking) {
    wait(where);
    return std::future_status::ready;
  }
  const std::future_status made = shared_state::wait({scheduler::patience::attempt}, where);
  return made == std::future_status::ready ? made : std::future_status::deferred;
}

void task_state::start() {
  const auto body = [](void* context) {
    scheduler::current().entered();
    auto& state = *static_cast<task_state*>(context);
    state.fulfil(state.run(), state.site_.where);
  };
  task_ = scheduler::current().spawn({.run = body, .context = this, .site = site_});
}

void task_state::await_task() {
  if (task_.valid()) scheduler::current().join(task_, site_);
}

}  // namespace heddle::detail
