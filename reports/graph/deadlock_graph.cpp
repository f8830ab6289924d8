#include "reports/graph/deadlock_graph.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "reports/graph/deadlock_caption.hpp"
#include "reports/graph/graph_shapes.hpp"
#include "reports/graph/layout.hpp"
#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using checker::finding;
using scheduler::execution;
using scheduler::object_kind;

constexpr std::size_t widest_graph_site = 26;

/// Makes a picture of the graph of one deadlock.
class deadlock_painter {
 public:
  explicit deadlock_painter(const graph_subject& subject)
      : found_(*subject.found),
        told_(found_.execution),
        graph_(resource_graph_of(found_)),
        layout_(layout_of(graph_)) {
    picture_.title = fmt::format("{} in {}: {}", name_of_kind(), subject.model, found_.message);
    picture_.caption = deadlock_caption(found_, graph_);
    picture_.description = deadlock_description(found_, graph_);
    picture_.centre = layout_.centre;
  }

  graph_picture paint() {
    for (const auto& one : graph_.tasks) add_task(one);
    for (const auto& one : graph_.resources) add_resource(one);
    for (const auto& one : graph_.requests) add_request(one);
    for (const auto& one : graph_.assignments) add_assignment(one);
    for (const auto& one : graph_.productions) add_production(one);
    picture_.legend = legend();
    turn_dots(picture_);
    return std::move(picture_);
  }

 private:
  [[nodiscard]] std::string_view name_of_kind() const {
    switch (found_.kind) {
      case finding_kind::partial_deadlock:
        return "Partial deadlock";
      case finding_kind::self_deadlock:
        return "Self-deadlock";
      case finding_kind::lost_wakeup:
        return "Lost wake-up";
      default:
        return "Deadlock";
    }
  }

  void add_task(const resource_graph::task_node& one) {
    const bool ended = one.state == resource_graph::task_state::ended;
    tasks_[one.task] = picture_.nodes.size();
    picture_.nodes.push_back({.form = graph_picture::shape::circle,
                              .name = told_.tasks[static_cast<std::size_t>(one.task)].name,
                              .note = ended ? "ended" : "",
                              .ended = ended,
                              .part = one.part,
                              .middle = layout_.tasks.at(one.task)});
  }

  void add_resource(const resource_graph::resource_node& one) {
    resources_[one.object] = picture_.nodes.size();
    picture_.nodes.push_back({.form = graph_picture::shape::square,
                              .name = told_.objects[static_cast<std::size_t>(one.object)].name,
                              .note = note_of(one),
                              .dots = one.instances,
                              .part = one.part,
                              .middle = layout_.resources.at(one.object)});
  }

  /// What a square without dots is, or the state that the dots do not show.
  static std::string note_of(const resource_graph::resource_node& one) {
    if (one.instances > 0) return "";
    switch (one.kind) {
      case object_kind::condition_variable:
        return "condition";
      case object_kind::semaphore:
        return "signal";
      case object_kind::event:
      case object_kind::latch:
      case object_kind::barrier:
      case object_kind::channel:
        return one.state.empty() ? std::string{scheduler::name_of(one.kind)} : one.state;
      default:
        return std::string{scheduler::name_of(one.kind)};
    }
  }

  static std::string site(const scheduler::source_line& where) {
    return where.known() ? elide_front(printable(where.brief()), widest_graph_site) : "";
  }

  void add_edge(graph_picture::edge made, const scheduler::source_line& where) {
    if (std::string line = site(where); !line.empty()) made.label.push_back(std::move(line));
    picture_.edges.push_back(std::move(made));
  }

  void add_request(const resource_graph::request& one) {
    const bool joins = one.object == execution::none;
    const std::string_view verb = joins ? "joins" : "waits";
    add_edge({.from = tasks_.at(one.task),
              .to = joins ? tasks_.at(one.other_task) : resources_.at(one.object),
              .style = graph_picture::line::dashed,
              .label = {one.since == 0 ? fmt::format("{} from the start", verb)
                                       : fmt::format("{} since step {}", verb, one.since)},
              .part = one.part},
             one.where);
  }

  void add_assignment(const resource_graph::assignment& one) {
    const std::string what = one.shared      ? "shared"
                             : one.units > 1 ? fmt::format("{} units", one.units)
                                             : "held";
    add_edge({.from = resources_.at(one.object),
              .to = tasks_.at(one.task),
              .style = graph_picture::line::solid,
              .dot = next_dot(one),
              .label = {one.since == 0 ? what : fmt::format("{} since step {}", what, one.since)},
              .part = one.part},
             one.where);
  }

  /// Those who share a lock share its dot.
  int next_dot(const resource_graph::assignment& one) {
    int& next = dots_[one.object];
    return one.shared ? next : next++;
  }

  void add_production(const resource_graph::production& one) {
    std::vector<std::string> label;
    if (one.since == 0)
      label.emplace_back("could help");
    else
      label.push_back(fmt::format("{} at step {}", production_verb(told_, one.since), one.since));
    if (came_too_early(one)) label.back() += ": too early";
    add_edge({.from = resources_.at(one.object),
              .to = tasks_.at(one.task),
              .style = graph_picture::line::dotted,
              .label = std::move(label),
              .part = one.part},
             one.where);
  }

  [[nodiscard]] bool came_too_early(const resource_graph::production& one) const {
    return std::ranges::any_of(found_.blocked, [&](const checker::blocked_task& waiter) {
      const checker::missed_wakeup* const lost = checker::lost_wakeup_of(waiter);
      return lost != nullptr && waiter.object == one.object && lost->notifier == one.task &&
             lost->step == one.since;
    });
  }

  /// Of the signs that there are.
  [[nodiscard]] std::vector<graph_picture::key> legend() const {
    using sign = graph_picture::key::sign;
    const auto has = [](const auto& all, auto member, auto value) {
      return std::ranges::any_of(all, [&](const auto& one) { return one.*member == value; });
    };
    const auto has_line = [&](graph_picture::line style) {
      return has(picture_.edges, &graph_picture::edge::style, style);
    };
    const auto signal = &resource_graph::resource_node::instances;
    std::vector<graph_picture::key> keys{{sign::task, "task"}};
    if (std::ranges::any_of(graph_.resources, [](const auto& one) { return one.instances > 0; }))
      keys.push_back({sign::resource, "resource, a dot for each instance"});
    if (has(graph_.resources, signal, 0U)) keys.push_back({sign::signal, "nobody ever holds it"});
    if (has_line(graph_picture::line::solid)) keys.push_back({sign::solid, "is held by"});
    keys.push_back({sign::dashed, "waits for"});
    if (has_line(graph_picture::line::dotted))
      keys.push_back({sign::dotted, "has done before what is waited for"});
    if (has(picture_.nodes, &graph_picture::node::part, graph_part::bystander))
      keys.push_back({sign::faint, "bystander"});
    return keys;
  }

  const finding& found_;
  const execution& told_;
  resource_graph graph_;
  graph_layout layout_;
  graph_picture picture_;
  std::map<int, std::size_t> tasks_;
  std::map<int, std::size_t> resources_;
  std::map<int, int> dots_;
};

}  // namespace

bool has_deadlock_graph(const finding& found) {
  return found.deadlock.has_value() && !found.blocked.empty();
}

graph_picture deadlock_picture(const graph_subject& subject) {
  return deadlock_painter{subject}.paint();
}

std::string deadlock_dot(const graph_subject& subject) {
  return picture_dot(deadlock_picture(subject));
}

std::string deadlock_svg(const graph_subject& subject) {
  return picture_svg(deadlock_picture(subject));
}

}  // namespace heddle::reports
