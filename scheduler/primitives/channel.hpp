#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <source_location>
#include <string_view>
#include <utility>

#include "scheduler/primitives/channel_face.hpp"
#include "scheduler/primitives/deadline.hpp"

namespace heddle {

/// A bounded queue: messages come out in the order they went in, each once. A sender waits while
/// it is full, a receiver while it is empty. After `close` nothing goes in any more, and receivers
/// get what is left, then nothing. Messages that nobody receives end with the channel.
///
/// A sending happens before the reception of its message, the k-th reception before the sending of
/// message k + capacity, and `close` before what fails for it, as in Go.
template <std::movable T>
class channel {
 public:
  /// A capacity of 0 is a misuse.
  explicit channel(std::size_t capacity,
                   std::source_location where = std::source_location::current())
      : channel(capacity, std::string_view{}, where) {}
  channel(std::size_t capacity, std::string_view name,
          std::source_location where = std::source_location::current())
      : face_(capacity, name, false, where) {}
  /// A channel between processes. Others are copied when a process begins, without the messages
  /// in them, which then cannot be received there.
  channel(std::size_t capacity, process_shared_t, std::string_view name = {},
          std::source_location where = std::source_location::current())
      : face_(capacity, name, true, where) {}
  channel(const channel&) = delete;
  channel& operator=(const channel&) = delete;

  /// Waits for room and sends; false if the channel is closed.
  bool send(T message, std::source_location where = std::source_location::current()) {
    return put(std::move(message), {}, where);
  }
  /// Sends if there is room now.
  bool try_send(T message, std::source_location where = std::source_location::current()) {
    return put(std::move(message), {scheduler::patience::attempt}, where);
  }
  /// Waits at most `duration` of virtual time for room; says whether the message was sent.
  template <class Rep, class Period>
  bool send_for(T message, const std::chrono::duration<Rep, Period>& duration,
                std::source_location where = std::source_location::current()) {
    return put(std::move(message), scheduler::waiting_for(duration), where);
  }
  template <class Clock, class Duration>
  bool send_until(T message, const std::chrono::time_point<Clock, Duration>& time,
                  std::source_location where = std::source_location::current()) {
    return put(std::move(message), scheduler::waiting_until(time), where);
  }

  /// Waits for a message; nothing if the channel is closed and empty.
  std::optional<T> receive(std::source_location where = std::source_location::current()) {
    return take({}, where);
  }
  /// A message if there is one now.
  std::optional<T> try_receive(std::source_location where = std::source_location::current()) {
    return take({scheduler::patience::attempt}, where);
  }
  /// Waits at most `duration` of virtual time for a message.
  template <class Rep, class Period>
  std::optional<T> receive_for(const std::chrono::duration<Rep, Period>& duration,
                               std::source_location where = std::source_location::current()) {
    return take(scheduler::waiting_for(duration), where);
  }
  template <class Clock, class Duration>
  std::optional<T> receive_until(const std::chrono::time_point<Clock, Duration>& time,
                                 std::source_location where = std::source_location::current()) {
    return take(scheduler::waiting_until(time), where);
  }

  /// Nothing can be sent from now on.
  void close(std::source_location where = std::source_location::current()) { face_.close(where); }

 private:
  bool put(T message, scheduler::time_limit limit, std::source_location where) {
    return face_.send(std::make_shared<T>(std::move(message)), limit, where);
  }

  std::optional<T> take(scheduler::time_limit limit, std::source_location where) {
    const std::shared_ptr<void> message = face_.receive(limit, where);
    if (message == nullptr) return std::nullopt;
    return std::optional<T>(std::move(*static_cast<T*>(message.get())));
  }

  detail::channel_face face_;
};

}  // namespace heddle
