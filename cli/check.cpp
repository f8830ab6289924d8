#include "checker/check.hpp"

#include <cstdlib>
#include <exception>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "cli/check_files.hpp"
#include "cli/dot_files.hpp"
#include "cli/isolation/recovery.hpp"
#include "cli/kept_failures.hpp"
#include "cli/native.hpp"
#include "cli/pattern.hpp"
#include "cli/progress.hpp"
#include "cli/report_folder.hpp"
#include "cli/report_printer.hpp"
#include "cli/search_plan.hpp"
#include "cli/signals.hpp"
#include "cli/subject.hpp"
#include "cli/verb_parser.hpp"
#include "cli/verbs.hpp"
#include "reports/text/labels.hpp"
#include "reports/text/text.hpp"

namespace heddle::cli {

namespace {

/// Programs that read results, and build servers, want the same from each run.
bool keeps_failures(const check_settings& settings) {
  const char* const server = std::getenv("CI");
  const bool on_server =
      server != nullptr && *server != '\0' && std::string_view{server} != "false";
  return !settings.no_failures && !settings.output.for_programs() && !on_server;
}

/// Checks models one after the other, as the settings want it.
class check_run {
 public:
  check_run(const check_settings& settings, const std::string& command)
      : settings_(settings),
        command_(command),
        text_(settings.output.text(command)),
        progress_(when_of(settings.progress)),
        isolation_(settings.isolation.settings()),
        keeps_(keeps_failures(settings)) {
    text_.outcomes = settings.outcomes;
    if (settings.html) pages_.emplace(*settings.html, command, settings.source_root);
  }

  exit_code over(const std::vector<const model*>& models) {
    for (const model* one : models) {
      if (interruption_.requested() || broken_) break;
      check_or_break(*one);
    }
    tell_all(models);
    if (broken_) std::rethrow_exception(broken_);
    if (interruption_.requested()) codes_.push_back(exit_code::interrupted);
    return most_important(codes_);
  }

 private:
  /// Whatever ends the run early, what was found before is told.
  void check_or_break(const model& subject) {
    try {
      check_one(subject);
    } catch (const command_error&) {
      broken_ = std::current_exception();
    } catch (const std::exception& error) {
      broken_ = std::current_exception();
      error_ = {std::string{subject.name()}, error.what()};
    }
  }

  void check_one(const model& subject) {
    search_plan plan = plan_for(subject, settings_);
    plan.check_options.interrupted = &interruption_.requested();
    plan.check_options.on_progress = [this](const checker::progress& now) {
      progress_.update(now);
    };
    plan.check_options.position = &isolation_.position();
    const std::vector<kept_failures::attempt> again = try_again(subject);
    progress_.begin(subject.name());
    checker::result found = search_safely(subject, plan);
    progress_.clear();
    if (keeps_) failures_.keep(found, again);
    if (settings_.no_expect) forget_expectations(found);
    codes_.push_back(code_of(found, strictness_of(settings_)));
    results_.push_back(std::move(found));
    const checker::result& kept = results_.back();
    if (pages_ && !kept.findings.empty()) {
      const auto tree = tree_of(subject, plan, kept, isolation_);
      pages_->add(kept, tree ? &*tree : nullptr);
    }
    if (settings_.output.prints_text()) printer_.print_report(reports::model_report(kept, text_));
    write_graphs(kept);
  }

  checker::result search_safely(const model& subject, const search_plan& plan) {
    const auto search = [&] {
      const auto strategy = checker::make_strategy(plan.strategy, plan.strategy_options);
      return checker::check(subject, *strategy, plan.check_options);
    };
    const auto recover = [&](const crash_note& note) {
      progress_.clear_of_others();
      return recover_check(subject, plan, note, isolation_);
    };
    return isolation_.run<checker::result>(search, recover);
  }

  /// What failed before comes first; it is in no count, but a failure all the same.
  std::vector<kept_failures::attempt> try_again(const model& subject) {
    if (!keeps_ || !failures_.knows(subject)) return {};
    // What crashes now is found by the search.
    using attempts_made = std::vector<kept_failures::attempt>;
    attempts_made attempts =
        isolation_.run<attempts_made>([&] { return failures_.try_again(subject); },
                                      [](const crash_note&) { return attempts_made{}; });
    if (!attempts.empty()) printer_.print_report(attempts_report(subject, attempts, text_));
    for (const kept_failures::attempt& made : attempts)
      for (const checker::finding& one : made.findings) codes_.push_back(code_of(one.kind));
    return attempts;
  }

  void write_graphs(const checker::result& found) {
    if (settings_.dot.empty()) return;
    for (const std::string& file : write_dot_files(settings_.dot, found))
      if (settings_.output.prints_text()) print(reports::labelled("Graph", file, text_));
  }

  static void forget_expectations(checker::result& found) {
    found.missing.clear();
    for (checker::finding& one : found.findings) one.expected = false;
  }

  void tell_all(const std::vector<const model*>& models) {
    reports::checked_run run{
        .results = results_, .error = error_, .demands = strictness_of(settings_)};
    for (std::size_t next = results_.size() + (error_ ? 1 : 0); next < models.size(); ++next)
      run.not_run.emplace_back(models[next]->name());
    const std::optional<command_error> unwritten =
        write_check_files(run, settings_.output, command_);
    if (settings_.output.prints_text() && models.size() > 1)
      print("\n" + reports::summary(results_, models.size() - results_.size(), text_));
    if (pages_) pages_->finish(results_);
    if (unwritten) throw *unwritten;
  }

  const check_settings& settings_;
  const std::string& command_;
  reports::text_options text_;
  progress_line progress_;
  interruption interruption_;
  isolation isolation_;
  report_printer printer_;
  kept_failures failures_;
  std::optional<report_folder> pages_;
  bool keeps_;
  std::vector<checker::result> results_;
  std::vector<exit_code> codes_;
  std::exception_ptr broken_;
  std::optional<reports::check_error> error_;
};

}  // namespace

exit_code run_check(const invocation& call) {
  check_settings settings;
  verb_parser parser{"check"};
  add_check_options(parser, settings);
  parser.parse(call.arguments);
  require_consistent(settings);
  const std::vector<const model*> models = select_models(settings.patterns);
  require_check_files(settings.output);
  if (!settings.dot.empty()) require_folder(settings.dot);
  if (settings.native) return check_natively(settings, call.command, models);
  return check_run{settings, call.command}.over(models);
}

}  // namespace heddle::cli
