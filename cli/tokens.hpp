#pragma once

#include <string>

#include "checker/model.hpp"
#include "checker/result.hpp"
#include "checker/token.hpp"
#include "cli/exit_code.hpp"

/// What verbs that are given a token have in common.
namespace heddle::cli {

/// Reads the token that `verb` was given. Throws `command_error` if it was given none, and
/// `token_error` if it cannot be read.
checker::token token_for(const std::string& verb, const std::string& text);

/// The model of a token. Throws `command_error` if this program does not have it.
const model& model_of(const checker::token& from);

/// The exit code of an execution that was reproduced: what it shows counts, declared or not; a
/// divergence before all.
exit_code code_of_reproduced(const checker::result& found, const std::string& divergence);

}  // namespace heddle::cli
