#pragma once

#include <optional>
#include <string>

#include "checker/exploration_tree.hpp"
#include "checker/replay.hpp"
#include "checker/result.hpp"
#include "cli/common_options.hpp"
#include "cli/isolation/isolation.hpp"
#include "cli/search_plan.hpp"

/// What verbs are about that take a token or a model.
namespace heddle::cli {

/// Whether what somebody typed is meant as a token: `r1.` and the like begin no name of a model
/// that has no such first word.
bool is_token(const std::string& text);

/// The one model that `pattern` means. Throws `command_error` if these are none or several.
const model& single_model(const std::string& verb, const std::string& pattern);

/// The model's own search, as `heddle check MODEL` does it.
checker::result search_of(const model& subject, const search_plan& plan, isolation& safely);

/// All executions of a search, by doing it again; nothing if there are too many to be looked at, or
/// if it was a sample or did not come to its end.
std::optional<checker::exploration_tree> tree_of(const model& subject, const search_plan& plan,
                                                 const checker::result& found, isolation& safely);

/// The execution of a token. Throws `command_error` if it does not go as the token says.
checker::replay_result execution_of(const std::string& verb, const std::string& token,
                                    const isolation_settings& how);

}  // namespace heddle::cli
