#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "models/python/asyncio/coroutine.hpp"

namespace heddle::models::python::asyncio {

/// Cancels a callback at the end of a scope, if it has not been called.
class handle_scope {
 public:
  explicit handle_scope(std::shared_ptr<handle> scheduled) : scheduled_(std::move(scheduled)) {}
  handle_scope(const handle_scope&) = delete;
  handle_scope& operator=(const handle_scope&) = delete;
  ~handle_scope() { scheduled_->cancel(); }

 private:
  std::shared_ptr<handle> scheduled_;
};

/// A callback that gives a future its result, `None`, unless it is done.
std::function<void()> release(const future<void>& waiter);

/// `asyncio.sleep(delay)`: lets others go on, for `delay` of virtual time; for one iteration of the
/// loop if it is not positive.
coroutine<> sleep(duration delay);

/// An operation of the outside world (a request, a file, somebody at the keyboard) that takes
/// `latency`. It may be cancelled like everything awaited. With `--time any` it ends whenever it
/// likes.
coroutine<> input_output(std::string name, duration latency);

}  // namespace heddle::models::python::asyncio
