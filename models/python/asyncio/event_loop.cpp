#include "models/python/asyncio/event_loop.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "models/python/asyncio/remark.hpp"
#include "models/python/asyncio/task.hpp"
#include "scheduler/primitives/task_local.hpp"

namespace heddle::models::python::asyncio {

namespace {

/// A loop that has not waited for so many iterations takes longer than whatever it could wait for.
constexpr std::size_t most_busy = 1'000;

const task_local<event_loop*> running_loop{nullptr};

}  // namespace

event_loop::~event_loop() {
  while (!tasks_.empty()) {
    const std::shared_ptr<task_core> youngest = std::move(tasks_.back());
    tasks_.pop_back();
    youngest->abandon();
  }
}

std::shared_ptr<handle> event_loop::call_soon(std::function<void()> callback) {
  return ready_.emplace_back(std::make_shared<handle>(std::move(callback)));
}

std::shared_ptr<handle> event_loop::call_later(duration delay, std::function<void()> callback) {
  auto made = std::make_shared<handle>(std::move(callback));
  timers_.add(delay, timer_kind::clock, {}, made);
  return made;
}

std::shared_ptr<handle> event_loop::call_after_io(duration latency, std::string name,
                                                  std::function<void()> callback) {
  auto made = std::make_shared<handle>(std::move(callback));
  timers_.add(latency, timer_kind::io, std::move(name), made);
  return made;
}

void event_loop::run_forever() {
  for (stopping_ = false; !stopping_;) run_once();
}

void event_loop::run_once() {
  look_for_events();
  for (std::size_t count = ready_.size(); count > 0; --count) {
    const std::shared_ptr<handle> next = std::move(ready_.front());
    ready_.pop_front();
    next->run();
  }
}

/// Adds to what is ready what has ended by now; if nothing is ready, what ends next.
void event_loop::look_for_events() {
  std::erase_if(ready_, [](const auto& each) { return each->cancelled(); });
  busy_ = ready_.empty() ? 0 : busy_ + 1;
  const bool waits = ready_.empty() || busy_ > most_busy;
  if (waits && !timers_.empty()) {
    ready_.push_back(timers_.wait_for_next());
    busy_ = 0;
  } else if (ready_.empty()) {
    tell_who_waits();
    timers_.wait_for_ever();
  } else if (waits) {
    timers_.take_a_step();
  }
  while (auto ended = timers_.another()) ready_.push_back(std::move(ended));
}

void event_loop::tell_who_waits() const {
  for (const std::shared_ptr<task_core>& each : tasks_)
    remark([&] { return each->name() + " waits for " + each->awaited_name(); });
}

void event_loop::cancel_all_tasks() {
  const auto all = tasks_;
  for (const std::shared_ptr<task_core>& each : all) each->request_cancellation();
  while (!tasks_.empty()) run_once();
}

void event_loop::add_task(std::shared_ptr<task_core> made) { tasks_.push_back(std::move(made)); }

void event_loop::remove_task(const task_core& ended) {
  std::erase_if(tasks_, [&](const auto& each) { return each.get() == &ended; });
}

event_loop& get_running_loop() {
  event_loop* const here = running_loop.get();
  if (here == nullptr) throw std::runtime_error("no running event loop");
  return *here;
}

running_loop_scope::running_loop_scope(event_loop& next) {
  if (running_loop.get() != nullptr)
    throw std::runtime_error("asyncio.run() cannot be called from a running event loop");
  running_loop = &next;
}

running_loop_scope::~running_loop_scope() { running_loop = nullptr; }

}  // namespace heddle::models::python::asyncio
