#include "models/python/asyncio/task_core.hpp"

#include <utility>

#include "models/python/asyncio/remark.hpp"

namespace heddle::models::python::asyncio {

void task_core::step() {
  if (core().done()) return;
  awaited_ = nullptr;
  throws_cancelled_ = std::exchange(must_cancel_, false);
  if (!begun_ && throws_cancelled_) {
    core().loop().remove_task(*this);
    conclude_unbegun();
    return;
  }
  remark([this] { return name() + (begun_ ? " goes on" : " begins"); });
  begun_ = true;
  resume_until_it_waits();
  if (innermost_ != nullptr) return;
  core().loop().remove_task(*this);
  conclude(std::exchange(must_cancel_, false));
}

void task_core::resume_until_it_waits() {
  for (waits_ = false; !waits_ && innermost_ != nullptr;) innermost_.resume();
}

bool task_core::request_cancellation() {
  if (core().done()) return false;
  if (awaited_ != nullptr && awaited_->cancel()) return true;
  must_cancel_ = true;
  return true;
}

std::string task_core::awaited_name() const {
  return awaited_ != nullptr ? awaited_->name() : "its turn";
}

void task_core::wait_for(const std::shared_ptr<future_core>& awaited) {
  waits_ = true;
  awaited->add_done_callback([self = self()] { self->step(); });
  awaited_ = awaited;
  if (must_cancel_ && awaited->cancel()) must_cancel_ = false;
}

void task_core::wait_for_next_iteration() {
  waits_ = true;
  core().loop().call_soon([self = self()] { self->step(); });
}

void task_core::throw_if_cancelled() {
  if (std::exchange(throws_cancelled_, false)) throw cancelled_error{};
}

}  // namespace heddle::models::python::asyncio
