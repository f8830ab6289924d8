#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include "models/python/asyncio/future.hpp"

namespace heddle::models::python::asyncio {

/// A future that has its result when a number of others, its children, have theirs. As
/// `_GatheringFuture` of CPython.
template <class Results>
class gathering : public future_state<Results> {
 public:
  gathering() : future_state<Results>("gather") {}

  /// Cancels the children. The whole is cancelled when they are done.
  bool cancel() override {
    if (this->done()) return false;
    bool any = false;
    for (const std::shared_ptr<future_core>& each : children_) any = each->cancel() || any;
    cancelled_ = cancelled_ || any;
    return any;
  }

 protected:
  void add_child(std::shared_ptr<future_core> child) {
    children_.push_back(child);
    // Nobody waits for a whole that is gone; and wholes that know their children keep them alive.
    const std::weak_ptr<future_core> whole = this->weak_from_this();
    child->add_done_callback([whole, child = child.get()] {
      if (const auto self = std::static_pointer_cast<gathering>(whole.lock()))
        self->child_done(*child);
    });
  }
  void all_added() {
    if (children_.empty()) this->set_result(collect());
  }

  /// The results of the children. Precondition: all are done, none by an exception.
  [[nodiscard]] virtual Results collect() const = 0;

 private:
  void child_done(const future_core& child) {
    ++children_done_;
    if (this->done()) return;
    if (child.cancelled())
      this->set_exception(std::make_exception_ptr(cancelled_error{}));
    else if (const std::exception_ptr failure = child.exception())
      this->set_exception(failure);
    else if (children_done_ == children_.size())
      all_done();
  }
  void all_done() {
    if (cancelled_)
      this->set_exception(std::make_exception_ptr(cancelled_error{}));
    else
      this->set_result(collect());
  }

  std::vector<std::shared_ptr<future_core>> children_;
  std::size_t children_done_ = 0;
  bool cancelled_ = false;
};

}  // namespace heddle::models::python::asyncio
