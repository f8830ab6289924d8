#include "cli/native.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/arguments.hpp"
#include "cli/errors.hpp"
#include "cli/native_run.hpp"
#include "cli/report_printer.hpp"
#include "cli/search_plan.hpp"
#include "cli/signals.hpp"
#include "reports/text/native.hpp"

namespace heddle::cli {

namespace {

using checker::native_ending;
using checker::native_failure;
using checker::native_record;

CLI::Validator a_time_scale() {
  return CLI::Validator{
      [](std::string& value) -> std::string {
        double scale = 0;
        if (CLI::detail::lexical_cast(value, scale) && scale >= 1e-9 && scale <= 1e3) return "";
        return fmt::format("'{}' is no number from 0.000000001 to 1000", value);
      },
      ""};
}

/// The code of one run.
exit_code code_of_run(const native_record& from, const std::set<finding_kind>& fail_on) {
  std::vector<exit_code> codes;
  for (const native_failure& each : from.failures)
    if (!each.expected || fail_on.contains(each.kind)) codes.push_back(code_of(each.kind));
  if (from.how == native_ending::cut_off && from.declared_reason.empty())
    codes.push_back(exit_code::deadlock);
  if (!from.counts()) codes.push_back(exit_code::not_complete);
  return most_important(codes);
}

/// Runs models one after the other, as the settings want it.
class native_runs {
 public:
  native_runs(const check_settings& settings, const std::string& command)
      : settings_(settings), text_(settings.output.text(command)) {
    if (settings.time_scale) options_.time_scale = *settings.time_scale;
    if (settings.duration) options_.time_limit = parse_duration(*settings.duration).value();
    options_.interrupted = &interruption_.requested();
  }

  exit_code over(const std::vector<const model*>& models) {
    for (const model* one : models)
      if (!run_one(*one)) break;
    if (settings_.output.prints_text() && models.size() > 1)
      print("\n" + reports::native_summary(records_, models.size() - records_.size()));
    if (settings_.output.json) write_file(*settings_.output.json, reports::native_json(records_));
    if (interruption_.requested()) codes_.push_back(exit_code::interrupted);
    return most_important(codes_);
  }

 private:
  /// False if somebody asked to stop.
  bool run_one(const model& subject) {
    std::optional<native_record> record = run_natively(subject, options_);
    if (!record) return false;
    if (settings_.no_expect) checker::forget_expectations(*record);
    codes_.push_back(code_of_run(*record, strictness_of(settings_).fail_on));
    if (settings_.output.prints_text())
      printer_.print_report(reports::native_report(*record, text_));
    records_.push_back(std::move(*record));
    return !interruption_.requested();
  }

  const check_settings& settings_;
  reports::text_options text_;
  native_run_options options_;
  interruption interruption_;
  report_printer printer_;
  std::vector<native_record> records_;
  std::vector<exit_code> codes_;
};

}  // namespace

void add_native_options(CLI::App& parser, check_settings& into) {
  parser.add_flag(
      "--native", into.native,
      "Run each model once on real threads instead, in a process of its own that is cut "
      "off after --duration (default: off)");
  parser
      .add_option("--time-scale", into.time_scale,
                  fmt::format("With --native: real time for the model's time (default: {:g}, a "
                              "second takes a millisecond)",
                              native_run_options{}.time_scale))
      ->type_name("X")
      ->check(a_time_scale());
}

void require_native_consistent(const check_settings& settings) {
  if (!settings.native) {
    if (settings.time_scale) throw command_error{exit_code::usage, "--time-scale is for --native"};
    return;
  }
  const std::pair<bool, std::string_view> searching[] = {
      {settings.strategy.has_value(), "--strategy"},
      {settings.seed.has_value(), "--seed"},
      {settings.depth.has_value(), "--depth"},
      {settings.first.has_value(), "--first"},
      {settings.parameters.has_value(), "--parameters"},
      {settings.preemptions.has_value(), "--preemptions"},
      {settings.delays.has_value(), "--delays"},
      {settings.executions.has_value(), "--executions"},
      {settings.steps.has_value(), "--steps"},
      {settings.time.has_value(), "--time"},
      {settings.plain.has_value(), "--plain"},
      {settings.spurious, "--spurious"},
      {settings.stop != "all", "--stop"},
      {settings.directed.has_value(), "--directed"},
      {settings.no_shrink, "--no-shrink"},
      {settings.require_complete, "--require-complete"},
      {settings.outcomes, "--outcomes"},
      {settings.output.junit.has_value(), "--junit"},
      {settings.output.sarif.has_value(), "--sarif"},
      {settings.html.has_value(), "--html"}};
  for (const auto& [given, flag] : searching)
    if (given)
      throw command_error{
          exit_code::usage,
          fmt::format("{} is for searches; --native runs the model once, on real threads", flag)};
}

exit_code check_natively(const check_settings& settings, const std::string& command,
                         const std::vector<const model*>& models) {
  return native_runs{settings, command}.over(models);
}

}  // namespace heddle::cli
