#include "reports/text/deadlock_names.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using checker::waited_for;

constexpr std::size_t widest_in_sentence = 24;

}  // namespace

const checker::deadlock_facts& facts_of(const checker::finding& found) {
  static const checker::deadlock_facts none;
  return found.deadlock ? *found.deadlock : none;
}

std::string name_of_task(const checker::finding& found, int task) {
  if (task == scheduler::execution::none) return "nobody";
  return elide_end(printable(found.execution.tasks[static_cast<std::size_t>(task)].name),
                   widest_in_sentence);
}

std::string name_of_object(const checker::finding& found, int object) {
  if (object == scheduler::execution::none) return "nothing";
  return elide_end(printable(found.execution.objects[static_cast<std::size_t>(object)].name),
                   widest_in_sentence);
}

std::string helpers_text(const checker::finding& found, const checker::blocked_task& waiter) {
  std::vector<std::string> names;
  names.reserve(waiter.helpers.size());
  for (const checker::helper& one : waiter.helpers) names.push_back(name_of_task(found, one.task));
  return list_text(std::move(names));
}

std::string awaited_name(const checker::finding& found, const checker::blocked_task& waiter) {
  if (waiter.what != waited_for::end_of_task) return name_of_object(found, waiter.object);
  return "the end of " + helpers_text(found, waiter);
}

std::string since_text(std::uint32_t step, const scheduler::source_line& where) {
  if (step == 0) return "from the start";
  if (!where.known()) return fmt::format("since step {}", step);
  return fmt::format("since step {} ({})", step,
                     elide_front(printable(where.brief()), widest_where));
}

std::string list_text(std::vector<std::string> names) {
  std::vector<std::string> once;
  for (std::string& name : names)
    if (std::ranges::count(once, name) == 0) once.push_back(std::move(name));
  std::string text;
  for (std::size_t place = 0; place < once.size(); ++place) {
    if (place > 0) text += place + 1 == once.size() ? " and " : ", ";
    text += once[place];
  }
  return text;
}

std::string_view helping_verb(waited_for what) {
  switch (what) {
    case waited_for::lock:
    case waited_for::permits:
      return "release";
    case waited_for::call:
      return "return from";
    case waited_for::end_of_task:
      return "end";
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
    case waited_for::setting:
      return "set";
  }
  return "";
}

std::string cycle_text(const checker::finding& found) {
  const auto& cycle = facts_of(found).cycle;
  if (cycle.empty()) return "";
  const auto member = [&](int place) -> const checker::blocked_task& {
    return found.blocked[static_cast<std::size_t>(place)];
  };
  std::string text;
  for (const int place : cycle) {
    text += name_of_task(found, member(place).task) + " -> ";
    if (member(place).object != scheduler::execution::none)
      text += name_of_object(found, member(place).object) + " -> ";
  }
  return text + name_of_task(found, member(cycle.front()).task);
}

}  // namespace heddle::reports
