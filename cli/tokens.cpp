#include "cli/tokens.hpp"

#include <vector>

#include <fmt/format.h>

#include "cli/errors.hpp"
#include "cli/suggest.hpp"

namespace heddle::cli {

checker::token token_for(const std::string& verb, const std::string& text) {
  if (text.empty())
    throw command_error{exit_code::usage, fmt::format("{0} needs a token: heddle {0} TOKEN", verb)};
  return checker::parse_token(text);
}

const model& model_of(const checker::token& from) {
  if (const model* found = checker::find_model(from.model)) return *found;
  std::vector<std::string> names;
  for (const model* one : checker::registered_models()) names.push_back(one->name());
  throw command_error{exit_code::bad_file,
                      fmt::format("the token is for the model '{}', which this program does not "
                                  "have{}",
                                  from.model, did_you_mean(from.model, names))};
}

exit_code code_of_reproduced(const checker::result& found, const std::string& divergence) {
  if (!divergence.empty()) return exit_code::diverged;
  std::vector<exit_code> codes;
  codes.reserve(found.findings.size());
  // A potential deadlock has not been reproduced: it never fails unasked.
  for (const checker::finding& one : found.findings)
    if (one.kind != finding_kind::potential_deadlock) codes.push_back(code_of(one.kind));
  return most_important(codes);
}

}  // namespace heddle::cli
