#include <fmt/format.h>

#include "reports/html/escape.hpp"
#include "reports/html/markup.hpp"
#include "reports/html/why_pane.hpp"
#include "reports/text/coffman.hpp"
#include "reports/text/deadlock.hpp"
#include "reports/text/deadlock_names.hpp"
#include "reports/text/wakeups.hpp"

namespace heddle::reports {

namespace {

using checker::blocked_task;
using checker::finding;

/// The circle as a row of signs, back to where it began.
std::string ring_html(const finding& found) {
  const auto& cycle = facts_of(found).cycle;
  if (cycle.empty()) return "";
  const auto member = [&](int place) -> const blocked_task& {
    return found.blocked[static_cast<std::size_t>(place)];
  };
  std::string signs;
  for (const int place : cycle) {
    signs += "<li>" + task_html(name_of_task(found, member(place).task)) + "</li>";
    if (member(place).object != scheduler::execution::none)
      signs += "<li>" + object_html(name_of_object(found, member(place).object)) + "</li>";
  }
  signs += "<li>" + task_html(name_of_task(found, member(cycle.front()).task)) + "</li>";
  return fmt::format(
      "<p class=\"cause\">Circular wait: each waits for what the next one has.</p>\n"
      "<ol class=\"circle\" aria-label=\"The circle of waiting\">{}</ol>\n",
      signs);
}

std::string cause_of_waiting(const finding& found) {
  if (const std::string ring = ring_html(found); !ring.empty()) return ring;
  const bool lost = found.kind == finding_kind::lost_wakeup;
  const std::string shape = lost ? "" : waiting_sentence(found);
  return shape.empty() ? "" : fmt::format("<p class=\"cause\">{}</p>\n", html_escaped(shape));
}

std::string held_html(const page_view& from, const blocked_task& waiter) {
  std::string text;
  for (const blocked_task::holding& one : waiter.holds)
    text += fmt::format("{}{} since {} {}", text.empty() ? "" : "<br>",
                        object_html(name_of_object(*from.about, one.object)),
                        step_link(from, one.since), place_html(one.taken_at));
  return text.empty() ? "nothing" : text;
}

std::string waiter_row(const page_view& from, const blocked_task& waiter) {
  return fmt::format(
      "<tr{}><th scope=\"row\">{}</th><td>{}</td>"
      "<td><code>{}</code> since {} {}</td></tr>\n",
      waiter.bystander ? " class=\"bystander\"" : "",
      task_html(name_of_task(*from.about, waiter.task)) +
          (waiter.bystander ? " <small>bystander</small>" : ""),
      held_html(from, waiter), html_escaped(waiter.waits_for), step_link(from, waiter.since),
      place_html(waiter.waits_at));
}

std::string waiters_html(const page_view& from) {
  std::string rows;
  for (const blocked_task& waiter : from.about->blocked) rows += waiter_row(from, waiter);
  return fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Who waits\">"
      "<table class=\"waiters\"><thead><tr><th scope=\"col\">task</th>"
      "<th scope=\"col\">holds</th><th scope=\"col\">waits to</th></tr></thead>\n"
      "<tbody>{}</tbody></table></div>\n",
      rows);
}

std::string condition_html(const coffman_words& words, int number) {
  const std::string remedy =
      words.remedy.empty()
          ? ""
          : fmt::format("<p class=\"remedy\"><b>{}</b> {}</p>",
                        words.holds ? "Break it:" : "Avoid it:", html_escaped(words.remedy));
  return fmt::format(
      "<li class=\"card {}\"><h4>{} {}<span class=\"holds\">{}</span></h4>"
      "<p>{}</p>{}</li>\n",
      words.holds ? "holding" : "failing", number, name_of(words.condition),
      words.holds ? "&#10003; holds" : "&#10007; does not hold", html_escaped(words.evidence),
      remedy);
}

std::string conditions_html(const finding& found) {
  const std::vector<coffman_words> all = coffman_words_of(found);
  if (all.empty() || found.kind == finding_kind::lost_wakeup) return "";
  std::string cards;
  for (int number = 1; const coffman_words& words : all) cards += condition_html(words, number++);
  return fmt::format(
      "<h4>Coffman's conditions: break any one that holds</h4>\n"
      "<ol class=\"cards conditions\">\n{}</ol>\n",
      cards);
}

}  // namespace

std::string waiting_html(const page_view& from) {
  const finding& found = *from.about;
  if (found.blocked.empty()) return "";
  std::string content = cause_of_waiting(found);
  if (const std::string missed = missed_wakeups_text(found); !missed.empty())
    content += fmt::format("<p class=\"cause\">{}</p>\n", html_escaped(missed));
  content += waiters_html(from) + conditions_html(found);
  if (found.kind == finding_kind::lost_wakeup)
    content += preformatted(lost_wakeup_remedies(found, text_options{}));
  return content;
}

}  // namespace heddle::reports
