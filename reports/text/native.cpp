#include "reports/text/native.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/json/json.hpp"
#include "reports/json/json_parts.hpp"
#include "reports/text/columns.hpp"
#include "reports/text/labels.hpp"

namespace heddle::reports {

namespace {

using checker::native_ending;
using checker::native_failure;
using checker::native_record;

double seconds_of(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

/// `10 s`, where a duration that somebody has set needs no digits behind the point.
std::string limit_text(std::chrono::nanoseconds limit) {
  const double seconds = seconds_of(limit);
  return seconds >= 1 ? fmt::format("{:g} s", seconds) : fmt::format("{:g} ms", seconds * 1000);
}

/// A verdict on a model, and what it is about, in one line if that is enough.
std::string native_headline(std::string_view verdict, tone meaning, const native_record& from,
                            const std::string& what, const text_options& options) {
  const std::size_t first = width_of(verdict) + 2 + width_of(from.model);
  const std::string shown = fmt::format("{}  {}", paint(verdict, meaning, options), from.model);
  if (first + 2 + width_of(what) <= options.width) return fmt::format("{}  {}\n", shown, what);
  return fmt::format("{}\n{}{}\n", shown, std::string(margin, ' '),
                     wrap(what, margin, options.width));
}

std::string failed_line(const native_record& from, bool expected, const std::string& what,
                        const text_options& options) {
  return native_headline(expected ? "FAIL (expected)" : "FAIL",
                         expected ? tone::declared : tone::bad, from, what, options);
}

std::string failure_line(const native_record& from, const native_failure& failure,
                         const text_options& options) {
  std::string what =
      fmt::format("{}: {}", heddle::name_of(failure.kind), printable(failure.message));
  if (failure.where.known()) what += fmt::format(" ({})", failure.where.brief());
  return failed_line(from, failure.expected, what, options);
}

/// What is wrong, one line for each; empty: nothing is.
std::string failures_text(const native_record& from, const text_options& options) {
  std::string text;
  for (const native_failure& each : from.failures) text += failure_line(from, each, options);
  if (from.how != native_ending::cut_off) return text;
  std::string what = fmt::format("did not end within {}", limit_text(from.time_limit));
  if (!from.declared_reason.empty())
    what += fmt::format(" (the model declares: {})", from.declared_reason);
  return text + failed_line(from, !from.declared_reason.empty(), what, options);
}

std::string passed_seconds(const native_record& from, const text_options& options) {
  return options.seconds ? ", " + duration_text(from.seconds) : "";
}

std::string verdict_without_failures(const native_record& from, const text_options& options) {
  switch (from.how) {
    case native_ending::refused:
      return native_headline("NOT RUN", tone::notice, from, printable(from.reason), options);
    case native_ending::discarded:
      return native_headline("NOTHING CHECKED", tone::notice, from,
                             "an assumption did not hold in this run", options);
    default:
      return native_headline("NOTHING FOUND in 1 run", tone::plain, from,
                             "on real threads" + passed_seconds(from, options), options);
  }
}

std::string observed_text(const native_record& from, const text_options& options) {
  std::string all;
  for (const auto& [name, value] : from.outcome)
    all += fmt::format("{}{} = {}", all.empty() ? "" : ", ", printable(name), printable(value));
  return all.empty() ? "" : labelled_and_wrapped("Observed", all, options);
}

std::string run_text(const native_record& from, const text_options& options) {
  return labelled("Run",
                  fmt::format("on real threads, time scale {:g}, limit {}{}", from.time_scale,
                              limit_text(from.time_limit), passed_seconds(from, options)),
                  options);
}

json failure_json(const native_failure& from) {
  json one;
  one["kind"] = heddle::name_of(from.kind);
  one["message"] = from.message;
  one["expected"] = from.expected;
  add_line(one, from.where);
  return one;
}

json record_json(const native_record& from) {
  json one;
  one["model"] = from.model;
  one["ending"] = checker::name_of(from.how);
  one["reason"] = from.reason.empty() ? json(nullptr) : json(from.reason);
  one["as_declared"] = from.as_declared();
  one["time_scale"] = from.time_scale;
  one["time_limit"] = seconds_of(from.time_limit);
  one["seconds"] = from.seconds;
  one["outcome"] = json::object();
  for (const auto& [name, value] : from.outcome) one["outcome"][name] = value;
  one["findings"] = json::array();
  for (const native_failure& each : from.failures) one["findings"].push_back(failure_json(each));
  return one;
}

}  // namespace

std::string native_report(const native_record& from, const text_options& options) {
  const std::string wrong = failures_text(from, options);
  const std::string verdict = wrong.empty() ? verdict_without_failures(from, options) : wrong;
  if (options.how_much == detail::brief) return verdict;
  const bool tells_how = options.how_much == detail::full && from.how != native_ending::refused;
  std::string text = verdict + observed_text(from, options);
  if (tells_how || !wrong.empty()) text += run_text(from, options);
  if (!wrong.empty())
    text += labelled("Explain", fmt::format("{} check {}", options.command, from.model), options);
  return text;
}

std::string native_summary(std::span<const native_record> all, std::size_t not_run) {
  const auto count = [&](auto&& which) {
    return static_cast<std::size_t>(std::ranges::count_if(all, which));
  };
  const auto wrong = [](const native_record& each) {
    return !each.failures.empty() || each.how == native_ending::cut_off;
  };
  std::string text = fmt::format("{} on real threads", counted(all.size() + not_run, "model"));
  const auto add = [&](std::size_t number, std::string_view what) {
    if (number > 0)
      text += fmt::format("{} {} {}", text.find(':') == text.npos ? ":" : ",", number, what);
  };
  add(count([&](const native_record& each) { return each.counts() && !wrong(each); }),
      "with nothing found");
  add(count([&](const native_record& each) { return wrong(each) && each.as_declared(); }),
      "failed as expected");
  add(count([&](const native_record& each) { return wrong(each) && !each.as_declared(); }),
      "failed");
  add(count([&](const native_record& each) { return !each.counts() && !wrong(each); }),
      "not checked");
  add(not_run, "not run");
  return text + "\n";
}

std::string native_json(std::span<const native_record> all) {
  json whole;
  whole["schema"] = schema_version;
  whole["native_runs"] = json::array();
  for (const native_record& each : all) whole["native_runs"].push_back(record_json(each));
  return whole.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace heddle::reports
