#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.hpp"

namespace heddle::cli {

/// One call of the program.
struct invocation {
  /// What follows the verb.
  std::vector<std::string> arguments;
  /// What to type to call this program again.
  std::string command;
};

// The verbs, each in a file of its name. They throw `command_error`.

/// `heddle list`: the models and what they are about.
exit_code run_list(const invocation& call);
/// `heddle check`: searches models and tells what was found.
exit_code run_check(const invocation& call);
/// `heddle replay`: one execution again, step by step.
exit_code run_replay(const invocation& call);
/// `heddle explain`: what is wrong with one execution, and why.
exit_code run_explain(const invocation& call);
/// `heddle shrink`: smaller schedules that fail in the same way.
exit_code run_shrink(const invocation& call);
/// `heddle graph`: a picture of what was found.
exit_code run_graph(const invocation& call);
/// `heddle report`: a page to look at in a browser.
exit_code run_report(const invocation& call);
/// `heddle help`: the commands, one command, or a topic.
exit_code run_help(const invocation& call);

}  // namespace heddle::cli
