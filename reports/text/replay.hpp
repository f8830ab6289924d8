#pragma once

#include <string>

#include "checker/replay.hpp"
#include "reports/text/text_options.hpp"

/// One execution, run again from its token. Every function ends what it says with a line feed.
namespace heddle::reports {

/// What it reproduces, or what differs from the token, and all its steps.
std::string replay_report(const checker::replay_result& from, const text_options& options);

/// The long form of all that is wrong with it: what `model_report` says of a finding; which orders
/// of steps mattered that the scheduler was free to choose; and what findings of that kind are. In
/// `detail::full` with all steps, of which those that matter are marked.
std::string explanation(const checker::replay_result& from, const text_options& options);

}  // namespace heddle::reports
