#include "cli/native_run.hpp"

#include <string.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/child_process.hpp"
#include "scheduler/native_runtime.hpp"

namespace heddle::cli {

namespace {

using checker::native_ending;
using checker::native_failure;
using checker::native_record;
using nlohmann::json;
using namespace std::chrono_literals;

/// A child that is stuck as a whole is given so much longer to say what it has seen.
constexpr std::chrono::milliseconds grace = 500ms;

finding_kind kind_of(scheduler::failure_kind kind) {
  switch (kind) {
    case scheduler::failure_kind::check:
      return finding_kind::invariant;
    case scheduler::failure_kind::exception:
      return finding_kind::exception;
    case scheduler::failure_kind::misuse:
      return finding_kind::misuse;
    case scheduler::failure_kind::nondeterminism:
      return finding_kind::nondeterminism;
  }
  return finding_kind::misuse;
}

json failure_json(const scheduler::failure& from) {
  const scheduler::source_line where = scheduler::resolve(from.site);
  json one;
  one["kind"] = static_cast<int>(kind_of(from.kind));
  one["text"] = from.text;
  one["file"] = where.file;
  one["line"] = where.line;
  one["function"] = where.function;
  return one;
}

json result_json(const scheduler::native_result& from) {
  json whole;
  whole["how"] = static_cast<int>(!from.finished   ? native_ending::cut_off
                                  : from.discarded ? native_ending::discarded
                                                   : native_ending::finished);
  whole["outcome"] = from.outcome;
  whole["failures"] = json::array();
  for (const scheduler::failure& each : from.failures)
    whole["failures"].push_back(failure_json(each));
  return whole;
}

/// In the child: runs the model and says what came of it.
json run_here(const model& subject, const native_run_options& options) {
  scheduler::task_entry entry;
  std::function<void()> body = subject.body();
  entry.context = &body;
  entry.run = [](void* context) { (*static_cast<std::function<void()>*>(context))(); };
  try {
    return result_json(scheduler::native_runtime::run(entry, {.time_scale = options.time_scale,
                                                              .seed = options.seed,
                                                              .wait_at_most = options.time_limit}));
  } catch (const scheduler::usage_error& error) {
    return {{"how", static_cast<int>(native_ending::refused)}, {"reason", error.what()}};
  }
}

void read_result(const std::string& sent, native_record& into) {
  const json whole = json::parse(sent);
  into.how = static_cast<native_ending>(whole.at("how").get<int>());
  into.reason = whole.value("reason", "");
  into.outcome = whole.value("outcome", std::map<std::string, std::string>{});
  for (const json& each : whole.value("failures", json::array()))
    into.failures.push_back({.kind = static_cast<finding_kind>(each.at("kind").get<int>()),
                             .message = each.at("text"),
                             .where = {each.at("file"), each.at("line"), each.at("function")}});
}

void crash(native_record& into, std::string how) {
  into.how = native_ending::crashed;
  into.failures.push_back({finding_kind::crash, how, {}});
  into.reason = std::move(how);
}

std::string signal_text(int signal) {
  return fmt::format("{} (SIG{})", strsignal(signal), sigabbrev_np(signal));
}

void read_child(const child_result& child, native_record& into) {
  switch (child.how) {
    case child_ending::done:
      return read_result(child.sent, into);
    case child_ending::left:
      return crash(into,
                   fmt::format("the model ended its process with exit code {}", child.exit_code));
    case child_ending::signalled:
      return crash(into, signal_text(child.signal));
    case child_ending::timed_out:
    case child_ending::interrupted:
      into.how = native_ending::cut_off;
      return;
  }
}

}  // namespace

std::optional<native_record> run_natively(const model& subject, const native_run_options& options) {
  native_record record;
  record.model = subject.name();
  record.time_scale = options.time_scale;
  record.time_limit = options.time_limit;
  const auto begin = std::chrono::steady_clock::now();
  const child_result child = run_in_child(
      [&](const child_output& output) {
        output.send(
            run_here(subject, options).dump(-1, ' ', false, json::error_handler_t::replace));
      },
      {.time = options.time_limit + grace, .interrupted = options.interrupted});
  if (child.how == child_ending::interrupted) return std::nullopt;
  record.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  read_child(child, record);
  checker::apply_expectations(subject.expect(), record);
  return record;
}

}  // namespace heddle::cli
