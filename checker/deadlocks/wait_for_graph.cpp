#include "checker/deadlocks/wait_for_graph.hpp"

#include <algorithm>
#include <optional>

namespace heddle::checker {
namespace {

using scheduler::event;
using scheduler::operation_kind;
using scheduler::outcome;
using scheduler::task_index;

/// A waiter that has been notified is no longer among the sleepers.
bool still_sleeps(const finished_run& run, const finished_run::waiting& one) {
  return run.objects[one.pending.object].tasks.contains(one.task);
}

/// Nothing for operations that a task is never stuck at by the others' fault.
std::optional<waited_for> what_it_waits_for(const finished_run& run,
                                            const finished_run::waiting& one) {
  switch (one.pending.kind) {
    case operation_kind::lock:
    case operation_kind::lock_shared:
      return waited_for::lock;
    case operation_kind::wake:
      return still_sleeps(run, one) ? waited_for::notification : waited_for::lock;
    case operation_kind::enter_once:
      return waited_for::call;
    case operation_kind::join:
      return waited_for::end_of_task;
    case operation_kind::acquire:
      return waited_for::permits;
    case operation_kind::latch_wait:
      return waited_for::count_down;
    case operation_kind::pass:
      return waited_for::arrival;
    case operation_kind::receive:
      return waited_for::message;
    case operation_kind::send:
      return waited_for::room;
    case operation_kind::event_wait:
      return waited_for::setting;
    default:
      return std::nullopt;
  }
}

scheduler::object_index object_waited_for(waited_for what, const scheduler::operation& pending) {
  if (what == waited_for::end_of_task) return scheduler::no_object;
  const bool woken = what == waited_for::lock && pending.kind == operation_kind::wake;
  return woken ? pending.second : pending.object;
}

/// Whether an event of this kind could have let a task go on that waits for `what`.
bool could_help(waited_for what, operation_kind kind) {
  switch (what) {
    case waited_for::permits:
      return kind == operation_kind::release;
    case waited_for::notification:
      return kind == operation_kind::notify_one || kind == operation_kind::notify_all;
    case waited_for::count_down:
      return kind == operation_kind::count_down;
    case waited_for::arrival:
      return kind == operation_kind::arrive;
    case waited_for::message:
      return kind == operation_kind::send;
    case waited_for::room:
      return kind == operation_kind::receive;
    case waited_for::setting:
      return kind == operation_kind::set;
    default:
      return false;
  }
}

/// Adds the nodes' enablers. Those of one node at a time.
class enablers_of {
 public:
  enablers_of(const finished_run& run, const finished_run::waiting& waiting, wait_for_node& node)
      : run_(run), waiting_(waiting), node_(node) {}

  void add_all() {
    if (node_.what == waited_for::end_of_task)
      add(static_cast<task_index>(waiting_.pending.object));
    else if (needs_all(node_.what))
      add_owners();
    else
      add_those_who_have_shown_it();
  }

 private:
  enabler& add(task_index task) {
    const auto same = std::ranges::find(node_.enablers, task, &enabler::task);
    if (same != node_.enablers.end()) return *same;
    node_.enablers.push_back({.task = task});
    return node_.enablers.back();
  }

  void add_owners() {
    const scheduler::object_state& object = run_.objects[node_.object];
    if (object.owner != scheduler::no_task) add(object.owner).holds = true;
    if (object.kind == scheduler::object_kind::shared_mutex)
      object.tasks.for_each([&](task_index task) { add(task).holds = true; });
  }

  void add_those_who_have_shown_it() {
    for (std::size_t place = 0; place < run_.events.size(); ++place) {
      const event& done = run_.events[place];
      if (done.object != node_.object || done.task == node_.task) continue;
      if (could_help(node_.what, done.kind) && done.how != outcome::misuse &&
          done.how != outcome::timed_out)
        add(done.task).event = place;
    }
    if (node_.what == waited_for::permits) add_holders_of_permits();
    if (node_.what == waited_for::arrival) drop_those_who_have_arrived();
    if (node_.what == waited_for::count_down) drop_those_who_wait_too();
  }

  void add_holders_of_permits() {
    for (const auto& created : run_.created_tasks) {
      const auto task = static_cast<task_index>(created.place);
      if (task != node_.task && permits_held(run_, task, node_.object) > 0) add(task).holds = true;
    }
  }

