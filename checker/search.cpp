#include "checker/search.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checker/liveness/lasso_probe.hpp"
#include "checker/lock_order/telling.hpp"
#include "checker/recorded_run.hpp"

namespace heddle::checker {
namespace {

using scheduler::ending;

/// How much may happen between two looks at the clock, which costs as much as an event.
constexpr std::uint64_t runs_between_looks = 16;
constexpr std::uint64_t events_between_looks = 10'000;

/// Samples, which share no prefixes, are repeated so often: less than two in a hundred.
constexpr std::uint64_t runs_between_repetitions = 64;

void bound(coverage& covered, std::string reason) {
  if (covered.kind == coverage_kind::complete) covered.kind = coverage_kind::bounded;
  covered.reasons.push_back(std::move(reason));
}

/// Whether the scheduler ended the execution because it had grown too large.
bool went_beyond_limits(const finished_run& run) {
  return std::any_of(run.failures.begin(), run.failures.end(), [](const auto& one) {
    return one.what == scheduler::misuse::too_many_tasks ||
           one.what == scheduler::misuse::too_many_objects ||
           one.what == scheduler::misuse::too_many_events;
  });
}

double seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

search::search(std::string_view name, const std::function<void()>& body, strategy& how,
               const check_options& options)
    : name_(name),
      body_(body),
      how_(how),
      options_(options),
      runtime_(options.execution, how.places()),
      findings_(name, options.max_findings),
      traces_(how.seed() ? options.compared_traces : 0),
      predictions_(name_),
      started_(clock::now()),
      reported_(started_) {
  total_.model = name_;
  total_.strategy = how.name();
  total_.has_seed = how.seed().has_value();
  total_.seed = how.seed().value_or(0);
  total_.depth = how.depth();
  total_.options = options.execution;
}

result search::run(std::span<const expectation> expect) {
  while (how_.next()) {
    stopped_because_ = reason_to_stop();
    if (!stopped_because_.empty()) break;
    run_next();
    const bool sampled = how_.seed().has_value();
    if (runs_ == 1 || (sampled && runs_ % runs_between_repetitions == 0)) repeat_last();
  }
  total_.seconds = seconds(clock::now() - started_);
  total_.covered = final_coverage();
  tell_sample();
  total_.outcomes = outcomes_.take();
  const std::vector<settled_prediction> settled = settle_predictions();
  if (options_.shrink.enabled && !nondeterministic_) findings_.shrink(body_, options_.shrink);
  total_.findings = findings_.tell(body_);
  tell_lock_orders(settled, predictions_.executions(), body_, total_);
  total_.missing = apply_expectations(expect, total_.findings);
  return std::move(total_);
}

/// What has become of the deadlocks that lock orders predict: the search has seen them, or has seen
/// all and not them, or they are looked for now.
std::vector<settled_prediction> search::settle_predictions() {
  if (nondeterministic_) return {};
  std::vector<settled_prediction> all;
  // With races, schedules that differ in plain accesses only may do other things.
  const bool hidden_races = options_.execution.plain == scheduler::plain_mode::invisible &&
                            findings_.has(finding_kind::data_race);
  const bool complete = total_.covered.kind == coverage_kind::complete && !hidden_races;
  for (prediction& each : predictions_.all()) {
    const std::uint64_t key = each.key;
    settled_prediction& one = all.emplace_back(settled_prediction{std::move(each)});
    if (one.what.broken) {
      one.status = lock_order_status::broken;
    } else if (predictions_.has_happened(key)) {
      one.status = lock_order_status::confirmed;
    } else if (complete && !predictions_.has_happened_beside_failure(key)) {
      one.status = lock_order_status::refuted;
      one.executions = total_.executions;
    }
  }
  if (complete || !may_direct()) return all;
  const direction_options& budget = options_.direction;
  const bool longer = how_.seed() || runs_ < budget.executions * budget.times_for_complete;
  direction(body_, options_.execution, budget, options_.interrupted)
      .run(all, longer && !hidden_races,
           [this](std::span<const symptom> deadlocks, const finished_run& run) {
             for (const symptom& each : deadlocks)
               if (!findings_.has(each.key)) findings_.add({&each, 1}, run, nullptr);
           });
  return all;
}

/// Who wants to stop, or has what they were looking for, is not to wait for more. Nor does who has
/// set a bound to schedules want those beyond it.
bool search::may_direct() const {
  const bool has_enough = options_.stop == stop_at::first && findings_.size() > 0;
  const bool is_bounded = how_.covered().kind == coverage_kind::bounded;
  return !has_enough && !is_bounded && stopped_because_ != "interrupted";
}

void search::tell_sample() {
  total_.parameters = how_.parameters();
  total_.guarantee = how_.guarantee();
  if (const trace_counts counts = traces_.count(); counts.executions > 0) total_.traces = counts;
}

void search::run_next() {
  runtime_.run(main_task(body_), how_, how_.repeated_events());
  ++runs_;
  if (options_.position != nullptr) options_.position->runs = runs_;
  total_.events += runtime_.events().size();
  how_.finished(runtime_);
  if (!how_.repeats()) judge(view_of(runtime_));
  if (how_.begins_again()) start_over();
}

/// Forgets what was found and counted, but for the work it took.
void search::start_over() {
  total_.executions = total_.blocked = total_.truncated = total_.pruned = 0;
  total_.deadlocked = total_.failed = 0;
  nondeterministic_ = steps_reached_ = beyond_limits_ = clock_read_ = false;
  spin_rounds_ = 0;
  findings_ = finding_table(name_, options_.max_findings);
  predictions_ = lock_predictions(name_);
  lassos_ = {};
  probed_ = memory_.loops_seen = false;
  outcomes_ = {};
}

/// Runs the last schedule again: a model that depends on more than the schedule mostly shows it.
void search::repeat_last() {
  const ending how = runtime_.how();
  if (how == ending::given_up || how == ending::diverged) return;
  if (repetition_.same_again(runtime_, body_)) return;
  findings_.add_nondeterminism(repetition_.message(), repetition_.site(), repetition_.before(),
                               repetition_.sides());
  nondeterministic_ = true;
}

void search::judge(const finished_run& run) {
  count(run);
  predictions_.look(run);
  seen_.clear();
  memory_.look_for_lassos = lassos_.worth_looking(run);
  detect_all(run, memory_, seen_);
  if (memory_.look_for_lassos) look_for_lassos(run);
  if (seen_.empty()) return;
  findings_.add(seen_, run, &how_);
  nondeterministic_ = nondeterministic_ || std::any_of(seen_.begin(), seen_.end(), [](auto& one) {
                        return one.kind == finding_kind::nondeterminism;
                      });
}

/// Keeps of the candidates in a run those that are endless; at the first sign of a loop, more runs
/// are looked into.
void search::look_for_lassos(const finished_run& run) {
  lassos_.keep_endless(body_, run, seen_);
  if (!memory_.loops_seen || probed_) return;
  probed_ = true;
  probe_for_lassos(body_, options_.execution, lassos_,
                   [this](std::vector<symptom>& seen, const finished_run& probe) {
                     findings_.add(seen, probe, nullptr);
                   });
}

void search::count(const finished_run& run) {
  clock_read_ = clock_read_ || runtime_.clock_read();
  spin_rounds_ = std::max(spin_rounds_, runtime_.spin_rounds_followed());
  steps_reached_ = steps_reached_ || runtime_.steps_reached();
  if (went_beyond_limits(run)) {
    beyond_limits_ = true;
    ++total_.truncated;
    return;
  }
  const bool deadlocked = run.how == ending::stuck && run.failures.empty();
  switch (run.how) {
    case ending::completed:
    case ending::stuck:
      ++total_.executions;
      if (!run.failures.empty()) ++total_.failed;
      if (deadlocked) ++total_.deadlocked;
      add_outcome(run, deadlocked);
      traces_.add(run);
      break;
    case ending::pruned:
      ++total_.pruned;
      break;
    case ending::truncated:
      ++total_.truncated;
      break;
    case ending::given_up:
      ++total_.blocked;
      break;
    case ending::diverged:
      break;
  }
}

void search::add_outcome(const finished_run& run, bool deadlocked) {
  if (!outcomes_.add(runtime_.observations(), deadlocked)) return;
  outcomes_.last().token = to_string(token_of(name_, run));
}

/// Why the search should end here; empty if it should not.
std::string search::reason_to_stop() {
  look_at_clock();
  if (nondeterministic_) return "the model is not deterministic";
  if (options_.stop == stop_at::first && findings_.size() > 0)
    return "stopped at the first finding";
  if (options_.interrupted != nullptr && options_.interrupted->load(std::memory_order_relaxed))
    return "interrupted";
  if (options_.max_executions != 0 && runs_ >= options_.max_executions)
    return fmt::format("{} executions", runs_);
  if (options_.max_duration && elapsed_ >= *options_.max_duration)
    return fmt::format("{:.3g} s", seconds(*options_.max_duration));
  return {};
}

void search::look_at_clock() {
  if (!options_.max_duration && !options_.on_progress) return;
  if (runs_ - runs_at_look_ < runs_between_looks &&
      total_.events - events_at_look_ < events_between_looks)
    return;
  runs_at_look_ = runs_;
  events_at_look_ = total_.events;
  const clock::time_point now = clock::now();
  elapsed_ = now - started_;
  if (!options_.on_progress || now - reported_ < options_.progress_interval) return;
  reported_ = now;
  report_progress();
}

void search::report_progress() {
  options_.on_progress({.executions = runs_,
                        .events = total_.events,
                        .findings = findings_.size(),
                        .seconds = seconds(elapsed_),
                        .share = how_.progress()});
}

coverage search::final_coverage() const {
  coverage covered = how_.covered();
  if (steps_reached_) bound(covered, fmt::format("steps {}", options_.execution.steps));
  if (spin_rounds_ > 0)
    bound(covered, fmt::format("at most {} equal rounds of a spin loop", spin_rounds_));
  if (beyond_limits_) bound(covered, "the limits of the scheduler");
  if (clock_read_ && options_.execution.time == scheduler::time_mode::any)
    bound(covered, "clock read");
  std::string reason = stopped_because_;
  if (reason.empty() && nondeterministic_) reason = "the model is not deterministic";
  if (!reason.empty()) {
    covered.kind = coverage_kind::interrupted;
    covered.reasons.push_back(std::move(reason));
  }
  return covered;
}

}  // namespace heddle::checker
