#pragma once

#include <cstddef>
#include <source_location>
#include <string_view>
#include <utility>

#include "scheduler/primitives/channel.hpp"

namespace heddle::models::python {

/// `multiprocessing.Queue`: messages from any process to any other, in the order they were put.
/// It has room for more than any model here puts.
template <class Message>
class queue {
 public:
  explicit queue(std::string_view name,
                 std::source_location where = std::source_location::current())
      : messages_(room, process_shared, name, where) {}

  void put(Message message, std::source_location where = std::source_location::current()) {
    messages_.send(std::move(message), where);
  }
  /// Waits for a message.
  Message get(std::source_location where = std::source_location::current()) {
    return *messages_.receive(where);
  }

 private:
  static constexpr std::size_t room = 1024;

  channel<Message> messages_;
};

}  // namespace heddle::models::python
