#include "reports/html/why_pane.hpp"

#include <fmt/format.h>

#include "reports/html/escape.hpp"
#include "reports/html/markup.hpp"
#include "reports/text/cause.hpp"
#include "reports/text/crash.hpp"
#include "reports/text/deadlock_names.hpp"
#include "reports/text/divergence.hpp"
#include "reports/text/endless.hpp"
#include "reports/text/kind_meaning.hpp"
#include "reports/text/lock_order.hpp"
#include "reports/text/misuse.hpp"

namespace heddle::reports {

namespace {

using checker::data_race;
using checker::finding;

/// The values that a failed check saw, big: they are the failure.
std::string values_html(const page_view& from) {
  const finding& found = *from.about;
  std::string text;
  for (const checker::value_read& one : found.values)
    text += fmt::format("<p class=\"value\">{} = {} <small>read at {}</small></p>\n",
                        object_html(name_of_object(found, one.object)), html_escaped(one.value),
                        step_link(from, one.step));
  return text;
}

std::string cause_html(const page_view& from) {
  const finding& found = *from.about;
  if (!found.because) return "";
  std::string steps;
  for (const checker::cause_step* step :
       {&found.because->first, &found.because->between, &found.because->second})
    if (step->number != 0) steps += (steps.empty() ? "" : ", ") + step_link(from, step->number);
  return fmt::format("<p class=\"cause\">{}</p>\n<p class=\"where\">Look at {}.</p>\n",
                     html_escaped(cause_sentence(found)), steps);
}

std::string holds_html(const page_view& from, const data_race::access& access) {
  std::string text;
  for (const data_race::held_lock& one : access.holds)
    text += fmt::format("{}{}{} since {}", text.empty() ? "" : ", ",
                        object_html(name_of_object(*from.about, one.object)),
                        one.shared ? " (shared)" : "", step_link(from, one.since));
  return text.empty() ? "no lock" : text;
}

std::string access_html(const page_view& from, const data_race::access& access) {
  const auto& steps = from.told->steps;
  const std::string text =
      access.step >= 1 && access.step <= steps.size() ? steps[access.step - 1].text : "";
  return fmt::format(
      "<div class=\"card\"><h4>{}</h4><p><code>{}</code></p>"
      "<p>{} {}</p><p>holds {}</p></div>\n",
      task_html(name_of_task(*from.about, access.task)), html_escaped(text),
      step_link(from, access.step), place_html(access.where), holds_html(from, access));
}

std::string common_html(const page_view& from, const data_race& race) {
  if (race.last_common == 0 || race.last_common > from.told->steps.size())
    return "<p>Nothing comes before both.</p>\n";
  const scheduler::execution::step& last = from.told->steps[race.last_common - 1];
  return fmt::format("<p>The last to come before both is {}: {}, <code>{}</code> {}</p>\n",
                     step_link(from, race.last_common),
                     task_html(name_of_task(*from.about, last.task)), html_escaped(last.text),
                     place_html(last.where));
}

std::string race_html(const page_view& from) {
  if (!from.about->race) return "";
  const data_race& race = *from.about->race;
  return fmt::format(
      "<p class=\"cause\">Two accesses to {}, one of which writes, and nothing says "
      "which comes first.</p>\n<div class=\"cards sides\">\n{}{}</div>\n{}"
      "<p class=\"remedy\">To order them: {}</p>\n",
      object_html(name_of_object(*from.about, from.about->object)), access_html(from, race.earlier),
      access_html(from, race.later), common_html(from, race), html_escaped(race.remedy));
}

/// What the text report says best.
std::string told_html(const finding& found) {
  const text_options options;
  return preformatted(lock_order_text(found, options) + endless_text(found, options) +
                      misuse_text(found, options) + crash_text(found, options) +
                      divergence_text(found, options));
}

std::string meaning_html(const finding& found) {
  return fmt::format("<details class=\"meaning\"><summary>About {}</summary><p>{}</p></details>\n",
                     html_escaped(heddle::name_of(found.kind)),
                     html_escaped(meaning_of(found.kind)));
}

}  // namespace

std::string why_pane(const page_view& from) {
  const finding& found = *from.about;
  std::string content = values_html(from) + cause_html(from) + waiting_html(from) +
                        race_html(from) + told_html(found);
  if (const std::string where = place_html(found.where); !where.empty() && !found.race)
    content += fmt::format("<p class=\"where\">Found at {}.</p>\n", where);
  return pane(from, "why", "Why", content + meaning_html(found));
}

}  // namespace heddle::reports
