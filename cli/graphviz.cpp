#include "cli/graphviz.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include <fmt/format.h>

#include "cli/child_process.hpp"
#include "cli/errors.hpp"

namespace heddle::cli {

namespace {

constexpr int not_there = 127;

/// Becomes `dot`, which reads `text` and writes to `output`. Never returns.
[[noreturn]] void become_dot(std::string_view text, const std::string& format, int output) {
  std::FILE* const input = std::tmpfile();
  if (input == nullptr || std::fwrite(text.data(), 1, text.size(), input) != text.size()) _exit(1);
  std::rewind(input);
  dup2(fileno(input), STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  execlp("dot", "dot", ("-T" + format).c_str(), static_cast<char*>(nullptr));
  _exit(not_there);
}

}  // namespace

std::string rendered_by_graphviz(std::string_view dot, const std::string& format) {
  const child_result drawn = run_in_child(
      [&](const child_output& output) { become_dot(dot, format, output.descriptor()); });
  if (drawn.how == child_ending::left && drawn.exit_code == 0 && !drawn.sent.empty())
    return drawn.sent;
  if (drawn.how == child_ending::left && drawn.exit_code == not_there)
    throw command_error{exit_code::no_program,
                        fmt::format("a {0} needs Graphviz, and there is no program 'dot': install "
                                    "the package graphviz, or ask for an .svg, which needs none",
                                    format)};
  throw command_error{exit_code::internal_error,
                      fmt::format("Graphviz could not draw this: dot -T{} failed", format)};
}

}  // namespace heddle::cli
