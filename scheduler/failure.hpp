#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <utility>

#include "scheduler/location.hpp"
#include "scheduler/operation.hpp"
#include "scheduler/task_set.hpp"

namespace heddle::scheduler {

/// What can go wrong within one execution as the scheduler itself sees it. (Whether a stuck end is
/// a deadlock, and of which kind, is for the detectors to say.)
enum class failure_kind : std::uint8_t {
  check,           ///< `heddle::check` of something false
  exception,       ///< an exception left a task
  misuse,          ///< see `scheduler::misuse`
  nondeterminism,  ///< a replayed prefix went differently
};

/// One thing that went wrong, at one event of one task.
struct failure {
  failure_kind kind = failure_kind::check;
  misuse what = misuse::none;
  task_index task = no_task;
  /// The object of a misuse, if any.
  object_index object = no_object;
  /// How many events had been done.
  std::uint32_t step = 0;
  code_site site{};
  /// The message of a check; type and text of an exception; both sides of a divergence.
  std::string text;
  /// The task that a misuse is about: joined twice, still joinable.
  task_index other = no_task;
};

/// Thrown through a task that has failed, so that it unwinds as with any exception. Not a
/// `std::exception`, so that models which catch these do not stop it. Models must not swallow it
/// with `catch (...)`.
struct task_ended {};

/// A use of heddle that no model can answer for: an operation outside an execution, a checker
/// given options that contradict each other. `what()` says what to do.
class usage_error : public std::exception {
 public:
  explicit usage_error(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

 private:
  std::string text_;
};

}  // namespace heddle::scheduler
