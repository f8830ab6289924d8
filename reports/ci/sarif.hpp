#pragma once

#include <cstddef>
#include <string>

#include "reports/ci/checked_run.hpp"

namespace heddle::reports {

/// How a SARIF log looks.
struct sarif_options {
  /// What to type to call this program, for commands to paste.
  std::string command = "heddle";
  /// Absolute paths below this folder become relative to it; empty: none.
  std::string source_root{};
  /// Of longer executions the code flow has the steps that matter only, the last of them: code
  /// scanning services show no more than 1000.
  std::size_t most_steps = 1000;
};

/// SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format, 2020) with one run:
///
/// - a rule for each kind of finding, whether or not there is one;
/// - a result for each finding. Those that the model declares are suppressed, and notes;
/// - in it one code flow with a thread flow for each task, their steps numbered across all of them
///   (`executionOrder`), those that brought the finding about `essential`;
/// - a notification for each declared finding that did not occur, each search that was interrupted
///   or too short, and each error of ours.
///
/// No columns, no times: the same results give the same bytes.
std::string sarif_log(const checked_run& from, const sarif_options& options);

}  // namespace heddle::reports
