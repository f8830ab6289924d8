#include "cli/help.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "checker/token.hpp"
#include "cli/check_options.hpp"
#include "cli/console.hpp"
#include "cli/errors.hpp"
#include "cli/graph_options.hpp"
#include "cli/help_topics.hpp"
#include "cli/report_options.hpp"
#include "cli/suggest.hpp"
#include "cli/verb_options.hpp"
#include "cli/verb_parser.hpp"
#include "cli/verbs.hpp"
#include "reports/json/json.hpp"

namespace heddle::cli {

namespace {

struct verb_page {
  std::string_view name;
  std::string_view usage;
  std::string_view purpose;
  /// The most useful forms, with `{0}` for the program.
  std::string_view examples;
};

constexpr verb_page pages[] = {
    {"list", "list [PATTERN...] [--json [FILE]]", "Shows the models and what they are about.",
     R"(  {0} list                     all models
  {0} list tutorial.bank       those whose names begin so
  {0} list '*.unsafe' -v       globs; with what the models are known for
)"},
    {"check", "check [PATTERN...] [OPTIONS]",
     "Runs models under many schedules and tells what can go wrong.",
     R"(  {0} check                               all models
  {0} check tutorial.bank --outcomes      with a table of what came out
  {0} check NAME --strategy random --seed 7 --executions 100000
  {0} check NAME --stop first --json -    one finding, for programs
  {0} check --junit F --sarif F           for build servers and code scanning
  {0} check NAME --native                 one run on real threads instead
)"},
    {"replay", "replay TOKEN [--mode strict|prefix|continue] [--json [FILE]]",
     "Runs one execution again, exactly, and shows its steps.",
     R"(  {0} replay r1.NAME.SCHEDULE.SHAPE.CHECKSUM
  {0} replay TOKEN --mode prefix      as far as it fits a changed model
)"},
    {"explain", "explain TOKEN [--all] [--json [FILE]]",
     "Tells what is wrong with one execution, and which of its steps matter.",
     R"(  {0} explain r1.NAME.SCHEDULE.SHAPE.CHECKSUM
  {0} explain TOKEN --all      with the steps of all tasks
)"},
    {"shrink", "shrink TOKEN [--executions N] [--json [FILE]]",
     "Looks for a smaller schedule that fails in the same way.",
     R"(  {0} shrink r1.NAME.SCHEDULE.SHAPE.CHECKSUM
  {0} shrink TOKEN --executions 1000000      look longer
)"},
    {"graph", "graph TOKEN|MODEL [--kind K] -o FILE", "Draws what is wrong with a model.",
     R"(  {0} graph NAME -o ring.svg      its first deadlock: who has what, who waits
  {0} graph TOKEN -o ring.png     the one of a token
  {0} graph NAME > ring.dot       for Graphviz
  {0} graph NAME --kind lockorder -o F.svg   locks taken in circles of orders
  {0} graph NAME --kind spacetime -o F.svg   step by step; also .mmd, .json
  {0} graph NAME --kind tree -o F.svg        all executions of a small search
)"},
    {"report", "report TOKEN|MODEL -o FILE.html",
     "Writes a page to look at in a browser: what is wrong, why, and every step of it.",
     R"(  {0} report NAME -o page.html        all that is wrong with a model
  {0} report TOKEN -o page.html       one execution
  {0} check --html DIR      a page for each model that fails, and an index
)"},
    {"help", "help [TOPIC|COMMAND]", "Explains a topic or a command.",
     R"(  {0} help                     all topics
  {0} help exit-codes
)"}};

const verb_page& page_of(std::string_view verb) {
  return *std::ranges::find(pages, verb, &verb_page::name);
}

std::string all_options(std::string_view verb) {
  verb_parser parser{std::string{verb}};
  list_settings list;
  check_settings check;
  replay_settings replay;
  shrink_settings shrink;
  explain_settings explain;
  graph_settings graph;
  report_settings report;
  if (verb == "list")
    add_list_options(parser, list);
  else if (verb == "check")
    add_check_options(parser, check);
  else if (verb == "replay")
    add_replay_options(parser, replay);
  else if (verb == "explain")
    add_explain_options(parser, explain);
  else if (verb == "shrink")
    add_shrink_options(parser, shrink);
  else if (verb == "graph")
    add_graph_options(parser, graph);
  else if (verb == "report")
    add_report_options(parser, report);
  return parser.options_help();
}

std::string brief_page(const verb_page& page, const std::string& command) {
  return fmt::format("Usage: {} {}\n{}\n\n{}", command, page.usage, page.purpose,
                     fmt::format(fmt::runtime(page.examples), command));
}

std::string full_page(const verb_page& page, const std::string& command) {
  const std::string options = all_options(page.name);
  return brief_page(page, command) + (options.empty() ? "" : "\nOptions:\n" + options);
}

std::string topic_list(const std::string& command) {
  std::string text = "Topics:\n";
  for (const help_topic& topic : help_topics())
    text += fmt::format("  {} help {:<15} {}\n", command, topic.name, topic.summary);
  return text;
}

[[noreturn]] void refuse_topic(const std::string& name) {
  std::vector<std::string> known;
  for (const help_topic& topic : help_topics()) known.emplace_back(topic.name);
  for (const verb_page& page : pages) known.emplace_back(page.name);
  throw command_error{exit_code::usage, fmt::format("there is no help about '{}'{}", name,
                                                    did_you_mean(name, known))};
}

}  // namespace

std::string brief_help(const std::string& command) {
  return fmt::format(
      R"(heddle runs concurrent models in every interleaving and tells what goes wrong.
  {0} list [PATTERN...]      the models and what they are about
  {0} check [PATTERN...]     search models: a name, its start, or a glob
      --strategy NAME           dpor: all; portfolio: a sample by --seed N
      --outcomes                what came out, how often, with a token each
      --json FILE               results for programs; - is standard output
  {0} explain|replay|shrink TOKEN   why it fails; again; a smaller one
  {0} graph|report TOKEN|MODEL -o FILE   a picture; a page to step through it
  {0} help [TOPIC]   strategies, tokens, exit-codes, coffman, writing-models
  {0} --help, --version      all options; versions
)",
      command);
}

std::string full_help(const std::string& command) {
  std::string text =
      "heddle runs concurrent models in every interleaving and tells what goes wrong.\n";
  for (const verb_page& page : pages) text += "\n" + full_page(page, command);
  return text + "\n" + topic_list(command);
}

std::string version_text() {
  return fmt::format("heddle {}\ntoken version {}\nschema version {}\n", HEDDLE_VERSION,
                     checker::token_version, reports::schema_version);
}

bool wants_help(const std::vector<std::string>& arguments) {
  const auto end = std::ranges::find(arguments, "--");
  return std::any_of(arguments.begin(), end, [](const std::string& argument) {
    return argument == "-h" || argument == "--help";
  });
}

std::string verb_help(const std::string& verb, const std::vector<std::string>& arguments,
                      const std::string& command) {
  const bool full = std::ranges::find(arguments, "--help") != arguments.end();
  return full ? full_page(page_of(verb), command) : brief_page(page_of(verb), command);
}

exit_code run_help(const invocation& call) {
  if (call.arguments.empty()) {
    print(brief_help(call.command) + "\n" + topic_list(call.command));
    return exit_code::success;
  }
  if (call.arguments.size() > 1)
    throw command_error{exit_code::usage, "help is about one topic at a time"};
  const std::string& name = call.arguments.front();
  if (const auto topic = std::ranges::find(help_topics(), name, &help_topic::name);
      topic != help_topics().end())
    print(topic->text());
  else if (const auto page = std::ranges::find(pages, name, &verb_page::name);
           page != std::end(pages))
    print(full_page(*page, call.command));
  else
    refuse_topic(name);
  return exit_code::success;
}

}  // namespace heddle::cli
