#include "reports/html/source_pane.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include <fmt/format.h>

#include "reports/html/escape.hpp"
#include "reports/html/markup.hpp"
#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;
using scheduler::source_line;

/// Lines shown above and below those in which a task does something.
constexpr std::uint32_t context = 2;
/// Lines between two such that are shown rather than left out.
constexpr std::uint32_t widest_gap = 6;
/// Of more tasks the cards would hide each other.
constexpr std::size_t most_cards = 24;
constexpr std::size_t most_code_lines = 80;
constexpr std::size_t widest_line = 200;

using lines_by_file = std::map<std::string, std::set<std::uint32_t>>;

void add_line_of(lines_by_file& to, const source_line& where) {
  if (where.known() && !where.file.empty()) to[where.file].insert(where.line);
}

/// Where each task does something, or is about to.
std::vector<lines_by_file> lines_by_task(const page_view& from) {
  std::vector<lines_by_file> all(from.told->tasks.size());
  for (const std::uint32_t number : steps_shown(from)) {
    const execution::step& step = from.told->steps[number - 1];
    if (step.task != execution::none)
      add_line_of(all[static_cast<std::size_t>(step.task)], step.where);
  }
  for (std::size_t task = 0; task < all.size(); ++task)
    add_line_of(all[task], from.told->tasks[task].pending_at);
  return all;
}

/// A run of lines, both ends included.
struct excerpt {
  std::uint32_t first;
  std::uint32_t last;
};

std::vector<excerpt> excerpts_of(const std::set<std::uint32_t>& lines, std::size_t length) {
  std::vector<excerpt> all;
  for (const std::uint32_t line : lines) {
    const std::uint32_t first = line > context ? line - context : 1;
    const auto last = std::min(line + context, static_cast<std::uint32_t>(length));
    if (line > length) continue;
    if (!all.empty() && first <= all.back().last + widest_gap)
      all.back().last = last;
    else
      all.push_back({first, last});
  }
  return all;
}

/// How many spaces or tabs a line begins with; `npos` if it has nothing else.
std::size_t indentation(const std::string& line) { return line.find_first_not_of(" \t\r"); }

/// How deep each indentation is among those of the excerpts: cards are narrow, and what counts is
/// which line is within which.
std::map<std::size_t, std::size_t> depths_of(const std::vector<excerpt>& parts,
                                             const std::vector<std::string>& text) {
  std::map<std::size_t, std::size_t> depths;
  for (const excerpt& part : parts)
    for (std::uint32_t line = part.first; line <= part.last; ++line)
      if (const std::size_t indent = indentation(text[line - 1]); indent != std::string::npos)
        depths.emplace(indent, 0);
  std::size_t depth = 0;
  for (auto& [indent, place] : depths) place = depth++;
  return depths;
}

/// The line without what is at its end, two columns in for each depth.
std::string with_depth(const std::string& line, const std::map<std::size_t, std::size_t>& depths) {
  const std::size_t indent = indentation(line);
  if (indent == std::string::npos) return "";
  std::string code(2 * depths.at(indent), ' ');
  for (const char letter : line.substr(indent, line.find_last_not_of(" \t\r") + 1 - indent))
    code += letter == '\t' ? ' ' : letter;
  return code;
}

std::string code_html(const std::string& file, const std::set<std::uint32_t>& lines,
                      const std::vector<std::string>& text) {
  const std::vector<excerpt> parts = excerpts_of(lines, text.size());
  const std::map<std::size_t, std::size_t> depths = depths_of(parts, text);
  std::string rows;
  std::size_t shown = 0;
  for (const excerpt& part : parts) {
    if (shown > 0) rows += "<li class=\"gap\" aria-label=\"lines left out\">&#8942;</li>\n";
    for (std::uint32_t line = part.first; line <= part.last && shown < most_code_lines;
         ++line, ++shown) {
      const std::string code = with_depth(text[line - 1], depths);
      rows += fmt::format("<li data-line=\"{}\"><code>{}</code></li>\n", line,
                          html_escaped(elide_end(code, widest_line)));
    }
  }
  return fmt::format(
      "<ol class=\"code\" tabindex=\"0\" data-file=\"{0}\" aria-label=\"{0}\">\n{1}</ol>\n",
      html_escaped(file), rows);
}

std::string missing_html(const std::string& file) {
  return fmt::format(
      "<p class=\"missing\">The source of {} was not at hand when this page was made "
      "(<code>--source-root</code> says where to look).</p>\n",
      html_escaped(file));
}

std::string card_html(const page_view& from, std::size_t task, const lines_by_file& lines,
                      const source_texts& sources) {
  std::string code;
  for (const auto& [file, numbers] : lines) {
    const auto found = sources.find(file);
    code += fmt::format("<p class=\"file\">{}</p>\n", html_escaped(file));
    code += found == sources.end() ? missing_html(file) : code_html(file, numbers, found->second);
  }
  return fmt::format(
      "<article class=\"card task\" data-task=\"{}\">\n<h4>{} "
      "<span class=\"doing\"></span></h4>\n<p class=\"coming\"></p>\n{}</article>\n",
      task, task_html(from.told->tasks[task].name), code);
}

void add_files_of(std::set<std::string>& to, const execution& told) {
  for (const execution::step& step : told.steps)
    if (step.where.known()) to.insert(step.where.file);
  for (const execution::task& task : told.tasks)
    if (task.pending_at.known()) to.insert(task.pending_at.file);
  to.erase("");
}

}  // namespace

std::vector<std::string> source_files_of(const checker::result& from) {
  std::set<std::string> files;
  for (const checker::finding& one : from.findings) add_files_of(files, one.execution);
  return {files.begin(), files.end()};
}

std::vector<std::string> source_files_of(const checker::replay_result& from) {
  std::set<std::string> files;
  add_files_of(files, from.execution);
  return {files.begin(), files.end()};
}

std::string source_pane(const page_view& from, const source_texts& sources) {
  const std::vector<lines_by_file> lines = lines_by_task(from);
  std::string cards;
  std::size_t shown = 0;
  for (std::size_t task = 0; task < lines.size() && shown < most_cards; ++task) {
    if (lines[task].empty() && lines.size() > 1) continue;
    cards += card_html(from, task, lines[task], sources);
    ++shown;
  }
  if (shown == most_cards && lines.size() > shown)
    cards += fmt::format("<p class=\"note\">The first {} of {} tasks are shown here.</p>\n", shown,
                         lines.size());
  return pane(from, "sources", "Where each task is",
              "<div class=\"cards tasks\">\n" + cards + "</div>\n");
}

}  // namespace heddle::reports
