#pragma once

#include "scheduler/primitives/unique_lock.hpp"

namespace heddle {

/// `std::shared_lock`: shared ownership that can be moved, put off and given back early.
template <class Mutex>
class shared_lock : public detail::movable_lock<Mutex, detail::shared_ownership> {
 public:
  using detail::movable_lock<Mutex, detail::shared_ownership>::movable_lock;
};

template <class Mutex, class... How>
shared_lock(Mutex&, How...) -> shared_lock<Mutex>;

template <class Mutex>
void swap(shared_lock<Mutex>& left, shared_lock<Mutex>& right) noexcept {
  left.swap(right);
}

}  // namespace heddle
