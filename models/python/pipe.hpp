#pragma once

#include <cstddef>
#include <source_location>
#include <string_view>

#include "models/python/text.hpp"
#include "scheduler/primitives/channel.hpp"

namespace heddle::models::python {

/// `multiprocessing.connection.Connection`: one end of a pipe.
class connection {
 public:
  connection(channel<text>& out, channel<text>& in) : out_(out), in_(in) {}

  void send(const text& message, std::source_location where = std::source_location::current()) {
    out_.send(message, where);
  }
  /// Waits for a message.
  text recv(std::source_location where = std::source_location::current()) {
    return *in_.receive(where);
  }

 private:
  channel<text>& out_;
  channel<text>& in_;
};

/// `multiprocessing.Pipe()`: what is sent at one end arrives at the other. As long as a process
/// keeps the end it does not use open, as the tutorial's parent does, nobody is told at the other
/// end that no message will come: so ends are not closed here.
class pipe {
 public:
  explicit pipe(std::source_location where = std::source_location::current())
      : to_parent_(room, process_shared, "pipe to parent", where),
        to_child_(room, process_shared, "pipe to child", where) {}

  [[nodiscard]] connection parent_end() { return {to_child_, to_parent_}; }
  [[nodiscard]] connection child_end() { return {to_parent_, to_child_}; }

 private:
  static constexpr std::size_t room = 16;

  channel<text> to_parent_;
  channel<text> to_child_;
};

}  // namespace heddle::models::python
