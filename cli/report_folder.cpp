#include "cli/report_folder.hpp"

#include <utility>

#include "cli/console.hpp"
#include "cli/dot_files.hpp"
#include "reports/html/html.hpp"

namespace heddle::cli {

namespace {

std::string page_file(const checker::result& found) { return found.model + ".html"; }

}  // namespace

report_folder::report_folder(std::string path, std::string command,
                             const std::optional<std::string>& root)
    : path_(std::move(path)), command_(std::move(command)), sources_(root) {
  require_folder(path_);
  require_writable(file("index.html"));
}

void report_folder::add(const checker::result& found, const checker::exploration_tree* tree) {
  if (found.findings.empty()) return;
  sources_.read(reports::source_files_of(found));
  write_file(file(page_file(found)),
             reports::html_report(
                 found, {.command = command_, .sources = sources_.texts(), .tree = tree}));
}

void report_folder::finish(const std::vector<checker::result>& results) const {
  std::vector<reports::index_entry> entries;
  for (const checker::result& one : results)
    entries.push_back({&one, one.findings.empty() ? "" : page_file(one)});
  write_file(file("index.html"), reports::html_index(entries));
}

}  // namespace heddle::cli
