#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checker/model.hpp"

namespace heddle::cli {

/// Whether the whole of `text` is as `glob` says: `*` any characters, dots included, `?` one.
bool glob_matches(std::string_view glob, std::string_view text);

/// Whether a pattern means the model of that name: a glob over the whole name, or, without `*` and
/// `?`, the first components of the name (`tutorial.bank` means `tutorial.bank.unsafe`).
bool pattern_matches(std::string_view pattern, std::string_view name);

/// What is nearest to a pattern that matches nothing: a name, or the start of names. May be empty.
std::string suggest_pattern(const std::string& pattern, const std::vector<std::string>& names);

/// The registered models that at least one pattern means, by name; all of them without patterns.
/// Throws `command_error` (usage) with a suggestion if a pattern matches none.
std::vector<const model*> select_models(const std::vector<std::string>& patterns);

}  // namespace heddle::cli
