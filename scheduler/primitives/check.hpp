#pragma once

#include <source_location>
#include <string_view>

namespace heddle {

/// The model's assertion. If the condition is false, the execution has failed, with `message` as
/// the name of the property, and the task ends; the others go on. No operation: conditions read
/// what they name.
void check(bool condition, std::string_view message = {},
           std::source_location where = std::source_location::current());

/// What the model takes for granted. If the condition is false, the task is blocked for ever and
/// the execution does not count.
void assume(bool condition, std::source_location where = std::source_location::current());

}  // namespace heddle
