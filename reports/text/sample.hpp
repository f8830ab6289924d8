#pragma once

#include <string>
#include <vector>

#include "checker/finding.hpp"
#include "checker/result.hpp"

/// What the sample of a random strategy has shown, and what it leaves open.
namespace heddle::reports {

/// The flags of `check` that draw the finding's execution again: `--strategy pct --depth 3 --seed 1
/// --first 17 --parameters 42`; empty if it was not drawn.
std::string drawn_text(const checker::finding& found);

/// What the sample allows to say, each in a line: what its strategy promises, or the rule of three;
/// and the estimate of traces not seen. Empty if there is no sample, or it is too small.
std::vector<std::string> sample_texts(const checker::result& from);

/// The share of executions below which, with 95 % confidence, every bug stays that was not seen in
/// `executions` of them: the rule of three.
double open_share(std::uint64_t executions);

}  // namespace heddle::reports
