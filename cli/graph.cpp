#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "checker/check.hpp"
#include "checker/replay.hpp"
#include "cli/console.hpp"
#include "cli/errors.hpp"
#include "cli/graph_kinds.hpp"
#include "cli/graph_options.hpp"
#include "cli/graphviz.hpp"
#include "cli/search_plan.hpp"
#include "cli/subject.hpp"
#include "cli/tokens.hpp"
#include "cli/verb_parser.hpp"
#include "cli/verbs.hpp"

namespace heddle::cli {

namespace {

/// All executions of the model's own search, if they are few enough to be looked at.
checker::exploration_tree explored(const model& subject, const isolation_settings& how) {
  const search_plan plan = plan_for(subject, {});
  isolation safely{how};
  using tree = std::optional<checker::exploration_tree>;
  tree found = safely.run<tree>(
      [&] {
        const auto strategy = checker::make_strategy(plan.strategy, plan.strategy_options);
        return checker::explore(subject, *strategy, plan.check_options);
      },
      [&](const crash_note&) -> tree {
        throw command_error{
            exit_code::nothing_to_draw,
            fmt::format("no tree of {}: an execution of it ends the process", subject.name())};
      });
  if (found) return std::move(*found);
  const checker::exploration_limits limits;
  throw command_error{
      exit_code::nothing_to_draw,
      fmt::format("no tree of {}: a picture has room for {} executions and {} steps, and the "
                  "search takes more",
                  subject.name(), limits.executions, limits.steps)};
}

graph_material material_of(const graph_settings& settings, const graph_kind& kind) {
  if (settings.subject.empty())
    throw command_error{exit_code::usage,
                        "graph needs a token or a model: heddle graph TOKEN|MODEL -o FILE"};
  const isolation_settings how = settings.isolation.settings();
  const bool token = is_token(settings.subject);
  const auto subject = [&]() -> const model& {
    return token ? model_of(token_for("graph", settings.subject))
                 : single_model("graph", settings.subject);
  };
  if (kind.needs_tree) return {.found = {}, .tree = explored(subject(), how)};
  if (token) {
    checker::replay_result replayed = execution_of("graph", settings.subject, how);
    return {.found = std::move(replayed.found), .execution = std::move(replayed.execution)};
  }
  isolation safely{how};
  return {.found = search_of(subject(), plan_for(subject(), {}), safely)};
}

std::string ending_of(const std::string& file) {
  const std::size_t name = file.find_last_of('/') + 1;
  const std::size_t dot = file.find_last_of('.');
  return dot == std::string::npos || dot < name ? "" : file.substr(dot + 1);
}

/// The format to write, which the kind has. Throws `command_error`.
std::string format_for(const graph_settings& settings, const graph_kind& kind) {
  const std::vector<std::string> known = kind.format_names();
  std::string format = settings.format;
  if (format.empty()) format = settings.output == "-" ? "dot" : ending_of(settings.output);
  if (std::ranges::count(known, format) != 0) return format;
  throw command_error{
      exit_code::usage,
      fmt::format("a graph of kind {} is written as {}: '{}' {}", kind.name, fmt::join(known, ", "),
                  settings.format.empty() ? settings.output : format,
                  settings.format.empty() ? "ends otherwise" : "is something else")};
}

std::string drawn(const graph_kind& kind, const std::string& format,
                  const reports::graph_subject& subject) {
  if (const graph_format* own = kind.format(format)) return own->draw(subject);
  return rendered_by_graphviz(kind.format("dot")->draw(subject), format);
}

}  // namespace

exit_code run_graph(const invocation& call) {
  graph_settings settings;
  verb_parser parser{"graph"};
  add_graph_options(parser, settings);
  parser.parse(call.arguments);
  const graph_kind& kind = graph_kind_of(settings.kind);
  const std::string format = format_for(settings, kind);
  require_writable(settings.output);

  const graph_material from = material_of(settings, kind);
  const auto subject = kind.first_in(from);
  if (!subject)
    throw command_error{exit_code::nothing_to_draw,
                        fmt::format("nothing to draw of kind {}: {} in {}", kind.name, kind.nothing,
                                    from.found.model)};
  write_file(settings.output, drawn(kind, format, *subject));
  return exit_code::success;
}

}  // namespace heddle::cli
