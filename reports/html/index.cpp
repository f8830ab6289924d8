#include <fmt/format.h>

#include "reports/html/document.hpp"
#include "reports/html/escape.hpp"
#include "reports/html/html.hpp"
#include "reports/html/search_pane.hpp"
#include "reports/text/columns.hpp"
#include "reports/text/verdict.hpp"

namespace heddle::reports {

namespace {

text_options of_index() {
  text_options options;
  options.seconds = false;
  return options;
}

std::string findings_cell(const index_entry& entry) {
  std::string items;
  int number = 1;
  for (const checker::finding& found : entry.from->findings)
    items += fmt::format("<li><a href=\"{}#finding={}\">{}: {}</a></li>", html_escaped(entry.file),
                         number++, html_escaped(heddle::name_of(found.kind)),
                         html_escaped(found.message));
  return items.empty() ? "" : "<ul>" + items + "</ul>";
}

std::string row_of(const index_entry& entry) {
  const std::string name = html_escaped(entry.from->model);
  return fmt::format(
      "<tr><td>{}</td><th scope=\"row\"><span class=\"model\">{}</span></th><td>{}</td>"
      "<td>{}</td></tr>\n",
      verdict_badge(*entry.from),
      entry.file.empty() ? name
                         : fmt::format("<a href=\"{}\">{}</a>", html_escaped(entry.file), name),
      findings_cell(entry), html_escaped(search_text(*entry.from, of_index())));
}

}  // namespace

std::string html_index(std::span<const index_entry> entries) {
  std::string rows;
  for (const index_entry& entry : entries) rows += row_of(entry);
  std::string content = fmt::format(
      "<header>\n<p class=\"brand\">heddle</p>\n<h1>{}</h1>\n</header>\n<main>\n"
      "<section class=\"pane index\"><h2 class=\"sr\">Models</h2>\n<div class=\"scroll\" "
      "tabindex=\"0\" role=\"group\" "
      "aria-label=\"Models\"><table><thead><tr><th scope=\"col\">verdict</th>"
      "<th scope=\"col\">model</th><th scope=\"col\">findings</th><th "
      "scope=\"col\">search</th></tr>"
      "</thead><tbody>\n{}</tbody></table></div></section>\n</main>\n",
      counted(entries.size(), "model"), rows);
  return html_document("heddle: " + counted(entries.size(), "model"), content, false);
}

}  // namespace heddle::reports
