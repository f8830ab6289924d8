#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checker/finding.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::reports {

/// One of Coffman's conditions in one deadlock, in words.
struct coffman_words {
  checker::coffman condition = checker::coffman::mutual_exclusion;
  bool holds = false;
  /// What shows that it holds, or why it does not.
  std::string evidence;
  /// How to break it; of a condition that does not hold empty, but for the circular wait: how to
  /// avoid what there is instead.
  std::string remedy;
};

/// `mutual exclusion`.
std::string_view name_of(checker::coffman condition);

/// All four, in order; none for findings without closed set.
std::vector<coffman_words> coffman_words_of(const checker::finding& found);

/// The conditions with their evidence, then how to break each. Empty for findings without closed
/// set.
std::string coffman_text(const checker::finding& found, const text_options& options);

}  // namespace heddle::reports
