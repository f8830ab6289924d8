#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "scheduler/event.hpp"

namespace heddle::scheduler {

/// The events of one execution after the other. Memory is kept, and nothing is initialised twice:
/// a new event is written over an old one.
class event_log {
 public:
  event_log() { grow(); }

  /// The place of the event that will be appended next: what is written there beforehand is there
  /// when it is. After `clear` it still holds what it held.
  [[nodiscard]] event& next() { return events_[count_]; }
  /// One more event. It holds whatever was there before: every member must be assigned.
  event& append() {
    if (count_ + 1 == room_) [[unlikely]]
      grow();
    return events_[count_++];
  }
  void clear() { count_ = 0; }

  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] std::span<const event> all() const { return {events_.data(), count_}; }

 private:
  void grow() {
    room_ = room_ * 2 + 64;
    events_.resize(room_);
  }

  std::vector<event> events_;
  std::size_t room_ = 0;
  std::size_t count_ = 0;
};

}  // namespace heddle::scheduler
