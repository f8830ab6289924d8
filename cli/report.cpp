#include "cli/console.hpp"
#include "cli/errors.hpp"
#include "cli/report_options.hpp"
#include "cli/sources.hpp"
#include "cli/subject.hpp"
#include "cli/verb_parser.hpp"
#include "cli/verbs.hpp"
#include "reports/html/html.hpp"

namespace heddle::cli {

namespace {

/// The page of what was found, with the sources that it shows parts of.
template <class Found>
std::string page_about(const Found& found, const std::optional<checker::exploration_tree>& tree,
                       const report_settings& settings, const std::string& command) {
  source_reader sources{settings.source_root};
  sources.read(reports::source_files_of(found));
  return reports::html_report(
      found, {.command = command, .sources = sources.texts(), .tree = tree ? &*tree : nullptr});
}

std::string page_for(const report_settings& settings, const std::string& command) {
  const isolation_settings how = settings.isolation.settings();
  if (is_token(settings.subject))
    return page_about(execution_of("report", settings.subject, how), std::nullopt, settings,
                      command);
  const model& subject = single_model("report", settings.subject);
  const search_plan plan = plan_for(subject, {});
  isolation safely{how};
  const checker::result found = search_of(subject, plan, safely);
  return page_about(found, tree_of(subject, plan, found, safely), settings, command);
}

}  // namespace

exit_code run_report(const invocation& call) {
  report_settings settings;
  verb_parser parser{"report"};
  add_report_options(parser, settings);
  parser.parse(call.arguments);
  if (settings.subject.empty())
    throw command_error{exit_code::usage,
                        "report needs a token or a model: heddle report TOKEN|MODEL -o FILE.html"};
  require_writable(settings.output);
  write_file(settings.output, page_for(settings, call.command));
  return exit_code::success;
}

}  // namespace heddle::cli
