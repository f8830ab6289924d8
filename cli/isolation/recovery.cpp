#include "cli/isolation/recovery.hpp"

#include <atomic>
#include <string_view>
#include <utility>

#include "checker/crashes/crash_evidence.hpp"
#include "checker/finding_table.hpp"

namespace heddle::cli {

namespace {

using checker::crash_kind;
using checker::finding;

/// A schedule under which a model crashes.
struct crashing_schedule {
  checker::crash what;
  const void* instruction = nullptr;
  cut_execution cut;
  checker::token token;
};

crashing_schedule schedule_of(const model& subject, const crash_note& note) {
  crashing_schedule found{note.what, note.instruction, *note.execution, {}};
  found.token = checker::token_of(subject.name(), found.cut.view());
  return found;
}

bool same_crash(const crashing_schedule& left, const crash_note& right) {
  return right.execution && left.what.kind == right.what.kind &&
         left.what.number == right.what.number && left.what.text == right.what.text &&
         left.instruction == right.instruction;
}

bool is_ours(const scheduler::source_line& where) {
  const auto in = [&](std::string_view folder) { return where.file.starts_with(folder); };
  return in("scheduler/") || in("checker/") || in("cli/");
}

/// The line of the model that failed; unknown if it is in a library.
scheduler::source_line line_of(const void* instruction) {
  if (instruction == nullptr) return {};
  // Looked up are return addresses, which stand behind the call.
  const void* const behind = static_cast<const char*>(instruction) + 1;
  const auto where = scheduler::resolve(scheduler::code_site::called_from(behind));
  return is_ours(where) ? scheduler::source_line{} : where;
}

/// Replays a crash, and tells it.
finding tell(const model& subject, const crashing_schedule& schedule, isolation& how) {
  const auto record = [&](const send_function& send) {
    checker::record_until_crash(
        subject.body(), schedule.token, schedule.cut.events.size(),
        [&](const scheduler::execution& told) { send(checker::to_bytes(told)); });
  };
  const isolation::outcome heard = how.in_child(voice::silent, record);
  const auto told = heard.bytes.empty() ? scheduler::execution{}
                                        : checker::from_bytes<scheduler::execution>(heard.bytes);
  finding found = checker::finding_of(schedule.what, schedule.cut.view(), schedule.cut.task, told,
                                      line_of(schedule.instruction));
  found.token = checker::to_string(schedule.token);
  found.occurrences = 1;
  found.crash->again = heard.crashed && same_crash(schedule, *heard.crashed);
  return found;
}

/// A crash outside of any execution: there is no schedule to tell.
finding tell_without_schedule(const crash_note& note) {
  finding found = checker::finding_of(note.what, {}, scheduler::no_task, {}, {});
  found.occurrences = 1;
  return found;
}

/// Goes through all schedules with fewer preemptions, until one crashes in the same way.
checker::shrinking shrink(const model& subject, crashing_schedule& schedule,
                          const checker::shrink_options& budget, isolation& how) {
  checker::shrinking done{.proved = schedule.cut.preemptions == 0,
                          .preemptions_before = schedule.cut.preemptions,
                          .steps_before = schedule.cut.events.size()};
  if (done.proved) return done;
  const auto look = [&] {
    checker::strategy_options fewer;
    fewer.bound = {checker::bounded_by::preemptions, 0, schedule.cut.preemptions - 1};
    checker::check_options options;
    options.execution = schedule.cut.options;
    options.max_executions = budget.executions;
    options.shrink.enabled = false;
    const auto all = checker::make_strategy("dfs", fewer);
    return checker::to_bytes(
        checker::check(subject.name(), subject.body(), *all, options).covered.kind);
  };
  const isolation::outcome heard = how.in_child(voice::silent, look);
  if (!heard.crashed) {
    const auto seen = checker::from_bytes<checker::coverage_kind>(heard.bytes);
    done.proved = seen != checker::coverage_kind::interrupted;
  } else if (same_crash(schedule, *heard.crashed)) {
    schedule = schedule_of(subject, *heard.crashed);
    done.proved = true;
  }
  return done;
}

finding tell_and_shrink(const model& subject, const crash_note& note,
                        const checker::shrink_options& budget, isolation& how) {
  if (!note.execution) return tell_without_schedule(note);
  crashing_schedule schedule = schedule_of(subject, note);
  finding as_met = tell(subject, schedule, how);
  if (!budget.enabled || !as_met.crash->again) return as_met;
  const checker::shrinking done = shrink(subject, schedule, budget, how);
  if (schedule.token.decisions == checker::parse_token(as_met.token).decisions) {
    as_met.shrunk = done;
    return as_met;
  }
  finding smaller = tell(subject, schedule, how);
  smaller.shrunk = done;
  return smaller.crash->again ? smaller : as_met;
}

/// What a search saw before its execution number `runs`; nothing if even that crashes.
std::optional<checker::result> search_until(const model& subject, search_plan plan,
                                            std::uint64_t runs, isolation& how) {
  plan.check_options.max_executions = runs;
  plan.check_options.position = nullptr;
  const isolation::outcome heard = how.in_child(voice::heard, [&] {
    const auto strategy = checker::make_strategy(plan.strategy, plan.strategy_options);
    return checker::to_bytes(checker::check(subject, *strategy, plan.check_options));
  });
  if (heard.crashed) return std::nullopt;
  return checker::from_bytes<checker::result>(heard.bytes);
}

/// A search that has not begun.
checker::result no_search(const model& subject, search_plan plan) {
  const std::atomic<bool> at_once{true};
  plan.check_options.interrupted = &at_once;
  const auto strategy = checker::make_strategy(plan.strategy, plan.strategy_options);
  return checker::check(subject, *strategy, plan.check_options);
}

checker::result searched_before(const model& subject, const search_plan& plan, std::uint64_t runs,
                                isolation& how) {
  if (runs == 0) return no_search(subject, plan);
  if (auto found = search_until(subject, plan, runs, how)) return std::move(*found);
  // Shrinking looks at other schedules, which may crash where the search did not.
  search_plan unshrunk = plan;
  unshrunk.check_options.shrink.enabled = false;
  if (auto found = search_until(subject, unshrunk, runs, how)) return std::move(*found);
  return no_search(subject, plan);
}

std::string reason_of(const checker::crash& what) {
  return what.kind == crash_kind::endless_loop ? "ended by an endless loop" : "ended by the crash";
}

/// The crash that a token stands for.
checker::replay_result recover_replay(const model& subject, const checker::token& what,
                                      checker::replay_mode mode, const crash_note& note,
                                      isolation& how) {
  checker::replay_result replayed;
  replayed.mode = mode;
  replayed.token = checker::to_string(what);
  replayed.found.model = subject.name();
  replayed.found.strategy = "replay";
  replayed.found.options = what.options;
  replayed.found.covered = {checker::coverage_kind::bounded, {"one execution"}};
  finding crash =
      note.execution ? tell(subject, schedule_of(subject, note), how) : tell_without_schedule(note);
  crash.token = replayed.token;
  replayed.execution = crash.execution;
  replayed.found.events = crash.execution.steps.size();
  replayed.found.findings.push_back(std::move(crash));
  checker::apply_expectations(subject.expect(), replayed.found.findings);
  return replayed;
}

}  // namespace

checker::result recover_check(const model& subject, const search_plan& plan, const crash_note& note,
                              isolation& how) {
  checker::result found = searched_before(subject, plan, note.runs, how);
  finding crash = tell_and_shrink(subject, note, plan.check_options.shrink, how);
  found.findings.insert(found.findings.begin(), std::move(crash));
  found.covered = {checker::coverage_kind::interrupted, {reason_of(note.what)}};
  found.missing = checker::apply_expectations(subject.expect(), found.findings);
  return found;
}

checker::replay_result replay_safely(const model& subject, const checker::token& what,
                                     checker::replay_mode mode,
                                     const isolation_settings& settings) {
  isolation safely{settings};
  return safely.run<checker::replay_result>(
      [&] { return checker::replay(subject, what, mode); },
      [&](const crash_note& note) { return recover_replay(subject, what, mode, note, safely); });
}

checker::shrink_result recover_shrink(const model& subject, const checker::token& what,
                                      const checker::shrink_options& budget, const crash_note& note,
                                      isolation& how) {
  checker::shrink_result shrunk;
  shrunk.given = checker::to_string(what);
  shrunk.found.model = subject.name();
  shrunk.found.strategy = "shrink";
  shrunk.found.options = what.options;
  shrunk.found.covered = {checker::coverage_kind::bounded, {"one execution"}};
  shrunk.found.findings.push_back(tell_and_shrink(subject, note, budget, how));
  checker::apply_expectations(subject.expect(), shrunk.found.findings);
  return shrunk;
}

}  // namespace heddle::cli
