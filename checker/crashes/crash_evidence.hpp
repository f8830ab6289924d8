#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "checker/crashes/crash.hpp"
#include "checker/finding.hpp"
#include "checker/finished_run.hpp"
#include "checker/token.hpp"

namespace heddle::checker {

/// Replays a token whose execution never ends, with recording on. From the last of its `steps` on,
/// `keep` is handed the record whenever there is more to it: the last one is what is known when the
/// model ends the process.
void record_until_crash(const std::function<void()>& body, const token& what, std::size_t steps,
                        const std::function<void(const scheduler::execution&)>& keep);

/// The finding of a crash in `run`, while `task` ran (a place of the run; `no_task`: nobody did).
/// `told` is the record of the run, empty if there is none; `failed_at` is the line that failed,
/// if it is known. Without token and occurrences.
finding finding_of(const crash& what, const finished_run& run, scheduler::task_index task,
                   const scheduler::execution& told, const scheduler::source_line& failed_at);

}  // namespace heddle::checker
