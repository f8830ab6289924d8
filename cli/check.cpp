#include "checker/check.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/options.hpp"
#include "cli/pattern.hpp"
#include "cli/progress.hpp"
#include "cli/signals.hpp"
#include "cli/verbs.hpp"
#include "reports/json.hpp"
#include "reports/text.hpp"

namespace heddle::cli {

namespace {

/// Prints reports of models one after the other: an empty line around those longer than a line.
class report_printer {
 public:
  void print_report(const std::string& text) {
    const bool is_long = std::ranges::count(text, '\n') > 2;
    if (any_ && (is_long || last_was_long_)) print("\n");
    print(text);
    any_ = true;
    last_was_long_ = is_long;
  }

 private:
  bool any_ = false;
  bool last_was_long_ = false;
};

/// Checks models one after the other, as the settings want it.
class check_run {
 public:
  check_run(const check_settings& settings, const std::string& command)
      : settings_(settings),
        text_(settings.output.text(command)),
        progress_(when_of(settings.progress)) {
    text_.outcomes = settings.outcomes;
  }

  exit_code over(const std::vector<const model*>& models) {
    for (const model* one : models) {
      if (interruption_.requested()) break;
      check_one(*one);
    }
    tell_all(models.size());
    if (interruption_.requested()) codes_.push_back(exit_code::interrupted);
    return most_important(codes_);
  }

 private:
  void check_one(const model& subject) {
    search_plan plan = plan_for(subject, settings_);
    plan.check_options.interrupted = &interruption_.requested();
    plan.check_options.on_progress = [this](const checker::progress& now) {
      progress_.update(now);
    };
    const auto strategy = checker::make_strategy(plan.strategy, plan.strategy_options);
    progress_.begin(subject.name());
    checker::result found = checker::check(subject, *strategy, plan.check_options);
    progress_.clear();
    if (settings_.no_expect) forget_expectations(found);
    codes_.push_back(code_of(found, strictness_of(settings_)));
    if (settings_.output.prints_text()) printer_.print_report(reports::model_report(found, text_));
    results_.push_back(std::move(found));
  }

  static void forget_expectations(checker::result& found) {
    found.missing.clear();
    for (checker::finding& one : found.findings) one.expected = false;
  }

  void tell_all(std::size_t models) {
    if (settings_.output.prints_text() && models > 1)
      print("\n" + reports::summary(results_, models - results_.size(), text_));
    if (settings_.output.json) write_file(*settings_.output.json, reports::results_json(results_));
  }

  const check_settings& settings_;
  reports::text_options text_;
  progress_line progress_;
  interruption interruption_;
  report_printer printer_;
  std::vector<checker::result> results_;
  std::vector<exit_code> codes_;
};

}  // namespace

exit_code run_check(const invocation& call) {
  check_settings settings;
  verb_parser parser{"check"};
  add_check_options(parser, settings);
  parse(parser, call.arguments);
  require_consistent(settings);
  const std::vector<const model*> models = select_models(settings.patterns);
  if (settings.output.json) require_writable(*settings.output.json);
  return check_run{settings, call.command}.over(models);
}

}  // namespace heddle::cli
