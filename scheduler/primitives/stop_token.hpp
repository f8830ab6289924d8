#pragma once

#include <concepts>
#include <memory>
#include <source_location>
#include <string_view>
#include <type_traits>
#include <utility>

#include "scheduler/primitives/stop_state.hpp"

namespace heddle {

struct nostopstate_t {
  explicit nostopstate_t() = default;
};
inline constexpr nostopstate_t nostopstate{};

/// `std::stop_token`. Asking whether to stop is an operation.
class stop_token {
 public:
  /// Nobody can request anything.
  stop_token() noexcept = default;

  [[nodiscard]] bool stop_requested(
      std::source_location where = std::source_location::current()) const {
    return state_ != nullptr && state_->stop_requested(scheduler::code_site::at(where));
  }
  /// Whether stopping was or can still be requested. No operation.
  [[nodiscard]] bool stop_possible() const { return state_ != nullptr && state_->stop_possible(); }

  void swap(stop_token& other) noexcept { state_.swap(other.state_); }
  friend void swap(stop_token& left, stop_token& right) noexcept { left.swap(right); }
  friend bool operator==(const stop_token&, const stop_token&) noexcept = default;

 private:
  friend class stop_source;
  template <class Callback>
  friend class stop_callback;

  explicit stop_token(std::shared_ptr<detail::stop_state> state) noexcept
      : state_(std::move(state)) {}

  std::shared_ptr<detail::stop_state> state_;
};

/// `std::stop_source`. Requesting to stop is an operation, and runs the callbacks.
class stop_source {
 public:
  explicit stop_source(std::source_location where = std::source_location::current())
      : stop_source(std::string_view{}, where) {}
  explicit stop_source(std::string_view name,
                       std::source_location where = std::source_location::current());
  /// Can request nothing.
  explicit stop_source(nostopstate_t /*tag*/) noexcept {}
  stop_source(const stop_source& other) noexcept;
  stop_source(stop_source&& other) noexcept = default;
  stop_source& operator=(const stop_source& other) noexcept;
  stop_source& operator=(stop_source&& other) noexcept;
  ~stop_source();

  [[nodiscard]] stop_token get_token() const noexcept { return stop_token(state_); }
  [[nodiscard]] bool stop_possible() const noexcept { return state_ != nullptr; }
  [[nodiscard]] bool stop_requested(
      std::source_location where = std::source_location::current()) const {
    return state_ != nullptr && state_->stop_requested(scheduler::code_site::at(where));
  }
  /// Returns false if stopping was requested before.
  bool request_stop(std::source_location where = std::source_location::current()) const {
    return state_ != nullptr && state_->request_stop(scheduler::code_site::at(where));
  }

  void swap(stop_source& other) noexcept { state_.swap(other.state_); }
  friend void swap(stop_source& left, stop_source& right) noexcept { left.swap(right); }
  friend bool operator==(const stop_source&, const stop_source&) noexcept = default;

 private:
  std::shared_ptr<detail::stop_state> state_;
};

/// `std::stop_callback`. Registering and removing it are operations. The callback runs in the task
/// that requests to stop, or here and now if that has happened; the destructor waits while another
/// task runs it.
template <class Callback>
class stop_callback {
 public:
  using callback_type = Callback;

  template <class Function>
    requires std::constructible_from<Callback, Function>
  explicit stop_callback(const stop_token& token, Function&& function,
                         std::source_location where = std::source_location::current())
      : callback_(std::forward<Function>(function)),
        state_(token.state_),
        site_(scheduler::code_site::at(where)) {
    link_.self = this;
    link_.call = [](detail::stop_link& link) { static_cast<self_link&>(link).self->invoke(); };
    if (state_ == nullptr || state_->add(link_, site_)) return;
    state_ = nullptr;
    invoke();
  }
  stop_callback(const stop_callback&) = delete;
  stop_callback& operator=(const stop_callback&) = delete;
  ~stop_callback() {
    if (state_ != nullptr) state_->remove(link_, site_);
  }

 private:
  struct self_link : detail::stop_link {
    stop_callback* self = nullptr;
  };

  void invoke() { std::forward<Callback>(callback_)(); }

  Callback callback_;
  std::shared_ptr<detail::stop_state> state_;
  scheduler::code_site site_;
  self_link link_;
};

template <class Callback>
stop_callback(stop_token, Callback) -> stop_callback<Callback>;
template <class Callback>
stop_callback(stop_token, Callback, std::source_location) -> stop_callback<Callback>;

}  // namespace heddle
