#pragma once

#include <cstdint>
#include <utility>

#include "models/python/asyncio/sleep.hpp"
#include "models/python/asyncio/task.hpp"

namespace heddle::models::python::asyncio {

/// Releases a waiter when a future is done; not any more after the scope.
template <class T>
class released_by {
 public:
  released_by(const future<T>& awaited, const future<void>& waiter)
      : awaited_(awaited), number_(awaited.state()->add_done_callback(release(waiter))) {}
  released_by(const released_by&) = delete;
  released_by& operator=(const released_by&) = delete;
  ~released_by() { awaited_.state()->remove_done_callback(number_); }

 private:
  future<T> awaited_;
  std::uint64_t number_;
};

/// Cancels a future and waits until it is done, which a task may put off.
template <class T>
coroutine<> cancel_and_wait(future<T> awaited) {
  const future<void> waiter = create_future<void>("the end of " + awaited.name());
  const released_by<T> scope(awaited, waiter);
  awaited.cancel();
  co_await waiter;
}

/// Waits until the future is done or the time is over.
template <class T>
coroutine<> wait_at_most(future<T> awaited, duration timeout) {
  const future<void> waiter = create_future<void>(awaited.name());
  const handle_scope timer(get_running_loop().call_later(timeout, release(waiter)));
  const released_by<T> scope(awaited, waiter);
  co_await waiter;
}

/// `asyncio.wait_for(awaited, timeout)`, as CPython had it up to 3.11: what is late is cancelled,
/// and waited for, before `timeout_error` is thrown. If it has a result nevertheless, that is the
/// result.
template <class T>
coroutine<T> wait_for(future<T> awaited, duration timeout) {
  bool cancelled = false;
  if (timeout > duration{0}) {
    try {
      co_await wait_at_most(awaited, timeout);
    } catch (const cancelled_error&) {
      cancelled = true;
    }
  }
  if (!awaited.done()) {
    co_await cancel_and_wait(awaited);
    if (cancelled) throw cancelled_error{};
    if (awaited.cancelled()) throw timeout_error();
  }
  co_return awaited.result();
}
/// The same for a coroutine, which becomes a task.
template <class T>
coroutine<T> wait_for(coroutine<T> body, duration timeout) {
  const future<T> awaited = create_task(std::move(body));
  co_return co_await wait_for(awaited, timeout);
}

}  // namespace heddle::models::python::asyncio
