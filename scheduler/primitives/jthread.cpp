#include "scheduler/primitives/jthread.hpp"

namespace heddle {

std::string detail::name_of_stop(std::string_view task) {
  const scheduler::runtime& here = scheduler::current();
  if (!here.recording() || task.empty()) return {};
  return std::string(task) + ".stop";
}

jthread::~jthread() { stop_and_join(); }

jthread& jthread::operator=(jthread&& other) noexcept {
  if (this == &other) return *this;
  stop_and_join();
  source_ = std::move(other.source_);
  task_ = std::move(other.task_);
  return *this;
}

void jthread::swap(jthread& other) noexcept {
  source_.swap(other.source_);
  task_.swap(other.task_);
}

void jthread::stop_and_join() noexcept {
  if (!task_.joinable()) return;
  try {
    source_.request_stop();
  } catch (const scheduler::task_ended&) {
    // The execution is over; the task ends at its next operation.
  }
  task_.join_if_joinable();
}

}  // namespace heddle
