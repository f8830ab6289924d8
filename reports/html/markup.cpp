#include "reports/html/markup.hpp"

#include <fmt/format.h>

#include "reports/html/escape.hpp"
#include "reports/text/columns.hpp"

namespace heddle::reports {

std::string step_link(const page_view& from, std::uint32_t step, std::string_view words) {
  const std::string text = !words.empty() ? html_escaped(words)
                           : step == 0    ? "the beginning"
                                          : fmt::format("step {}", step);
  return fmt::format(R"(<a class="step" href="#finding={}&amp;step={}">{}</a>)", from.number, step,
                     text);
}

std::string place_html(const scheduler::source_line& where) {
  if (!where.known() && where.function.empty()) return "";
  return fmt::format(R"(<span class="place" title="{}:{}">{}</span>)", html_escaped(where.file),
                     where.line, html_escaped(where.brief()));
}

std::string task_html(std::string_view name) {
  return fmt::format(R"(<b class="task-name">{}</b>)", html_escaped(name));
}

std::string object_html(std::string_view name) {
  return fmt::format(R"(<b class="object-name">{}</b>)", html_escaped(name));
}

std::string pane(const page_view& from, std::string_view name, std::string_view heading,
                 std::string_view content) {
  return fmt::format(
      "<section class=\"pane {0}\" id=\"{0}-{1}\" aria-labelledby=\"{0}-{1}-title\">"
      "<h3 id=\"{0}-{1}-title\">{2}</h3>\n{3}</section>\n",
      name, from.number, html_escaped(heading), content);
}

std::string command_html(std::string_view command) {
  return fmt::format(
      "<p class=\"command\"><code>{}</code>"
      "<button type=\"button\" class=\"copy\">Copy</button></p>\n",
      html_escaped(command));
}

std::string preformatted(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.substr(0, margin).find_first_not_of(' ') == std::string_view::npos)
      line.remove_prefix(line.size() < margin ? line.size() : margin);
    if (lines.empty() && line.empty()) continue;
    lines += html_escaped(line) + "\n";
  }
  return lines.empty() ? "" : "<pre>" + lines + "</pre>\n";
}

}  // namespace heddle::reports
