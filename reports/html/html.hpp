#pragma once

#include <span>
#include <string>

#include "checker/exploration_tree.hpp"
#include "checker/replay.hpp"
#include "checker/result.hpp"
#include "reports/html/source_text.hpp"

/// What people look at in a browser: one file that needs nothing else, neither a network nor a
/// server, and lets in nothing but its own script and style. The same result gives the same bytes:
/// how long the search took is left out.
namespace heddle::reports {

/// What a page needs beside the result.
struct page_options {
  /// What to type to call this program, for commands to paste.
  std::string command = "heddle";
  source_texts sources;
  /// All executions of the search, for the reader to go other ways; null: there are too many.
  const checker::exploration_tree* tree = nullptr;
};

/// The page of a model: each finding with its execution to step through, what came out, how it was
/// searched, and the JSON report to download.
std::string html_report(const checker::result& from, const page_options& options);

/// The page of one execution. Precondition: it went as its token says.
std::string html_report(const checker::replay_result& from, const page_options& options);

/// One line of an index: a result, and the file that its page is in.
struct index_entry {
  const checker::result* from = nullptr;
  std::string file;
};

/// A page that leads to the pages of several models.
std::string html_index(std::span<const index_entry> entries);

}  // namespace heddle::reports
