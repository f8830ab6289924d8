#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <utility>

#include "models/python/asyncio/coroutine.hpp"

namespace heddle::models::python::asyncio {

/// A future whose result is that of a coroutine.
template <class T>
class task_state final : public future_state<T>, public task_core {
 public:
  task_state(coroutine<T> body, std::string name)
      : future_state<T>(std::move(name)), body_(std::move(body)) {
    go_on_with(body_.begin(*this, nullptr));
  }

  bool cancel() override { return request_cancellation(); }
  void abandon() override {
    body_.destroy();
    forget_awaited();
    this->forget_callbacks();
  }

 protected:
  [[nodiscard]] const future_core& core() const override { return *this; }
  [[nodiscard]] std::shared_ptr<task_core> self() override {
    return std::static_pointer_cast<task_state>(this->shared_from_this());
  }

  void conclude(bool cancel) override {
    const bool cancelled = cancel || body_.promise().cancelled();
    const std::exception_ptr failure = body_.promise().failure();
    if (cancelled || failure != nullptr) {
      body_.destroy();
      cancelled ? this->finish_cancelled() : this->set_exception(failure);
      return;
    }
    kept<T> value = body_.promise().take();
    body_.destroy();
    this->set_result(std::move(value));
  }
  void conclude_unbegun() override {
    body_.destroy();
    this->finish_cancelled();
  }

 private:
  coroutine<T> body_;
};

/// `asyncio.Task`: a coroutine that runs by itself, and the future of its result.
template <class T = void>
class task : public future<T> {
 public:
  using future<T>::future;

  /// Its result is what its coroutine returns.
  void set_result(kept<T> value) const = delete;
  void set_exception(std::exception_ptr failure) const = delete;
};

/// `asyncio.create_task(coroutine, name=...)`: begins in the next iteration of the running loop.
/// Without a name it is `Task-N`.
template <class T>
task<T> create_task(coroutine<T> body, std::string name = {}) {
  event_loop& loop = get_running_loop();
  if (name.empty()) name = loop.next_task_name();
  const auto made = std::make_shared<task_state<T>>(std::move(body), std::move(name));
  loop.add_task(made);
  loop.call_soon([made] { made->step(); });
  return task<T>(made);
}

/// `asyncio.ensure_future`: a coroutine as a task, a future as it is.
template <class T>
future<T> ensure_future(coroutine<T> body) {
  return create_task(std::move(body));
}
template <class T>
future<T> ensure_future(future<T> already) {
  return already;
}

}  // namespace heddle::models::python::asyncio
