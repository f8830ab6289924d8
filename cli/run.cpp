#include "cli/run.hpp"

#include <algorithm>
#include <exception>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "checker/model.hpp"
#include "checker/token.hpp"
#include "cli/console.hpp"
#include "cli/errors.hpp"
#include "cli/exit_code.hpp"
#include "cli/help.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"
#include "scheduler/failure.hpp"

namespace heddle::cli {

namespace {

struct verb {
  std::string_view name;
  exit_code (*run)(const invocation& call);
  /// Whether it works with models: then they must be registered without errors.
  bool needs_models;
};

constexpr verb verbs[] = {{"list", run_list, true},     {"check", run_check, true},
                          {"replay", run_replay, true}, {"explain", run_explain, true},
                          {"shrink", run_shrink, true}, {"graph", run_graph, true},
                          {"report", run_report, true}, {"help", run_help, false}};

[[noreturn]] void refuse_verb(const std::string& name) {
  std::vector<std::string> known;
  for (const verb& one : verbs) known.emplace_back(one.name);
  throw command_error{exit_code::usage,
                      fmt::format("there is no command '{}'{}", name, did_you_mean(name, known))};
}

void require_sound_models() {
  const std::vector<std::string>& errors = checker::registration_errors();
  if (errors.empty()) return;
  std::string text = "the models of this program are not registered as they must be:";
  for (const std::string& one : errors) text += "\n  " + one;
  throw command_error{exit_code::internal_error, text};
}

exit_code dispatch(const invocation& call, const std::string& name) {
  const auto found = std::ranges::find(verbs, name, &verb::name);
  if (found == std::end(verbs)) refuse_verb(name);
  if (wants_help(call.arguments)) {
    print(verb_help(name, call.arguments, call.command));
    return exit_code::success;
  }
  if (found->needs_models) require_sound_models();
  return found->run(call);
}

exit_code run_arguments(std::vector<std::string> arguments, std::string command) {
  if (arguments.empty()) {
    print_error(brief_help(command));
    return exit_code::usage;
  }
  const std::string first = arguments.front();
  if (first == "-h" || first == "--help")
    print(first == "-h" ? brief_help(command) : full_help(command));
  else if (first == "--version")
    print(version_text());
  else if (first.starts_with("-"))
    throw command_error{exit_code::usage,
                        fmt::format("unknown flag {}{}", first,
                                    did_you_mean(first, {"--help", "--version", "-h"}))};
  else
    return dispatch({{arguments.begin() + 1, arguments.end()}, std::move(command)}, first);
  return exit_code::success;
}

exit_code fail(exit_code code, std::string_view what) {
  print_error(fmt::format("heddle: {}\n", what));
  return code;
}

exit_code run_and_catch(int argc, char** argv) {
  try {
    std::vector<std::string> arguments{argv + std::min(argc, 1), argv + argc};
    return run_arguments(std::move(arguments), command_to_type(argc > 0 ? argv[0] : "heddle"));
  } catch (const command_error& error) {
    return fail(error.code(), error.what());
  } catch (const checker::token_error& error) {
    return fail(exit_code::bad_file, error.what());
  } catch (const scheduler::usage_error& error) {
    return fail(exit_code::usage, error.what());
  } catch (const std::exception& error) {
    return fail(exit_code::internal_error, fmt::format("internal error: {}", error.what()));
  } catch (...) {
    return fail(exit_code::internal_error, "internal error: an exception of an unknown type");
  }
}

}  // namespace

int run(int argc, char** argv) { return static_cast<int>(run_and_catch(argc, argv)); }

}  // namespace heddle::cli
