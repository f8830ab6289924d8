#pragma once

#include <string_view>

#include "reports/html/page_view.hpp"
#include "reports/json/json_parts.hpp"

/// What the page's script knows of an execution beside the report itself.
namespace heddle::reports {

/// What a task is about to do, of a step that says also what came of it: `read balance` of
/// `read balance -> 100`.
std::string_view announcement_of(const scheduler::execution::step& step);

/// `{"last", "open", "tasks", "objects", "files", "steps"}`. Each step has its number, task, text
/// and line, whom it preempts, whether it conflicts and matters, and what changes with it: of tasks
/// their state, what they are about to do and where, of objects their state. The first of them is
/// the beginning, number 0, with all of that. Where steps are left out, the next one has their
/// changes, too.
json stepping_json(const page_view& from);

}  // namespace heddle::reports
