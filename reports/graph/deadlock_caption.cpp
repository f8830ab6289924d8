#include "reports/graph/deadlock_caption.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/text/columns.hpp"
#include "reports/text/deadlock_names.hpp"

namespace heddle::reports {

namespace {

using checker::blocked_task;
using checker::deadlock_shape;
using checker::finding;
using scheduler::execution;
using scheduler::operation_kind;

const std::string& plain_task_name(const execution& told, int task) {
  return told.tasks[static_cast<std::size_t>(task)].name;
}

const std::string& plain_object_name(const execution& told, int object) {
  return told.objects[static_cast<std::size_t>(object)].name;
}

std::string members_text(const finding& found) {
  std::vector<std::string> names;
  for (const blocked_task* one : checker::members_of(found.blocked))
    names.push_back(name_of_task(found, one->task));
  return list_text(std::move(names));
}

/// Whether all that members wait for is in the hands of known tasks, one at a time: then a circle
/// is a deadlock by itself.
bool circle_suffices(const finding& found, const resource_graph& graph) {
  for (const blocked_task* one : checker::members_of(found.blocked)) {
    if (!checker::needs_all(one->what)) return false;
    if (one->object == execution::none) continue;
    const auto resource =
        std::ranges::find(graph.resources, one->object, &resource_graph::resource_node::object);
    if (resource == graph.resources.end() || resource->instances != 1) return false;
  }
  return true;
}

/// Why nobody who is not in the set can help: the reduction of the graph.
std::string reduction_text(const finding& found) {
  const std::string members = members_text(found);
  const bool one = checker::members_of(found.blocked).size() == 1;
  return fmt::format(
      "Graph reduction (Coffman, Holt): take away all tasks that can still go on, with what they "
      "have and would still do. What is left is {}: {} can never go on.",
      members, one ? "it" : "they");
}

std::string circle_text(const finding& found, const resource_graph& graph) {
  const std::string circle = fmt::format("Circular wait: {}.", cycle_text(found));
  if (circle_suffices(found, graph))
    return circle + " Each resource on it has one instance, so the circle alone is a deadlock.";
  return circle +
         " But somebody else could provide some of what they wait for: where that is so, a circle "
         "is necessary, and not enough.";
}

/// What nobody is left to do.
std::string nobody_text(const finding& found) {
  const blocked_task& waiter = *checker::members_of(found.blocked).front();
  const std::string what = name_of_object(found, waiter.object);
  const std::string_view verb = helping_verb(waiter.what);
  if (waiter.helpers.empty())
    return fmt::format("No circle: {} is held by nobody, and nobody ever came to {} it.", what,
                       verb);
  return fmt::format(
      "No circle: {} is held by nobody, and whoever came to {} it has ended or waits, too.", what,
      verb);
}

std::string abandoned_text(const finding& found) {
  for (const blocked_task* one : checker::members_of(found.blocked))
    for (const checker::helper& holder : one->helpers)
      if (holder.ended)
        return fmt::format("No circle: {} ended and still has {}, so nobody can give it back.",
                           name_of_task(found, holder.task), name_of_object(found, one->object));
  return "No circle: the holder has ended.";
}

std::string itself_text(const finding& found) {
  const blocked_task& waiter = *checker::members_of(found.blocked).front();
  return fmt::format("{} waits for {}, which it has itself: a circle of one task.",
                     name_of_task(found, waiter.task), awaited_name(found, waiter));
}

/// The notifications that came to nothing.
std::string missed_text(const finding& found) {
  for (const blocked_task* one : checker::members_of(found.blocked)) {
    const checker::missed_wakeup* const lost = checker::lost_wakeup_of(*one);
    if (lost == nullptr) continue;
    return fmt::format(
        "{} notified {} at step {}, before {} began to wait at step {}: a notification is not "
        "kept.",
        name_of_task(found, lost->notifier), name_of_object(found, one->object), lost->step,
        name_of_task(found, one->task), lost->waits_since);
  }
  return "";
}

std::string shape_text(const finding& found, const resource_graph& graph) {
  switch (facts_of(found).shape) {
    case deadlock_shape::itself:
      return itself_text(found);
    case deadlock_shape::abandoned:
      return abandoned_text(found);
    case deadlock_shape::nobody_left:
      return nobody_text(found);
    case deadlock_shape::cycle:
    case deadlock_shape::closed_set:
      break;
  }
  return facts_of(found).cycle.empty() ? "No circle of single instances."
                                       : circle_text(found, graph);
}

std::string since_words(std::uint32_t step, const scheduler::source_line& where) {
  std::string text = step == 0 ? " from the start" : fmt::format(" since step {}", step);
  if (where.known()) text += fmt::format(" ({})", where.brief());
  return text;
}

}  // namespace

std::vector<std::string> deadlock_caption(const finding& found, const resource_graph& graph) {
  std::vector<std::string> caption{shape_text(found, graph)};
  if (std::string missed = missed_text(found); !missed.empty())
    caption.push_back(std::move(missed));
  const deadlock_shape shape = facts_of(found).shape;
  const bool single = shape == deadlock_shape::itself ||
                      (shape == deadlock_shape::cycle && circle_suffices(found, graph));
  if (!single) caption.push_back(reduction_text(found));
  return caption;
}

std::string deadlock_description(const finding& found, const resource_graph& graph) {
  const execution& told = found.execution;
  std::string text;
  for (const auto& one : graph.assignments)
    text += fmt::format("{} has {}{}. ", plain_task_name(told, one.task),
                        plain_object_name(told, one.object), since_words(one.since, one.where));
  for (const auto& one : graph.requests)
    text += fmt::format("{} waits for {}{}{}. ", plain_task_name(told, one.task),
                        one.object == execution::none
                            ? "the end of " + plain_task_name(told, one.other_task)
                            : plain_object_name(told, one.object),
                        since_words(one.since, one.where),
                        one.part == graph_part::bystander ? ", as a bystander" : "");
  for (const auto& one : graph.productions)
    if (one.since != 0)
      text += fmt::format("{} {} {} at step {}. ", plain_task_name(told, one.task),
                          production_verb(told, one.since), plain_object_name(told, one.object),
                          one.since);
  if (!text.empty()) text.pop_back();
  return text;
}

std::string_view production_verb(const execution& told, std::uint32_t step) {
  if (step == 0 || step > told.steps.size()) return "helped";
  switch (told.steps[step - 1].kind) {
    case operation_kind::notify_one:
    case operation_kind::notify_all:
      return "notified";
    case operation_kind::release:
      return "released";
    case operation_kind::acquire:
      return "took one";
    case operation_kind::count_down:
      return "counted down";
    case operation_kind::arrive:
      return "arrived";
    case operation_kind::send:
      return "sent";
    case operation_kind::receive:
      return "received";
    case operation_kind::close:
      return "closed";
    case operation_kind::set:
      return "set";
    case operation_kind::reset:
      return "reset";
    default:
      return "helped";
  }
}

}  // namespace heddle::reports
