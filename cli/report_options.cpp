#include "cli/report_options.hpp"

#include <CLI/CLI.hpp>

namespace heddle::cli {

void add_source_root(CLI::App& parser, std::optional<std::string>& into) {
  parser
      .add_option("--source-root", into,
                  "Where the sources are that pages show parts of (default: the current folder, "
                  "then where they were compiled)")
      ->type_name("DIR");
}

void add_report_options(CLI::App& parser, report_settings& into) {
  parser
      .add_option("subject", into.subject,
                  "What check printed behind 'Replay', for the page of that execution; or a model: "
                  "then it is searched as check does, and the page has all findings")
      ->type_name("TOKEN|MODEL");
  parser.add_option("-o", into.output, "The file to write; - is standard output (default: -)")
      ->type_name("FILE");
  add_source_root(parser, into.source_root);
  add_isolation_options(parser, into.isolation);
}

}  // namespace heddle::cli
