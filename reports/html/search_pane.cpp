#include "reports/html/search_pane.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "reports/html/escape.hpp"
#include "reports/html/markup.hpp"
#include "reports/text/columns.hpp"
#include "reports/text/lock_order.hpp"
#include "reports/text/sample.hpp"
#include "reports/text/verdict.hpp"

namespace heddle::reports {

namespace {

/// More outcomes than these are counted, not listed.
constexpr std::size_t most_outcomes = 50;

struct verdict_words {
  std::string_view word;
  std::string_view look;  ///< a class
};

verdict_words words_of(verdict given) {
  switch (given) {
    case verdict::pass:
      return {"PASS", "good"};
    case verdict::pass_bounded:
      return {"PASS (bounded)", "good"};
    case verdict::nothing_found:
      return {"NOTHING FOUND", "notice"};
    case verdict::nothing_checked:
      return {"NOTHING CHECKED", "bad"};
    case verdict::interrupted:
      return {"INTERRUPTED", "notice"};
    case verdict::fail_expected:
      return {"FAIL (expected)", "declared"};
    case verdict::fail:
      return {"FAIL", "bad"};
  }
  return {};
}

text_options without_times() {
  text_options options;
  options.seconds = false;
  return options;
}

/// The flags that the result itself knows of.
std::string search_command(const checker::result& from, const std::string& command) {
  std::string text = fmt::format("{} check {} --strategy {}", command, from.model, from.strategy);
  if (from.depth != 0) text += fmt::format(" --depth {}", from.depth);
  if (from.has_seed) text += fmt::format(" --seed {}", from.seed);
  if (from.options.time == scheduler::time_mode::quiescent) text += " --time quiescent";
  if (from.options.plain == scheduler::plain_mode::invisible) text += " --plain invisible";
  if (from.options.spurious) text += " --spurious";
  if (from.options.steps != scheduler::execution_options{}.steps)
    text += fmt::format(" --steps {}", from.options.steps);
  return text;
}

std::string facts_html(const checker::result& from) {
  std::string rows;
  const auto add = [&](std::string_view name, std::uint64_t count) {
    if (count > 0) rows += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, count);
  };
  add("executions", from.executions);
  add("failed", from.failed);
  add("deadlocked", from.deadlocked);
  add("redundant", from.blocked);
  add("truncated", from.truncated);
  add("pruned", from.pruned);
  add("events", from.events);
  return "<dl class=\"facts\">\n" + rows + "</dl>\n";
}

std::string outcome_text(const checker::model_outcome& from) {
  std::string text;
  for (const auto& [name, value] : from.values)
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", name, value);
  return text;
}

std::string outcomes_html(const checker::result& from, const std::string& command) {
  if (from.outcomes.empty()) return "";
  std::string rows;
  for (std::size_t place = 0; place < std::min(from.outcomes.size(), most_outcomes); ++place) {
    const checker::model_outcome& one = from.outcomes[place];
    rows += fmt::format("<tr><th scope=\"row\">{}{}</th><td>{}</td><td>{}</td></tr>\n",
                        html_escaped(outcome_text(one)),
                        one.deadlocked ? " <small>then a deadlock</small>" : "", one.executions,
                        command_html(fmt::format("{} report {} -o page.html", command, one.token)));
  }
  const std::string more =
      from.outcomes.size() > most_outcomes
          ? fmt::format("<p class=\"note\">{} more.</p>\n", from.outcomes.size() - most_outcomes)
          : "";
  return fmt::format(
      "<h3>What came out</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
      "aria-label=\"Outcomes\"><table class=\"outcomes\"><thead><tr>"
      "<th scope=\"col\">observed</th><th scope=\"col\">executions</th>"
      "<th scope=\"col\">look at one</th></tr></thead><tbody>\n{}</tbody></table></div>\n{}",
      rows, more);
}

std::string told_by_sample(const checker::result& from) {
  std::string text;
  for (const std::string& one : sample_texts(from))
    text += fmt::format("<p>{}</p>\n", html_escaped(one));
  for (const checker::lock_order& one : from.harmless)
    text += fmt::format("<p>{}</p>\n", html_escaped(harmless_text(one)));
  for (const std::string& one : from.missing)
    text += fmt::format("<p>Declared, but not seen: {}</p>\n", html_escaped(one));
  return text;
}

/// Executions that are too long to be in the page.
std::string long_note(const checker::result& from) {
  const auto is_long = [](const checker::finding& one) {
    return one.execution.steps.size() > most_steps_shown;
  };
  if (std::ranges::none_of(from.findings, is_long)) return "";
  return " <span class=\"note\">(without findings of more than " +
         std::to_string(most_steps_shown) +
         " steps: <code>heddle replay TOKEN --json FILE</code> writes these)</span>";
}

}  // namespace

std::string page_title(const checker::result& from) {
  return fmt::format("{} {}", words_of(verdict_of(from)).word, from.model);
}

std::string verdict_badge(const checker::result& from) {
  const verdict_words words = words_of(verdict_of(from));
  return fmt::format("<span class=\"badge {}\">{}</span>", words.look, words.word);
}

std::string page_header(const checker::result& from) {
  return fmt::format(
      "<header>\n<p class=\"brand\">heddle</p>\n<h1>{} <span class=\"model\">{}</span></h1>\n"
      "<p class=\"searched\">{}</p>\n</header>\n",
      verdict_badge(from), html_escaped(from.model),
      html_escaped(search_text(from, without_times())));
}

std::string search_pane(const checker::result& from, const std::string& command) {
  const bool searched = from.strategy != "replay";
  return fmt::format(
      "<section class=\"pane search\" id=\"search\" aria-labelledby=\"search-title\">\n"
      "<h2 id=\"search-title\">The search</h2>\n{}{}{}{}"
      "<p class=\"download\"><a href=\"#search\" id=\"download\" download=\"{}.json\">"
      "Download the report as JSON</a>{}</p>\n</section>\n",
      facts_html(from), told_by_sample(from), outcomes_html(from, command),
      searched ? "<h3>Search again</h3>\n" + command_html(search_command(from, command)) : "",
      html_escaped(from.model), long_note(from));
}

}  // namespace heddle::reports
