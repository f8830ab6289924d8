#include "reports/ci/sarif.hpp"

#include <utility>

#include <fmt/format.h>

#include "reports/ci/sarif_parts.hpp"
#include "reports/ci/sarif_result.hpp"
#include "reports/ci/sarif_rules.hpp"
#include "reports/text/verdict.hpp"

namespace heddle::reports {

namespace {

sarif_json notification(sarif_notice notice, std::string_view level, const std::string& text) {
  sarif_json one;
  one["descriptor"]["id"] = name_of(notice);
  one["descriptor"]["index"] = static_cast<int>(notice);
  one["level"] = level;
  one["message"] = sarif_message(text);
  return one;
}

void add_notifications(sarif_json& to, const checker::result& from, const strictness& demands) {
  if (misses_declared(from))
    for (const std::string& missing : from.missing)
      to.push_back(notification(
          sarif_notice::expected_missing, "error",
          fmt::format("{}: the model declares {}, which did not occur", from.model, missing)));
  if (falls_short(from, demands))
    to.push_back(notification(
        sarif_notice::not_complete, "error",
        fmt::format("{}: too little was checked ({}, {})", from.model,
                    checker::name_of(from.covered.kind),
                    from.executions == 0 ? "no execution counts" : "it has to be complete")));
  if (interrupted_by_somebody(from))
    to.push_back(notification(sarif_notice::interrupted, "warning",
                              from.model + ": the search was interrupted"));
}

sarif_json notifications_of(const checked_run& from) {
  sarif_json all = sarif_json::array();
  for (const checker::result& one : from.results) add_notifications(all, one, from.demands);
  if (from.error)
    all.push_back(notification(sarif_notice::internal_error, "error",
                               from.error->model + ": " + from.error->what));
  for (const std::string& model : from.not_run)
    all.push_back(notification(sarif_notice::interrupted, "warning",
                               model + ": not checked, the run ended before"));
  return all;
}

bool ran_to_its_end(const checked_run& from) {
  for (const checker::result& one : from.results)
    if (interrupted_by_somebody(one)) return false;
  return !from.error && from.not_run.empty();
}

}  // namespace

std::string sarif_log(const checked_run& from, const sarif_options& options) {
  sarif_json run;
  run["tool"]["driver"] = sarif_driver();
  sarif_json invocation;
  invocation["executionSuccessful"] = ran_to_its_end(from);
  invocation["toolExecutionNotifications"] = notifications_of(from);
  run["invocations"] = sarif_json::array({std::move(invocation)});
  run["originalUriBaseIds"]["%SRCROOT%"]["description"]["text"] =
      "The folder that the sources were compiled from.";
  run["results"] = sarif_json::array();
  for (const checker::result& one : from.results)
    for (const checker::finding& found : one.findings)
      run["results"].push_back(sarif_result(one, found, from.demands, options));
  sarif_json log;
  log["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  log["version"] = "2.1.0";
  log["runs"] = sarif_json::array({std::move(run)});
  return log.dump(2, ' ', false, sarif_json::error_handler_t::replace) + "\n";
}

}  // namespace heddle::reports
