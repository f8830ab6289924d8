#pragma once

#include <string>

#include "checker/finding.hpp"
#include "reports/diagram/space_time.hpp"
#include "scheduler/execution.hpp"

namespace heddle::reports {

/// An execution in the Trace Event Format (Google, "Trace Event Format"), for ui.perfetto.dev and
/// chrome://tracing: a track for each task, and below them one for each object with its states. A
/// step takes a microsecond that never was: step N begins at N - 1. Arrows are flow events;
/// preemptions, remarks and what goes wrong are instants. All steps, however many. `about` may be
/// null.
std::string trace_events_json(const scheduler::execution& execution, const checker::finding* about,
                              const space_time_options& options = {});

}  // namespace heddle::reports