  /// Who has arrived in this phase arrives no more, unless it is to run the completion function;
  /// nor does who has left in an earlier one.
  void drop_those_who_have_arrived() {
    std::erase_if(node_.enablers, [&](const enabler& one) {
      const event& last = run_.events[one.event];
      const bool this_phase = last.value == waiting_.pending.argument;
      return this_phase ? last.how != outcome::last : last.flag;
    });
  }

  /// Who has counted down and waits for the others has done its part.
  void drop_those_who_wait_too() {
    std::erase_if(node_.enablers, [&](const enabler& one) {
      return std::ranges::any_of(run_.stuck, [&](const auto& other) {
        return other.task == one.task && other.pending.kind == operation_kind::latch_wait &&
               other.pending.object == node_.object;
      });
    });
  }

  const finished_run& run_;
  const finished_run::waiting& waiting_;
  wait_for_node& node_;
};

const finished_run::identity& identity_of(const finished_run& run, task_index task) {
  return *std::ranges::find(run.created_tasks, task, &finished_run::identity::place);
}

wait_for_node& starter_in(wait_for_graph& graph, task_index task) {
  const auto same = std::ranges::find(graph.nodes, task, &wait_for_node::task);
  if (same != graph.nodes.end()) return *same;
  graph.nodes.push_back({.task = task, .what = waited_for::end_of_task, .in_together = true});
  return graph.nodes.back();
}

/// Adds those whose `together` waits for a node, which may be one of them itself.
void add_starters(const finished_run& run, wait_for_graph& graph) {
  const std::size_t stuck = graph.nodes.size();
  for (std::size_t place = 0; place < graph.nodes.size(); ++place) {
    const finished_run::identity& who = identity_of(run, graph.nodes[place].task);
    if (who.together)
      starter_in(graph, who.creator)
          .enablers.push_back({.task = static_cast<task_index>(who.place)});
  }
  if (graph.nodes.size() == stuck) return;
  const ordinals age(run.created_tasks);
  std::ranges::sort(graph.nodes, {}, [&](const wait_for_node& node) { return age(node.task); });
}

void connect(wait_for_graph& graph) {
  std::vector<std::size_t> place_of;
  for (std::size_t place = 0; place < graph.nodes.size(); ++place) {
    const task_index task = graph.nodes[place].task;
    if (task >= place_of.size()) place_of.resize(task + std::size_t{1}, graph.nodes.size());
    place_of[task] = place;
  }
  for (wait_for_node& node : graph.nodes)
    for (enabler& one : node.enablers) {
      one.stuck = one.task < place_of.size() && place_of[one.task] < graph.nodes.size();
      one.ended = !one.stuck && graph.others_ended;
      if (one.stuck) node.waits_for.push_back(place_of[one.task]);
    }
}

bool is_hopeless(const wait_for_node& node) {
  if (needs_all(node.what))
    return std::ranges::any_of(node.enablers, [](const enabler& one) { return !one.stuck; });
  return node.waits_for.empty();
}

}  // namespace

std::int64_t permits_held(const finished_run& run, scheduler::task_index task,
                          scheduler::object_index semaphore) {
  std::int64_t held = 0;
  for (const event& done : run.events) {
    if (done.task != task || done.object != semaphore || done.how != outcome::done) continue;
    if (done.kind == operation_kind::acquire) held += static_cast<std::int64_t>(done.argument);
    if (done.kind == operation_kind::release) held -= static_cast<std::int64_t>(done.argument);
  }
  return held;
}

wait_for_graph wait_for_graph_of(const finished_run& run) {
  wait_for_graph graph;
  graph.others_ended = run.how == scheduler::ending::stuck;
  for (const finished_run::waiting& one : run.stuck) {
    const auto what = what_it_waits_for(run, one);
    if (!what) continue;
    wait_for_node node{.task = one.task,
                       .what = *what,
                       .object = object_waited_for(*what, one.pending),
                       .site = one.pending.site};
    enablers_of(run, one, node).add_all();
    graph.nodes.push_back(std::move(node));
  }
  add_starters(run, graph);
  connect(graph);
  if (graph.others_ended)
    for (wait_for_node& node : graph.nodes) node.hopeless = is_hopeless(node);
  return graph;
}

}  // namespace heddle::checker
