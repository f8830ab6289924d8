#include <fmt/format.h>

#include <algorithm>

#include "checker/deadlocks/blocked_tasks.hpp"
#include "checker/deadlocks/closed_sets.hpp"
#include "checker/deadlocks/wait_for_graph.hpp"
#include "checker/deadlocks/wakeups.hpp"
#include "checker/detectors/all.hpp"

namespace heddle::checker::detectors {
namespace {

using scheduler::execution;

/// The main task is stuck, or takes no part and everybody unfinished is.
bool is_total(const finished_run& run, const wait_for_graph& graph) {
  if (!run.main_takes_part || run.created_tasks.empty()) return run.how == scheduler::ending::stuck;
  const auto main = run.created_tasks.front().place;
  const auto is_main = [&](const auto& one) { return one.task == main; };
  return std::ranges::any_of(run.stuck, is_main) || std::ranges::any_of(graph.nodes, is_main);
}

bool missed_an_early_notification(const finished_run& run, const wait_for_node& node) {
  if (node.what != waited_for::notification) return false;
  const auto missed = missed_by(run, node.task, node.object);
  return missed && missed->fate == wakeup_fate::too_early;
}

/// A member missed a notification, and no lock keeps anybody from giving another one.
bool is_lost_wakeup(const finished_run& run, const wait_for_graph& graph, const closed_set& set) {
  const auto node = [&](std::size_t member) -> const wait_for_node& { return graph.nodes[member]; };
  return std::ranges::none_of(
             set.members,
             [](waited_for what) { return what == waited_for::lock || what == waited_for::call; },
             [&](std::size_t member) { return node(member).what; }) &&
         std::ranges::any_of(set.members, [&](std::size_t member) {
           return missed_an_early_notification(run, node(member));
         });
}

finding_kind kind_of(const finished_run& run, const wait_for_graph& graph, const closed_set& set) {
  if (set.shape == deadlock_shape::itself) return finding_kind::self_deadlock;
  if (is_lost_wakeup(run, graph, set)) return finding_kind::lost_wakeup;
  return is_total(run, graph) ? finding_kind::deadlock : finding_kind::partial_deadlock;
}

std::uint64_t identity_of_what(const finished_run& run, const wait_for_node& node) {
  if (node.what == waited_for::end_of_task && !node.enablers.empty())
    return identity_of_task(run, node.enablers.front().task);
  return identity_of_object(run, node.object);
}

/// What is waited for, and at which lines; not by whom, nor by how many. The sum makes it
/// independent of the order of the tasks.
std::uint64_t key_of(const finished_run& run, const wait_for_graph& graph, const closed_set& set,
                     finding_kind kind) {
  std::vector<std::uint64_t> waits;
  waits.reserve(set.members.size());
  for (const std::size_t member : set.members)
    waits.push_back(
        mix(identity_of_what(run, graph.nodes[member]), hash_of(graph.nodes[member].site)));
  std::ranges::sort(waits);
  waits.erase(std::unique(waits.begin(), waits.end()), waits.end());
  std::uint64_t sum = 0;
  for (const std::uint64_t one : waits) sum += one;
  return mix(mix(static_cast<std::uint64_t>(kind), static_cast<std::uint64_t>(set.shape)), sum);
}

/// Whether tasks can be stuck for good and by nobody's failure: who waits for something that a
/// failed task would have done is not reported.
bool may_have_deadlocks(const finished_run& run) {
  const bool ended = run.how == scheduler::ending::stuck || run.how == scheduler::ending::truncated;
  return ended && run.failures.empty() && !run.stuck.empty();
}

void detect_deadlock(const finished_run& run, detector_memory&, std::vector<symptom>& seen) {
  if (!may_have_deadlocks(run)) return;
  const wait_for_graph graph = wait_for_graph_of(run);
  for (const closed_set& set : closed_sets(graph)) {
    const finding_kind kind = kind_of(run, graph, set);
    seen.push_back({.kind = kind, .key = key_of(run, graph, set, kind)});
  }
}

/// What nobody is left to do, to be followed by the name of an object.
std::string_view what_is_missing(waited_for what) {
  switch (what) {
    case waited_for::permits:
      return "release";
    case waited_for::notification:
      return "notify";
    case waited_for::count_down:
      return "count down";
    case waited_for::arrival:
      return "arrive at";
    case waited_for::message:
      return "send to";
    case waited_for::room:
      return "receive from";
    default:
      return "set";
  }
}

/// The same for all sets with the same key: without names of tasks, whom the order may exchange.
std::string message_of(const finding& found, deadlock_shape shape, const execution& told) {
  const std::vector<const blocked_task*> members = members_of(found.blocked);
  const auto lost = std::ranges::find_if(
      members, [](const blocked_task* one) { return lost_wakeup_of(*one) != nullptr; });
  const bool is_lost = found.kind == finding_kind::lost_wakeup && lost != members.end();
  const blocked_task& first = is_lost ? **lost : *members.front();
  const std::string object = first.object == execution::none
                                 ? std::string()
                                 : told.objects[static_cast<std::size_t>(first.object)].name;
  if (is_lost) return fmt::format("a notification of {} came before the wait for it", object);
  switch (shape) {
    case deadlock_shape::itself:
      return fmt::format("the task that holds {} waits for it", object);
    case deadlock_shape::abandoned:
      return fmt::format("{} is held by a task that has ended", object);
    case deadlock_shape::nobody_left:
      return fmt::format("nobody is left to {} {}", what_is_missing(first.what), object);
    default:
      return fmt::format("{} tasks wait for ever", members.size());
  }
}

/// The closed set with the key of the symptom. There is one: the run is the same.
closed_set set_of(const symptom& what, const finished_run& run, const wait_for_graph& graph) {
  for (const closed_set& set : closed_sets(graph))
    if (key_of(run, graph, set, kind_of(run, graph, set)) == what.key) return set;
  return {};
}

deadlock_facts facts_of(const closed_set& set, const finding& found, const execution& told,
                        const std::vector<std::size_t>& listed) {
  deadlock_facts facts{.shape = set.shape, .since = 0, .cycle = {}};
  for (const blocked_task& one : found.blocked)
    if (!one.bystander) facts.since = std::max(facts.since, blocked_since(one, told));
  for (const std::size_t node : set.cycle)
    facts.cycle.push_back(static_cast<int>(std::ranges::find(listed, node) - listed.begin()));
  return facts;
}

void describe_deadlock(const symptom& what, const finished_run& run, const execution& told,
                       finding& into) {
  const wait_for_graph graph = wait_for_graph_of(run);
  const closed_set set = set_of(what, run, graph);
  std::vector<std::size_t> listed = bystanders(graph, set);
  listed.insert(listed.end(), set.members.begin(), set.members.end());
  std::ranges::sort(listed);
  for (const std::size_t node : listed) {
    into.blocked.push_back(tell_blocked_task(graph.nodes[node], run, told));
    into.blocked.back().bystander = std::ranges::count(set.members, node) == 0;
  }
  into.deadlock = facts_of(set, into, told, listed);
  into.message = message_of(into, set.shape, told);
}

}  // namespace

constinit const detector deadlock{detect_deadlock, describe_deadlock};

}  // namespace heddle::checker::detectors
