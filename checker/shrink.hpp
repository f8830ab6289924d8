#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "checker/model.hpp"
#include "checker/result.hpp"
#include "checker/shrink/shrink_options.hpp"
#include "checker/token.hpp"

namespace heddle::checker {

/// What shrinking a token gave.
struct shrink_result {
  /// One execution; each of its findings with the smallest schedule that shows it.
  result found;
  /// The token it began with.
  std::string given;
  /// Why the execution did not go as the token says; empty if it did. Then nothing is shrunk.
  std::string divergence;
};

/// Looks for smaller schedules that fail as the token's does: the fewest preemptions, then the
/// fewest steps, then the fewest switches between tasks. See docs/shrinking.md.
shrink_result shrink(const model& subject, const token& what, const shrink_options& options = {});
shrink_result shrink(std::string_view name, const std::function<void()>& body, const token& what,
                     const shrink_options& options = {}, std::span<const expectation> expect = {});

}  // namespace heddle::checker
