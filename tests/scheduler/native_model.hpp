#pragma once

#include <functional>
#include <string>
#include <utility>

#include "scheduler/native_runtime.hpp"

/// What tests of native runs are written with: tasks and objects without the faces that users see.
namespace native_model {

using namespace heddle::scheduler;

/// Runs a function as a native model.
inline native_result run(std::function<void()> body, const native_options& options = {}) {
  task_entry entry;
  entry.context = &body;
  entry.run = [](void* context) { (*static_cast<std::function<void()>*>(context))(); };
  return native_runtime::run(entry, options);
}

/// A thread that joins in its destructor.
class task {
 public:
  explicit task(std::function<void()> body) {
    task_entry entry;
    entry.context = &body;
    entry.run = [](void* context) {
      const std::function<void()> mine = std::move(*static_cast<std::function<void()>*>(context));
      current().entered();
      mine();
    };
    handle_ = current().spawn(entry);
  }
  task(const task&) = delete;
  task& operator=(const task&) = delete;
  ~task() {
    if (joinable_) join();
  }

  void join() {
    joinable_ = false;
    current().join(handle_, {});
  }
  void detach() {
    joinable_ = false;
    current().detach(handle_);
  }
  task_handle& handle() { return handle_; }

 private:
  task_handle handle_;
  bool joinable_ = true;
};

/// Any primitive, with operations by name.
class object {
 public:
  explicit object(object_description description) : handle_(description) {}
  explicit object(object_kind kind, std::string_view name = {}) : object(described(kind, name)) {}

  static object_description described(object_kind kind, std::string_view name = {}) {
    object_description made;
    made.kind = kind;
    made.name = name;
    return made;
  }

  result perform(operation what) { return current().perform(what, handle_); }
  result perform(operation what, object& second) {
    return current().perform(what, handle_, second.handle_);
  }
  result perform(operation what, transfer with) { return current().perform(what, handle_, with); }
  object_handle& handle() { return handle_; }

 private:
  object_handle handle_;
};

inline operation blocking(operation_kind kind, std::uint64_t argument = 0) {
  operation made{kind};
  made.argument = argument;
  return made;
}
inline operation attempt(operation_kind kind, std::uint64_t argument = 0) {
  operation made = blocking(kind, argument);
  made.timing = patience::attempt;
  return made;
}
/// Gives up after a duration of virtual time.
inline operation timed(operation_kind kind, virtual_time duration, std::uint64_t argument = 0) {
  operation made = blocking(kind, argument);
  made.timing = patience::timed;
  made.deadline = current().deadline_after(duration);
  return made;
}

/// What a run observed under a name; empty if nothing.
inline std::string observed(const native_result& from, const std::string& name) {
  const auto found = from.outcome.find(name);
  return found == from.outcome.end() ? "" : found->second;
}

}  // namespace native_model
