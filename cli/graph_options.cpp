#include "cli/graph_options.hpp"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "cli/arguments.hpp"
#include "cli/graph_kinds.hpp"
#include "cli/validators.hpp"

namespace heddle::cli {

void add_graph_options(CLI::App& parser, graph_settings& into) {
  std::vector<std::string> names;
  for (const graph_kind& one : graph_kinds()) names.emplace_back(one.name);
  into.kind = names.front();
  parser
      .add_option("subject", into.subject,
                  "What check printed behind 'Replay', or a model: then it is searched as check "
                  "does, and the first finding that can be drawn is drawn")
      ->type_name("TOKEN|MODEL");
  parser.add_option("--kind", into.kind, fmt::format("What to draw (default: {})", into.kind))
      ->type_name(fmt::format("{}", fmt::join(names, "|")))
      ->check(one_of(names));
  parser
      .add_option("-o", into.output,
                  "The file to write, in the format that its name ends with; - is standard output "
                  "(default: -)")
      ->type_name("FILE");
  parser
      .add_option("--format", into.format,
                  "The format, whatever the file's name (default: as the name ends; dot for "
                  "standard output)")
      ->type_name("dot|svg|png|mmd|json")
      ->check(one_of({"dot", "svg", "png", "mmd", "json"}));
  add_isolation_options(parser, into.isolation);
}

}  // namespace heddle::cli
