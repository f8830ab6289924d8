#include "cli/help.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "checker/token.hpp"
#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "cli/errors.hpp"
#include "cli/help_topics.hpp"
#include "cli/options.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"
#include "reports/json.hpp"

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
)"},
    {"replay", "replay TOKEN [--json [FILE]]",
     "Runs one execution again, exactly, and shows its steps.",
     R"(  {0} replay r1.NAME.SCHEDULE.SHAPE.CHECKSUM
)"},
    {"shrink", "shrink TOKEN [--executions N] [--json [FILE]]",
     "Looks for a smaller schedule that fails in the same way.",
     R"(  {0} shrink r1.NAME.SCHEDULE.SHAPE.CHECKSUM
  {0} shrink TOKEN --executions 1000000      look longer
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
  if (verb == "list")
    add_list_options(parser, list);
  else if (verb == "check")
    add_check_options(parser, check);
  else if (verb == "replay")
    add_replay_options(parser, replay);
  else if (verb == "shrink")
    add_shrink_options(parser, shrink);
  return options_help(parser);
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
      --executions N            end after so many; --duration 30s: after so long
      --outcomes                what came out, how often, with a token each
      --json FILE               results for programs; - is standard output
  {0} replay|shrink TOKEN    one execution again; a smaller one that fails so
  {0} help [TOPIC]           strategies, tokens, exit-codes, writing-models
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
