#include "reports/html/view.hpp"

#include <set>

#include <fmt/format.h>

#include "reports/html/escape.hpp"
#include "reports/html/graph_pane.hpp"
#include "reports/html/lanes_pane.hpp"
#include "reports/html/markup.hpp"
#include "reports/html/source_pane.hpp"
#include "reports/html/why_pane.hpp"
#include "reports/text/columns.hpp"
#include "reports/text/shrink.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;

/// Objects beyond these are counted, not listed.
constexpr std::size_t most_objects = 60;

/// A button called by its title, as its sign is none that can be read aloud.
std::string sign_button(std::string_view act, std::string_view sign, std::string_view words) {
  return fmt::format(
      "<button type=\"button\" data-act=\"{0}\" title=\"{2}\" aria-label=\"{2}\">"
      "{1}</button>",
      act, sign, words);
}

std::string word_button(std::string_view act, std::string_view word, std::string_view title) {
  return fmt::format("<button type=\"button\" data-act=\"{}\" title=\"{}\">{}</button>", act, title,
                     word);
}

std::string step_bar(const page_view& from) {
  return fmt::format(
      "<div class=\"bar\" role=\"group\" aria-label=\"Step through the execution\">\n"
      "<div class=\"buttons\">{}{}{}{}{}{}{}</div>\n"
      "<label class=\"slider\"><span class=\"sr\">Step</span>"
      "<input type=\"range\" min=\"0\" max=\"{}\" value=\"0\"></label>\n"
      "<p class=\"now\" aria-live=\"polite\" aria-atomic=\"true\"><span class=\"count\"></span> "
      "<span class=\"what\"></span></p>\n</div>\n",
      sign_button("first", "&#124;&#9664;", "To the beginning (Home)"),
      sign_button("back", "&#9664;", "One step back (left arrow)"),
      word_button("play", "Play", "Play, a step a second (space)"),
      sign_button("next", "&#9654;", "One step on (right arrow)"),
      sign_button("last", "&#9654;&#124;", "To the end (End)"),
      word_button("preemption", "Preemption", "Next preemption (p)"),
      word_button("conflict", "Conflict", "Next conflicting step (c)"), steps_shown(from).size());
}

/// The objects that something is done to, by creation.
std::set<int> objects_used(const page_view& from) {
  std::set<int> used;
  for (const execution::step& step : from.told->steps) {
    if (step.object != execution::none) used.insert(step.object);
    if (step.second != execution::none) used.insert(step.second);
  }
  for (const execution::task& task : from.told->tasks)
    if (task.pending_object != execution::none) used.insert(task.pending_object);
  return used;
}

std::string state_pane(const page_view& from) {
  const std::set<int> used = objects_used(from);
  std::string rows;
  std::size_t shown = 0;
  for (const int object : used) {
    if (shown++ == most_objects) break;
    const execution::object& told = from.told->objects[static_cast<std::size_t>(object)];
    rows += fmt::format(
        "<tr data-object=\"{}\"><th scope=\"row\">{} <small>{}</small></th>"
        "<td class=\"state\"></td><td class=\"previous\"></td></tr>\n",
        object, object_html(told.name), html_escaped(name_of(told.kind)));
  }
  std::string more;
  if (used.size() > most_objects)
    more =
        fmt::format("<p class=\"note\">{} more are not listed.</p>\n", used.size() - most_objects);
  if (rows.empty())
    return pane(from, "state", "State", "<p class=\"note\">Nothing is shared.</p>\n");
  return pane(
      from, "state", "State",
      fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"State\">"
                  "<table><thead><tr><th scope=\"col\">object</th><th scope=\"col\">state</th>"
                  "<th scope=\"col\">before this step</th></tr></thead>\n"
                  "<tbody>\n{}</tbody></table></div>\n{}",
                  rows, more));
}

std::string elided_note(const page_view& from) {
  const std::size_t shown = steps_shown(from).size();
  const std::size_t all = from.told->steps.size();
  if (shown == all) return "";
  return fmt::format(
      "<p class=\"note\">This execution has {} steps. The page goes through {} of "
      "them: the first, the last, and in between those that matter.</p>\n",
      all, shown);
}

std::string headline(const page_view& from) {
  if (from.about == nullptr)
    return fmt::format("<h2>One execution: {}</h2>\n", counted(from.told->steps.size(), "step"));
  const checker::finding& found = *from.about;
  // The model's verdict stands above; a finding among others can have another one.
  const std::string_view word = found.kind == finding_kind::potential_deadlock ? "potential"
                                : found.expected                               ? "expected"
                                                                               : "not expected";
  return fmt::format("<h2><span class=\"kind\">{}</span> {} <small>({})</small></h2>\n",
                     html_escaped(heddle::name_of(found.kind)), html_escaped(found.message), word);
}

std::string commands_pane(const page_view& from, const std::string& command) {
  if (from.about == nullptr || from.about->token.empty()) return "";
  const checker::finding& found = *from.about;
  const std::string facts =
      fmt::format("<p>{}, {}.</p>\n", counted(found.execution.steps.size(), "step"),
                  preemptions_text(found.preemptions, found.shrunk));
  return pane(from, "commands", "Run it again",
              facts + "<p>Exactly this execution:</p>\n" +
                  command_html(fmt::format("{} replay {}", command, found.token)) +
                  "<p>Why it fails, in the terminal:</p>\n" +
                  command_html(fmt::format("{} explain {}", command, found.token)));
}

}  // namespace

std::string view_html(const page_view& from, const std::string& command,
                      const source_texts& sources) {
  std::string content = headline(from);
  if (from.about != nullptr) content += why_pane(from);
  if (!from.told->steps.empty()) {
    content += elided_note(from);
    content += step_bar(from);
    const std::string graph = graph_pane(from);
    const std::string state = state_pane(from);
    content += graph.empty() ? lanes_pane(from) + state
                             : fmt::format(
                                   "<div class=\"panes two\">\n<div>{}{}</div>\n<div>{}</div>\n"
                                   "</div>\n",
                                   lanes_pane(from), state, graph);
    content += source_pane(from, sources);
  }
  content += commands_pane(from, command);
  return fmt::format(
      "<section class=\"view\" id=\"finding-{0}\" data-number=\"{0}\">\n{1}</section>\n",
      from.number, content);
}

}  // namespace heddle::reports
