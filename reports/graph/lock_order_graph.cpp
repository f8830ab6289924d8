#include "reports/graph/lock_order_graph.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "checker/lock_order/lock_order.hpp"
#include "reports/text/columns.hpp"
#include "reports/text/lock_order.hpp"

namespace heddle::reports {

namespace {

using checker::lock_order;
using checker::lock_order_edge;
using checker::lock_order_status;

constexpr std::size_t widest_order_site = 26;
constexpr std::size_t widest_order_task = 20;
/// From lock to lock: labels are wider than those of resources.
constexpr double between_locks = 330;

std::string site_words(const scheduler::source_line& where) {
  return where.known() ? elide_front(printable(where.brief()), widest_order_site)
                       : "an unknown line";
}

/// What stands behind the word that it is potential.
std::string_view status_words(lock_order_status status) {
  switch (status) {
    case lock_order_status::confirmed:
      return ", and confirmed";
    case lock_order_status::refuted:
      return ", but refuted";
    case lock_order_status::broken:
      return ", but broken";
    case lock_order_status::potential:
      break;
  }
  return "";
}

std::string what_became_of(const lock_order& order) {
  switch (order.status) {
    case lock_order_status::confirmed:
      return order.directed > 0
                 ? fmt::format("Confirmed: directed execution {} ended in the deadlock.",
                               order.directed)
                 : std::string{"Confirmed: the search has seen the deadlock."};
    case lock_order_status::refuted:
      return fmt::format("Refuted: {} are all there are, and none ends in this deadlock.",
                         counted(order.executions, "execution"));
    case lock_order_status::broken:
      return fmt::format("Broken: {}.", harmless_text(order));
    case lock_order_status::potential:
      break;
  }
  const std::string tried = order.directed == 0
                                ? "no execution was directed at it"
                                : "not in " + counted(order.directed, "directed execution");
  return fmt::format(
      "Neither confirmed nor refuted: {}. Locks alone say so; it need not be "
      "possible.",
      tried);
}

class lock_order_painter {
 public:
  explicit lock_order_painter(const graph_subject& subject) : order_(*subject.order) {
    picture_.title = fmt::format("POTENTIAL deadlock in {}: locks taken in a circle of orders{}",
                                 subject.model, status_words(order_.status));
  }

  graph_picture paint() {
    for (const lock_order_edge& one : order_.edges) add_edge(one);
    place();
    for (std::size_t edge = 0; edge < order_.edges.size(); ++edge) describe(order_.edges[edge]);
    picture_.caption = {"Each arrow: a task acquired the second lock while it held the first.",
                        what_became_of(order_)};
    picture_.legend = {{graph_picture::key::sign::signal, "lock"},
                       {graph_picture::key::sign::solid, "acquired while held"}};
    return std::move(picture_);
  }

 private:
  std::size_t node_of(const std::string& lock) {
    const auto known = std::ranges::find(picture_.nodes, lock, &graph_picture::node::name);
    if (known != picture_.nodes.end())
      return static_cast<std::size_t>(known - picture_.nodes.begin());
    picture_.nodes.push_back(
        {.form = graph_picture::shape::square, .name = lock, .part = graph_part::potential});
    return picture_.nodes.size() - 1;
  }

  void add_edge(const lock_order_edge& one) {
    const std::size_t from = node_of(one.held);
    const std::size_t to = node_of(one.wanted);
    picture_.edges.push_back(
        {.from = from,
         .to = to,
         .style = graph_picture::line::solid,
         .label = {elide_end(printable(one.task), widest_order_task),
                   fmt::format("holds{}: {}", one.held_shared ? " (shared)" : "",
                               site_words(one.taken_at)),
                   fmt::format("asks{}: {}", one.wanted_shared ? " (shared)" : "",
                               site_words(one.wanted_at))},
         .part = graph_part::potential});
  }

  void place() {
    nodes_to_place wanted;
    wanted.ring_spacing = between_locks;
    wanted.ranks.resize(picture_.nodes.size());
    for (const graph_picture::edge& one : picture_.edges)
      wanted.links.push_back({one.from, one.to, true});
    const placed_nodes found = place_nodes(wanted);
    for (std::size_t node = 0; node < picture_.nodes.size(); ++node)
      picture_.nodes[node].middle = found.nodes[node];
  }

  void describe(const lock_order_edge& one) {
    if (!picture_.description.empty()) picture_.description += ' ';
    picture_.description +=
        fmt::format("{} acquired {} at {} while it held {} since {}.", one.task, one.wanted,
                    site_words(one.wanted_at), one.held, site_words(one.taken_at));
  }

  const lock_order& order_;
  graph_picture picture_;
};

}  // namespace

graph_picture lock_order_picture(const graph_subject& subject) {
  return lock_order_painter{subject}.paint();
}

std::string lock_order_dot(const graph_subject& subject) {
  return picture_dot(lock_order_picture(subject));
}

std::string lock_order_svg(const graph_subject& subject) {
  return picture_svg(lock_order_picture(subject));
}

}  // namespace heddle::reports
