#include "models/python/asyncio/lock.hpp"

#include <algorithm>
#include <stdexcept>

namespace heddle::models::python::asyncio {

coroutine<> lock::acquire() {
  const bool nobody_waits = std::all_of(waiters_.begin(), waiters_.end(),
                                        [](const auto& each) { return each.cancelled(); });
  if (!locked_ && nobody_waits) {
    locked_ = true;
    co_return;
  }
  const future<void> turn = create_future<void>(name_);
  waiters_.push_back(turn);
  bool cancelled = false;
  try {
    co_await turn;
  } catch (const cancelled_error&) {
    cancelled = true;
  }
  std::erase_if(waiters_, [&](const auto& each) { return each.state() == turn.state(); });
  if (cancelled) {
    // Its turn may have come already: then it passes it on.
    if (!locked_) wake_first();
    throw cancelled_error{};
  }
  locked_ = true;
}

void lock::release() {
  if (!locked_) throw std::runtime_error("lock is not acquired");
  locked_ = false;
  wake_first();
}

void lock::wake_first() {
  if (!waiters_.empty() && !waiters_.front().done()) waiters_.front().set_result();
}

coroutine<lock::holder> lock::hold() {
  co_await acquire();
  co_return holder(*this);
}

}  // namespace heddle::models::python::asyncio
