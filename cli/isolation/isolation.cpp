#include "cli/isolation/isolation.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <string_view>

#include "cli/exit_code.hpp"
#include "cli/isolation/crash_watch.hpp"
#include "cli/isolation/spare.hpp"
#include "scheduler/failure.hpp"

namespace heddle::cli {

namespace {

/// What comes before a message.
constexpr char result_follows = 'r';
constexpr char error_follows = 'e';

void hand_over(void* context) {
  const auto& second = *static_cast<const spare*>(context);
  if (second.waits()) second.take_over();
  constexpr std::string_view text = "heddle: the model crashed, and there is no process to tell\n";
  static_cast<void>(!write(STDERR_FILENO, text.data(), text.size()));
  _exit(static_cast<int>(exit_code::crash));
}

void leave(void*) { _exit(static_cast<int>(exit_code::crash)); }

/// A process that could not even say what happened to it.
crash_note silent_end(int status) {
  crash_note note;
  if (WIFSIGNALED(status))
    note.what = {checker::crash_kind::killed, WTERMSIG(status), {}};
  else
    note.what = {checker::crash_kind::exit, WEXITSTATUS(status), {}};
  return note;
}

}  // namespace

std::optional<crash_note> isolation::here(const std::function<void()>& work) {
  box_.clear();
  spare second;
  if (second.took_over()) return box_.read();
  const crash_watch watch(box_, settings_.patience, hand_over, &second);
  work();
  return std::nullopt;
}

isolation::outcome isolation::in_child(voice how, const std::function<std::string()>& work) {
  return in_child(how, [&work](const send_function& send) { send(work()); });
}

isolation::outcome isolation::in_child(voice how,
                                       const std::function<void(const send_function&)>& work) {
  box_.clear();
  const child_report heard = run_apart(how, [&](const send_function& send) {
    const crash_watch watch(box_, settings_.patience, leave, nullptr);
    try {
      work([&send](const std::string& bytes) { send(result_follows + bytes); });
    } catch (const std::exception& error) {
      send(error_follows + std::string(error.what()));
    }
  });
  outcome found;
  const std::string message = heard.message.value_or("");
  if (message.starts_with(error_follows)) throw scheduler::usage_error(message.substr(1));
  if (!message.empty()) found.bytes = message.substr(1);
  if (heard.finished) return found;
  const std::uint64_t runs = box_.position().runs;
  found.crashed = box_.read().value_or(silent_end(heard.status));
  found.crashed->runs = runs;
  return found;
}

}  // namespace heddle::cli
