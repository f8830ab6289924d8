#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <source_location>
#include <string_view>
#include <vector>

#include "scheduler/primitives/deadline.hpp"
#include "scheduler/primitives/process_shared.hpp"
#include "scheduler/runtime.hpp"

namespace heddle {

namespace detail {

/// A channel of messages of any type. The object knows how many were sent and received; the
/// messages themselves wait here, from the event that sent them to the event that received them.
class channel_face {
 public:
  channel_face(std::size_t capacity, std::string_view name, bool shared,
               std::source_location where);

  /// Whether the message was sent.
  bool send(std::shared_ptr<void> value, scheduler::time_limit limit, std::source_location where);
  /// The message received; null if there was none.
  std::shared_ptr<void> receive(scheduler::time_limit limit, std::source_location where);
  void close(std::source_location where);

 private:
  /// A message on its way. Copies of a channel in several processes number theirs separately.
  struct message {
    scheduler::object_index channel = scheduler::no_object;
    std::uint64_t number = 0;
    std::shared_ptr<void> value;
  };
  /// An operation under way.
  struct passage;

  void forget_earlier_executions();
  void store(message sent);
  std::shared_ptr<void> fetch(scheduler::object_index channel, std::uint64_t number);

  scheduler::object_handle handle_;
  /// The execution that the messages belong to.
  std::uint32_t epoch_ = 0;
  std::vector<message> messages_;
};

}  // namespace detail
}  // namespace heddle
