#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <source_location>
#include <string_view>
#include <utility>

#include "scheduler/runtime.hpp"

namespace heddle {

namespace detail {

/// The completion function of a barrier that has none.
struct no_completion {
  void operator()() const noexcept {}
};

/// A barrier without its completion function.
class barrier_face {
 public:
  barrier_face(std::ptrdiff_t expected, bool has_completion, std::string_view name,
               std::source_location where);

  /// One arrival. `last` says that the completion function has to run, and `complete` after it.
  struct arrival {
    std::uint64_t phase = 0;
    bool last = false;
  };
  arrival arrive(bool drops, std::source_location where);
  void complete(std::source_location where);
  void wait(std::uint64_t phase, std::source_location where);

  /// Refuses what is not `allowed`.
  void require(bool allowed, scheduler::misuse otherwise, std::source_location where) const;

 private:
  scheduler::object_handle handle_;
};

}  // namespace detail

/// `std::barrier`. The completion function runs in the task that arrives last, which then ends the
/// phase. An arrival beyond the expected number of the phase is a misuse.
template <std::invocable CompletionFunction = detail::no_completion>
class barrier {
 public:
  /// The phase a task has arrived at.
  class arrival_token {
   public:
    arrival_token(arrival_token&&) noexcept = default;
    arrival_token& operator=(arrival_token&&) noexcept = default;

   private:
    friend barrier;
    explicit arrival_token(std::uint64_t phase) : phase_(phase) {}
    std::uint64_t phase_;
  };

  explicit barrier(std::ptrdiff_t expected, CompletionFunction completion = CompletionFunction(),
                   std::source_location where = std::source_location::current())
      : barrier(expected, std::move(completion), {}, where) {}
  barrier(std::ptrdiff_t expected, std::string_view name,
          std::source_location where = std::source_location::current())
    requires std::default_initializable<CompletionFunction>
      : barrier(expected, CompletionFunction(), name, where) {}
  barrier(std::ptrdiff_t expected, CompletionFunction completion, std::string_view name,
          std::source_location where = std::source_location::current())
      : face_(expected, has_completion, name, where), completion_(std::move(completion)) {}
  barrier(const barrier&) = delete;
  barrier& operator=(const barrier&) = delete;

  [[nodiscard]] static constexpr std::ptrdiff_t max() noexcept {
    return std::numeric_limits<std::ptrdiff_t>::max();
  }

  /// Arrives `count` times without waiting: as many events, one after the other. They must all fit
  /// into the phase.
  [[nodiscard]] arrival_token arrive(std::ptrdiff_t count = 1,
                                     std::source_location where = std::source_location::current()) {
    face_.require(count > 0, scheduler::misuse::bad_argument, where);
    std::uint64_t phase = arrive_once(false, where);
    for (std::ptrdiff_t again = 1; again < count; ++again)
      face_.require(arrive_once(false, where) == phase, scheduler::misuse::barrier_above_expected,
                    where);
    return arrival_token(phase);
  }

  /// Waits until the phase of `arrival` is over.
  void wait(arrival_token&& arrival,
            std::source_location where = std::source_location::current()) const {
    face_.wait(arrival.phase_, where);
  }

  void arrive_and_wait(std::source_location where = std::source_location::current()) {
    face_.wait(arrive_once(false, where), where);
  }

  /// Arrives for the last time: the next phases expect one task less.
  void arrive_and_drop(std::source_location where = std::source_location::current()) {
    arrive_once(true, where);
  }

 private:
  static constexpr bool has_completion = !std::same_as<CompletionFunction, detail::no_completion>;

  std::uint64_t arrive_once(bool drops, std::source_location where) {
    const detail::barrier_face::arrival arrival = face_.arrive(drops, where);
    if constexpr (has_completion) {
      if (arrival.last) {
        completion_();
        face_.complete(where);
      }
    }
    return arrival.phase;
  }

  mutable detail::barrier_face face_;
  CompletionFunction completion_;
};

barrier(std::ptrdiff_t) -> barrier<>;
barrier(std::ptrdiff_t, const char*) -> barrier<>;
barrier(std::ptrdiff_t, std::string_view) -> barrier<>;

}  // namespace heddle
