#pragma once

#include <functional>
#include <string>

#include "checker/finding.hpp"

/// Findings of real searches, and executions to draw.
namespace heddle::reports::test {

/// The first finding of a kind in a model.
checker::finding found_in(const std::string& model, finding_kind kind);

/// The same in a body that is no registered model.
checker::finding found_in(const std::string& name, const std::function<void()>& body,
                          finding_kind kind);

/// Two messages from one task to another, which checks the sum.
checker::finding wrong_sum_of_messages();

/// `steps` steps of two tasks that take turns at writing a number; a preemption at each tenth.
scheduler::execution many_steps(std::size_t steps);

/// So many tasks, each of which writes once to one of as many objects.
scheduler::execution many_tasks(std::size_t tasks);

/// Names and texts that mean something in every format.
scheduler::execution hostile();

/// Whether `text` is well-formed XML of one element: tags are closed in order, attributes quoted
/// and distinct, entities known. What is wrong, or nothing.
std::string xml_problem(std::string_view text);

}  // namespace heddle::reports::test
