#include "reports/text/lock_order.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "reports/text/columns.hpp"
#include "reports/text/deadlock_names.hpp"
#include "reports/text/labels.hpp"

namespace heddle::reports {

namespace {

using checker::coffman;
using checker::lock_order;
using checker::lock_order_edge;
using scheduler::patience;

constexpr std::size_t widest_holder = 16;

std::string line_text(const scheduler::source_line& where) {
  return elide_front(printable(where.brief()), widest_where);
}

/// `lock A -> lock B -> lock A`.
std::string ring_text(const lock_order& order) {
  std::string text;
  for (const lock_order_edge& each : order.edges) text += printable(each.held) + " -> ";
  return text + printable(order.edges.front().held);
}

/// `lock A -> lock B (a.cpp:13), lock B -> lock A (a.cpp:20)`.
std::string orders_text(const lock_order& order) {
  std::string text;
  for (const lock_order_edge& each : order.edges)
    text += fmt::format("{}{} -> {} ({})", text.empty() ? "" : ", ", printable(each.held),
                        printable(each.wanted), line_text(each.wanted_at));
  return text;
}

std::string shared_text(bool shared) { return shared ? " (shared)" : ""; }

std::string step_text(std::string_view word, std::uint32_t step) {
  return step == 0 ? "" : fmt::format("{} step {}", word, step);
}

/// Task, what it did, when, where.
using order_row = std::array<std::string, 4>;

std::vector<order_row> rows_of(const lock_order& order) {
  std::vector<order_row> rows;
  for (const lock_order_edge& each : order.edges) {
    rows.push_back({elide_end(printable(each.task), widest_holder),
                    "holds: " + printable(each.held) + shared_text(each.held_shared),
                    step_text("since", each.held_since), line_text(each.taken_at)});
    rows.push_back({"", "asks for: " + printable(each.wanted) + shared_text(each.wanted_shared),
                    step_text("at", each.wanted_since), line_text(each.wanted_at)});
    for (const std::string& other : each.also_held)
      rows.push_back({"", "also holds: " + printable(other), "", ""});
  }
  return rows;
}

std::string table_text(const lock_order& order, const text_options& options) {
  const std::vector<order_row> rows = rows_of(order);
  std::array<std::size_t, 4> width{};
  for (const order_row& each : rows)
    for (std::size_t column = 0; column < width.size(); ++column)
      width[column] = std::max(width[column], width_of(each[column]));
  width[1] = std::min(width[1], options.width - margin - width[0] - width[2] - width[3] - 6);
  std::string text;
  for (const order_row& each : rows) {
    std::string line =
        fmt::format("{}{}  {}  {}  {}", std::string(margin, ' '), pad(each[0], width[0]),
                    pad(elide_end(each[1], width[1]), width[1]), pad(each[2], width[2]), each[3]);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string locks_text(const lock_order& order) {
  std::string text;
  for (std::size_t place = 0; place < order.edges.size(); ++place) {
    const bool last = place + 1 == order.edges.size();
    text += (place == 0 ? "" : last ? " and " : ", ") + printable(order.edges[place].held);
  }
  return text;
}

std::string indented(const std::string& text, std::size_t more, const text_options& options) {
  return std::string(margin, ' ') + wrap(text, margin + more, options.width) + "\n";
}

std::string what_could_happen(const text_options& options) {
  return indented(
      "Here it did not come to a deadlock. It could if each task took its first lock before any "
      "takes its second: no lock that both hold keeps them apart, and nothing but locks says who "
      "comes first.",
      0, options);
}

std::string ways_out(const lock_order& order, const text_options& options) {
  const std::string locks = locks_text(order);
  return indented("To rule it out, do one of:", 0, options) +
         indented(fmt::format("- take {} in this order everywhere", locks), 2, options) +
         indented(fmt::format("- take {} at once with scoped_lock", locks), 2, options) +
         indented("- let each task hold one more lock, the same, around both (a gate)", 2, options);
}

std::string direction_text(const lock_order& order) {
  if (order.directed == 0) return "not confirmed: no execution was directed at it";
  return fmt::format("not confirmed in {}", counted(order.directed, "directed execution"));
}

/// The locks by which the condition is broken.
std::string broken_at(const lock_order& order) {
  std::vector<std::string> names;
  for (std::size_t place = 0; place < order.edges.size(); ++place) {
    const lock_order_edge& each = order.edges[place];
    const lock_order_edge& next = order.edges[(place + 1) % order.edges.size()];
    const bool here = order.broken == coffman::mutual_exclusion
                          ? each.wanted_shared && next.held_shared
                      : order.broken == coffman::hold_and_wait ? each.timing == patience::attempt
                                                               : each.timing == patience::timed;
    if (here) names.push_back(printable(each.wanted));
  }
  return list_text(names);
}

std::string broken_text(const lock_order& order) {
  const std::string locks = broken_at(order);
  switch (*order.broken) {
    case coffman::mutual_exclusion:
      return fmt::format("1, mutual exclusion, does not hold: holders of {} share with who asks",
                         locks);
    case coffman::hold_and_wait:
      return fmt::format(
          "2, hold and wait, does not hold: asking for {} does not wait, it fails if it must",
          locks);
    case coffman::no_preemption:
      return fmt::format("3, no preemption, does not hold: the wait for {} has a time-out", locks);
    case coffman::circular_wait:
      break;
  }
  return "";
}

}  // namespace

std::string lock_order_text(const checker::finding& found, const text_options& options) {
  if (found.kind != finding_kind::potential_deadlock || !found.predicted) return "";
  const lock_order& order = *found.predicted;
  return indented("lock order: " + ring_text(order), 0, options) + "\n" +
         table_text(order, options) + "\n" + what_could_happen(options) + ways_out(order, options);
}

std::string lock_order_lines(const checker::finding& found, const text_options& options) {
  if (!found.predicted) return "";
  const lock_order& order = *found.predicted;
  if (found.kind == finding_kind::potential_deadlock)
    return labelled_and_wrapped("Directed", direction_text(order), options);
  // Where the search has not seen it, that its executions agree says little about others.
  const bool in_any = order.in_every_execution && order.directed == 0;
  std::string text;
  if (order.directed > 0)
    text += labelled_and_wrapped(
        "Found",
        fmt::format("in directed execution {}, after the search: its lock order predicted it",
                    order.directed),
        options);
  return text +
         labelled_and_wrapped("Also",
                              fmt::format("the lock order {} predicts this from {} single run.",
                                          orders_text(order), in_any ? "any" : "a"),
                              options);
}

std::string harmless_text(const lock_order& order) {
  if (order.broken)
    return fmt::format("the lock order {} makes no deadlock: of Coffman's conditions {}",
                       orders_text(order), broken_text(order));
  return fmt::format(
      "the lock order {} predicts a deadlock, but no schedule does this: {}, complete",
      orders_text(order), counted(order.executions, "execution"));
}

bool is_worth_a_remark(const lock_order& order) {
  if (order.broken != coffman::hold_and_wait) return true;
  return std::ranges::any_of(order.edges, [](const lock_order_edge& each) {
    return each.timing == patience::attempt && each.taken_at.brief() != each.wanted_at.brief();
  });
}

}  // namespace heddle::reports
