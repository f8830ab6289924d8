#include "reports/ci/junit.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "reports/ci/xml.hpp"
#include "reports/text/evidence.hpp"
#include "reports/text/text.hpp"
#include "reports/text/verdict.hpp"

namespace heddle::reports {

namespace {

enum class case_verdict : std::uint8_t { passed, failure, error, skipped };

/// A test case; those that did not pass have a type and a message.
struct test_case {
  std::string model;
  case_verdict how = case_verdict::passed;
  std::string type;
  std::string message;
  std::string text;
  std::vector<std::pair<std::string, std::string>> properties;
  double seconds = 0;
};

/// The first two lines of a report that say something, without their indentation.
std::string first_two_lines(std::string_view text) {
  std::string lines;
  for (int count = 0; count < 2 && !text.empty();) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.empty()) continue;
    lines += (count == 0 ? "" : "\n") + std::string{line};
    ++count;
  }
  return lines;
}

/// What is no failed rule, but leaves the rules unchecked.
bool is_error(const checker::finding& found) {
  return found.kind == finding_kind::crash || found.kind == finding_kind::nondeterminism;
}

/// The finding that a test case is about: the first that fails, if possible no error.
const checker::finding* decisive(const checker::result& from, const strictness& demands) {
  const checker::finding* error = nullptr;
  for (const checker::finding& one : from.findings) {
    if (!fails(one, demands)) continue;
    if (!is_error(one)) return &one;
    if (error == nullptr) error = &one;
  }
  return error;
}

void add_property(test_case& to, std::string name, std::string value) {
  to.properties.emplace_back(std::move(name), std::move(value));
}

void add_properties(test_case& to, const checker::result& from) {
  add_property(to, "strategy", from.strategy);
  if (from.has_seed) add_property(to, "seed", std::to_string(from.seed));
  add_property(to, "executions", std::to_string(from.executions));
  add_property(to, "coverage", std::string{checker::name_of(from.covered.kind)});
  for (const std::string& reason : from.covered.reasons)
    add_property(to, "coverage_reason", reason);
  for (const checker::finding& found : from.findings)
    if (!found.token.empty()) add_property(to, "token", found.token);
}

void judge(test_case& to, const checker::result& from, const strictness& demands,
           const text_options& options) {
  if (const checker::finding* found = decisive(from, demands)) {
    to.how = is_error(*found) ? case_verdict::error : case_verdict::failure;
    to.type = heddle::name_of(found->kind);
    to.message =
        first_two_lines(finding_headline(from, *found, options) + evidence_text(*found, options));
  } else if (misses_declared(from)) {
    to.how = case_verdict::failure;
    to.type = "expected_missing";
    to.message = first_two_lines(verdict_line(from, options));
  } else if (falls_short(from, demands)) {
    to.how = case_verdict::failure;
    to.type = "not_complete";
    to.message = "too little was checked\n" + first_two_lines(search_text(from, options));
  } else if (verdict_of(from) == verdict::interrupted) {
    to.how = case_verdict::skipped;
    to.message = first_two_lines(verdict_line(from, options));
  }
}

test_case case_of(const checker::result& from, const strictness& demands,
                  const text_options& options) {
  test_case one{.model = from.model, .type = "", .message = "", .text = "", .properties = {}};
  one.text = model_report(from, options);
  one.seconds = from.seconds;
  add_properties(one, from);
  judge(one, from, demands, options);
  return one;
}

std::vector<test_case> cases_of(const checked_run& from, const text_options& options) {
  std::vector<test_case> all;
  for (const checker::result& one : from.results)
    all.push_back(case_of(one, from.demands, options));
  if (from.error)
    all.push_back({.model = from.error->model,
                   .how = case_verdict::error,
                   .type = "internal_error",
                   .message = from.error->what,
                   .text = from.error->what,
                   .properties = {}});
  for (const std::string& model : from.not_run)
    all.push_back({.model = model,
                   .how = case_verdict::skipped,
                   .type = "",
                   .message = "not checked: the run ended before",
                   .text = "",
                   .properties = {}});
  return all;
}

/// Servers group by what stands before the last dot of a class: `tutorial.bank` and `unsafe`.
std::pair<std::string, std::string> class_and_name(const std::string& model) {
  const std::size_t dot = model.rfind('.');
  if (dot == std::string::npos) return {"heddle", model};
  return {model.substr(0, dot), model.substr(dot + 1)};
}

std::string time_attribute(double seconds, const text_options& options) {
  return options.seconds ? fmt::format(" time=\"{:.6f}\"", seconds) : "";
}

std::string properties_xml(const test_case& from) {
  if (from.properties.empty()) return "";
  std::string xml = "      <properties>\n";
  for (const auto& [name, value] : from.properties)
    xml += fmt::format("        <property name=\"{}\" value=\"{}\"/>\n", xml_attribute(name),
                       xml_attribute(value));
  return xml + "      </properties>\n";
}

std::string verdict_xml(const test_case& from) {
  const auto with_body = [&](std::string_view tag) {
    return fmt::format("      <{0} message=\"{1}\" type=\"{2}\">{3}</{0}>\n", tag,
                       xml_attribute(from.message), xml_attribute(from.type),
                       xml_content(from.text));
  };
  switch (from.how) {
    case case_verdict::passed:
      return fmt::format("      <system-out>{}</system-out>\n", xml_content(from.text));
    case case_verdict::failure:
      return with_body("failure");
    case case_verdict::error:
      return with_body("error");
    case case_verdict::skipped:
      return fmt::format("      <skipped message=\"{}\"/>\n", xml_attribute(from.message));
  }
  return "";
}

std::string case_xml(const test_case& from, const text_options& options) {
  const auto [group, name] = class_and_name(from.model);
  return fmt::format("    <testcase classname=\"{}\" name=\"{}\"{}>\n{}{}    </testcase>\n",
                     xml_attribute(group), xml_attribute(name),
                     time_attribute(from.seconds, options), properties_xml(from),
                     verdict_xml(from));
}

/// The attributes of the suite.
std::string totals(const std::vector<test_case>& cases, const text_options& options) {
  double seconds = 0;
  for (const test_case& one : cases) seconds += one.seconds;
  const auto count = [&](case_verdict how) {
    return std::ranges::count(cases, how, &test_case::how);
  };
  return fmt::format("name=\"heddle\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"{}",
                     cases.size(), count(case_verdict::failure), count(case_verdict::error),
                     count(case_verdict::skipped), time_attribute(seconds, options));
}

}  // namespace

std::string junit_xml(const checked_run& from, const text_options& options) {
  text_options plain = options;
  plain.colour = false;
  const std::vector<test_case> cases = cases_of(from, plain);
  std::string body;
  for (const test_case& one : cases) body += case_xml(one, plain);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      "  <testsuite {}>\n{}  </testsuite>\n</testsuites>\n",
      totals(cases, plain), body);
}

}  // namespace heddle::reports
