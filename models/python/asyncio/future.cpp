#include "models/python/asyncio/future.hpp"

namespace heddle::models::python::asyncio {

std::exception_ptr future_core::exception() const {
  if (cancelled()) throw cancelled_error{};
  if (!done()) throw invalid_state_error("the future has no result yet");
  return failure_;
}

bool future_core::cancel() {
  if (done()) return false;
  finish_cancelled();
  return true;
}

void future_core::set_exception(std::exception_ptr failure) {
  expect_pending();
  failure_ = std::move(failure);
  finish();
}

std::uint64_t future_core::add_done_callback(std::function<void()> callback) {
  const std::uint64_t number = ++callbacks_added_;
  if (done())
    loop_.call_soon(std::move(callback));
  else
    callbacks_.push_back({number, std::move(callback)});
  return number;
}

void future_core::remove_done_callback(std::uint64_t number) {
  std::erase_if(callbacks_, [&](const done_callback& each) { return each.number == number; });
}

void future_core::expect_pending() const {
  if (done()) throw invalid_state_error("the future has a result already");
}

void future_core::expect_value() const {
  if (const std::exception_ptr failure = exception()) std::rethrow_exception(failure);
}

void future_core::end(status how) {
  status_ = how;
  for (done_callback& each : std::exchange(callbacks_, {})) loop_.call_soon(std::move(each.call));
}

}  // namespace heddle::models::python::asyncio
