#pragma once

#include "checker/model.hpp"
#include "checker/replay.hpp"
#include "checker/result.hpp"
#include "checker/shrink.hpp"
#include "checker/token.hpp"
#include "cli/isolation/isolation.hpp"
#include "cli/search_plan.hpp"

/// What is left to tell when a model has ended the process that ran it. All executions run in
/// processes of their own.
namespace heddle::cli {

/// The result of a search that a crash has ended: what it had seen before, by doing that again, and
/// the crash as a finding, with a schedule as small as can be found.
checker::result recover_check(const model& subject, const search_plan& plan, const crash_note& note,
                              isolation& how);

/// Replays a token, also one that stands for a crash.
checker::replay_result replay_safely(const model& subject, const checker::token& what,
                                     checker::replay_mode mode, const isolation_settings& settings);

/// The same with a smaller schedule, if there is one.
checker::shrink_result recover_shrink(const model& subject, const checker::token& what,
                                      const checker::shrink_options& budget, const crash_note& note,
                                      isolation& how);

}  // namespace heddle::cli
