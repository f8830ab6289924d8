#include "reports/html/html.hpp"

#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/html/document.hpp"
#include "reports/html/escape.hpp"
#include "reports/html/markup.hpp"
#include "reports/html/search_pane.hpp"
#include "reports/html/stepping.hpp"
#include "reports/html/tree_pane.hpp"
#include "reports/html/view.hpp"
#include "reports/json/json.hpp"
#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

/// A tree of more bytes than this is more than a page should have.
constexpr std::size_t largest_tree = 60'000;

std::string compact_text(const json& from) {
  return from.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// The JSON without the spaces for people, in the same order.
std::string compact(const std::string& json_text) { return compact_text(json::parse(json_text)); }

/// Which of the findings to look at.
std::string findings_menu(const std::vector<page_view>& views) {
  if (views.size() < 2) return "";
  std::string links;
  for (const page_view& one : views)
    links += fmt::format("<li><a href=\"#finding={0}\">{0}. {1}: {2}</a></li>\n", one.number,
                         html_escaped(heddle::name_of(one.about->kind)),
                         html_escaped(one.about->message));
  return fmt::format("<nav class=\"findings\" aria-label=\"Findings\"><ol>\n{}</ol></nav>\n",
                     links);
}

bool is_long(const scheduler::execution& told) { return told.steps.size() > most_steps_shown; }

/// What the JSON report on the page is about: all but how long the search took, which would make
/// each page another one, and executions too long to be carried around.
checker::result carried_by_page(const checker::result& from) {
  checker::result carried = from;
  carried.seconds = 0;
  std::erase_if(carried.findings,
                [](const checker::finding& one) { return is_long(one.execution); });
  return carried;
}

constexpr std::string_view keys_html =
    "<details class=\"keys\"><summary>Keys</summary><dl>"
    "<dt><kbd>&#8592;</kbd> <kbd>&#8594;</kbd></dt><dd>one step back, one step on</dd>"
    "<dt><kbd>Home</kbd> <kbd>End</kbd></dt><dd>the beginning, the end</dd>"
    "<dt><kbd>space</kbd></dt><dd>play, a step a second</dd>"
    "<dt><kbd>p</kbd></dt><dd>next preemption</dd>"
    "<dt><kbd>c</kbd></dt><dd>next conflicting step</dd>"
    "<dt><kbd>g</kbd></dt><dd>the graph</dd></dl></details>\n";

std::string page_of(const checker::result& from, const std::vector<page_view>& views,
                    const page_options& options, const std::string& report) {
  std::string content = page_header(from) + findings_menu(views) + "<main>\n";
  json stepping = json::array();
  for (const page_view& one : views) {
    content += view_html(one, options.command, options.sources);
    stepping.push_back(stepping_json(one));
  }
  std::string tree;
  if (options.tree != nullptr) tree = compact_text(tree_json(*options.tree));
  if (tree.size() > largest_tree) tree.clear();
  if (!tree.empty()) content += tree_pane(*options.tree);
  content += search_pane(from, options.command);
  if (!views.empty()) content += keys_html;
  content += "</main>\n";
  content += json_block("report", report);
  content += json_block("stepping", compact_text(stepping));
  if (!tree.empty()) content += json_block("executions", tree);
  return html_document(page_title(from), content, true);
}

}  // namespace

std::string html_report(const checker::result& from, const page_options& options) {
  std::vector<page_view> views;
  for (const checker::finding& found : from.findings)
    views.push_back({&found.execution, &found, static_cast<int>(views.size()) + 1});
  const checker::result carried = carried_by_page(from);
  return page_of(from, views, options, compact(results_json({&carried, 1})));
}

std::string html_report(const checker::replay_result& from, const page_options& options) {
  std::vector<page_view> views;
  for (const checker::finding& found : from.found.findings)
    views.push_back({&found.execution, &found, static_cast<int>(views.size()) + 1});
  if (views.empty()) views.push_back({&from.execution, nullptr, 1});
  const checker::result carried = carried_by_page(from.found);
  if (is_long(from.execution))
    return page_of(from.found, views, options, compact(results_json({&carried, 1})));
  return page_of(
      from.found, views, options,
      compact(replay_json({carried, from.execution, from.divergence, from.mode, from.token})));
}

}  // namespace heddle::reports
