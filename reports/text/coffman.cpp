#include "reports/text/coffman.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "reports/text/columns.hpp"
#include "reports/text/deadlock_names.hpp"
#include "reports/text/remedies.hpp"

namespace heddle::reports {

namespace {

using checker::blocked_task;
using checker::coffman;
using checker::deadlock_shape;
using checker::waited_for;
using scheduler::execution;

using members = std::vector<const blocked_task*>;

/// Adds a clause to a sentence.
void add(std::string& text, const std::string& clause) {
  if (clause.empty()) return;
  if (!text.empty()) text += "; ";
  text += clause;
}

scheduler::object_kind kind_of(const checker::finding& found, int object) {
  return found.execution.objects[static_cast<std::size_t>(object)].kind;
}

// Mutual exclusion.

/// `lock A admits one holder`.
std::string capacity_text(const checker::finding& found, const blocked_task& waiter) {
  const std::string object = awaited_name(found, waiter);
  if (waiter.what == waited_for::permits)
    return fmt::format("{} has {}", object, counted(waiter.capacity, "permit"));
  if (waiter.what == waited_for::call)
    return fmt::format("{} lets one task run its function", object);
  if (kind_of(found, waiter.object) == scheduler::object_kind::shared_mutex)
    return fmt::format("{} admits one exclusive holder, or only shared ones", object);
  return fmt::format("{} admits one holder", object);
}

std::string holders_text(const checker::finding& found, const blocked_task& waiter) {
  std::vector<std::string> holders;
  for (const checker::helper& one : waiter.helpers)
    if (one.holds)
      holders.push_back(
          fmt::format("{} {}", name_of_task(found, one.task), since_text(one.since, one.where)));
  for (const blocked_task::holding& own : waiter.holds)
    if (own.object == waiter.object && waiter.what == waited_for::permits)
      holders.push_back(fmt::format("{} {}", name_of_task(found, waiter.task),
                                    since_text(own.since, own.taken_at)));
  return holders.empty() ? "nobody has it now" : list_text(std::move(holders));
}

std::string no_holder_text(const checker::finding& found, const blocked_task& waiter) {
  const std::string object = awaited_name(found, waiter);
  if (waiter.what == waited_for::end_of_task)
    return fmt::format("{} is no resource that a task could hold", object);
  if (waiter.what == waited_for::permits)
    return fmt::format("{} begins without permits: it is a signal that nobody holds", object);
  const std::string_view kind = scheduler::name_of(kind_of(found, waiter.object));
  const bool vowel = std::string_view("aeiou").find(kind.front()) != std::string_view::npos;
  return fmt::format("nobody holds {}, and waiting for {} {} keeps nobody else out", object,
                     vowel ? "an" : "a", kind);
}

std::string exclusion_text(const checker::finding& found, const members& all) {
  std::string text;
  std::vector<int> said;
  for (const blocked_task* one : all) {
    if (one->object != execution::none && std::ranges::count(said, one->object) != 0) continue;
    said.push_back(one->object);
    add(text, one->capacity == 0
                  ? no_holder_text(found, *one)
                  : fmt::format("{}: {}", capacity_text(found, *one), holders_text(found, *one)));
  }
  return text;
}

// Hold and wait.

std::string wanted_holdings(const checker::finding& found, const blocked_task& holder,
                            const members& all) {
  std::vector<std::string> names;
  for (const blocked_task::holding& one : holder.holds)
    if (std::ranges::any_of(
            all, [&](const blocked_task* waiter) { return waiter->object == one.object; }))
      names.push_back(name_of_object(found, one.object));
  return list_text(std::move(names));
}

std::string holding_text(const checker::finding& found, const members& all) {
  std::string text;
  std::vector<std::string> without;
  for (const blocked_task* one : all) {
    const std::string task = name_of_task(found, one->task);
    const std::string held = wanted_holdings(found, *one, all);
    if (held.empty())
      without.push_back(task);
    else
      add(text,
          fmt::format("{} keeps {} while waiting for {}", task, held, awaited_name(found, *one)));
  }
  if (all.size() == 1 && !without.empty())
    add(text, fmt::format("{} waits for nothing that it holds itself", without.front()));
  else if (!without.empty())
    add(text, fmt::format("{} {} nothing that a member waits for", list_text(without),
                          without.size() > 1 ? "hold" : "holds"));
  if (facts_of(found).shape == deadlock_shape::abandoned)
    add(text, "the holder does not wait: it has ended");
  return text;
}

// No preemption.

std::string untimed_text(const checker::finding& found, const members& all) {
  std::vector<std::string> held;
  for (const blocked_task* one : all)
    if (one->capacity > 0) held.push_back(awaited_name(found, *one));
  std::ranges::sort(held);
  held.erase(std::unique(held.begin(), held.end()), held.end());
  std::string text = all.size() == 1 ? "the wait has no time-out" : "no wait has a time-out";
  if (held.empty()) return text;
  return fmt::format("{}, and {} can be released by {} only", text, list_text(held),
                     held.size() == 1 ? "its holder" : "their holders");
}

// Circular wait.

std::string members_text(const checker::finding& found, const members& all) {
  std::vector<std::string> names;
  for (const blocked_task* one : all) names.push_back(name_of_task(found, one->task));
  return list_text(std::move(names));
}

std::string anybody_text(const checker::finding& found, const members& all) {
  const auto one = std::ranges::find_if(
      all, [](const blocked_task* waiter) { return !checker::needs_all(waiter->what); });
  if (one == all.end()) return "";
  return fmt::format("anybody could {} {}", helping_verb((*one)->what), awaited_name(found, **one));
}

std::string circle_text(const checker::finding& found, const members& all) {
  switch (facts_of(found).shape) {
    case deadlock_shape::cycle:
    case deadlock_shape::itself:
      return fmt::format("{} (length {})", cycle_text(found), facts_of(found).cycle.size());
    case deadlock_shape::closed_set:
      return fmt::format(
          "{}, so a cycle does not suffice; instead all who have ever done so are in the closed "
          "set {}",
          anybody_text(found, all), members_text(found, all));
    case deadlock_shape::abandoned:
      return fmt::format("whoever holds {} has ended, and waits for nobody",
                         awaited_name(found, *all.front()));
    case deadlock_shape::nobody_left:
      return fmt::format(
          "{}, so a cycle does not suffice; instead nobody who has ever done so is "
          "left: the closed set is {}",
          anybody_text(found, all), members_text(found, all));
  }
  return "";
}

std::string condition_evidence(const checker::finding& found, coffman condition) {
  const members all = checker::members_of(found.blocked);
  switch (condition) {
    case coffman::mutual_exclusion:
      return exclusion_text(found, all);
    case coffman::hold_and_wait:
      return holding_text(found, all);
    case coffman::no_preemption:
      return untimed_text(found, all);
    case coffman::circular_wait:
      return circle_text(found, all);
  }
  return "";
}

constexpr std::array all_conditions{coffman::mutual_exclusion, coffman::hold_and_wait,
                                    coffman::no_preemption, coffman::circular_wait};

std::string heading(std::size_t holding) {
  if (holding == all_conditions.size()) return "Why: all four of Coffman's conditions hold";
  return fmt::format("Why: {} of Coffman's four conditions {}; only rings of locks need all",
                     holding == 1 ? std::string("one") : std::to_string(holding),
                     holding == 1 ? "holds" : "hold");
}

std::string condition_line(std::size_t number, std::string_view label, std::string_view words,
                           const text_options& options) {
  const std::string start =
      fmt::format("{}{} {}", std::string(margin, ' '), number, pad(label, 16));
  return fmt::format("{}  {}\n", start, wrap(words, width_of(start) + 2, options.width));
}

std::string remedy_line(std::size_t number, std::string_view remedy, const text_options& options) {
  const std::string start = fmt::format("{}{} ", std::string(margin, ' '), number);
  return start + wrap(remedy, width_of(start), options.width) + "\n";
}

}  // namespace

std::string_view name_of(coffman condition) {
  switch (condition) {
    case coffman::mutual_exclusion:
      return "mutual exclusion";
    case coffman::hold_and_wait:
      return "hold and wait";
    case coffman::no_preemption:
      return "no preemption";
    case coffman::circular_wait:
      return "circular wait";
  }
  return "";
}

std::vector<coffman_words> coffman_words_of(const checker::finding& found) {
  std::vector<coffman_words> words;
  if (!found.deadlock || checker::members_of(found.blocked).empty()) return words;
  for (const coffman one : all_conditions) {
    const bool holds = checker::condition_holds(one, *found.deadlock, found.blocked);
    const bool breakable = holds || one == coffman::circular_wait;
    words.push_back({.condition = one,
                     .holds = holds,
                     .evidence = condition_evidence(found, one),
                     .remedy = breakable ? remedy_text(found, one) : std::string()});
  }
  return words;
}

std::string coffman_text(const checker::finding& found, const text_options& options) {
  const std::vector<coffman_words> words = coffman_words_of(found);
  if (words.empty()) return "";
  const std::string indent(margin, ' ');
  const auto holding =
      static_cast<std::size_t>(std::ranges::count(words, true, &coffman_words::holds));
  std::string text = indent + wrap(heading(holding), margin, options.width) + "\n";
  std::string remedies;
  std::size_t number = 0;
  for (const coffman_words& one : words) {
    text += condition_line(++number, name_of(one.condition),
                           (one.holds ? "" : "no: ") + one.evidence, options);
    if (!one.remedy.empty()) remedies += remedy_line(number, one.remedy, options);
  }
  return text + indent + "To break it (numbered as above), do one of:\n" + remedies;
}

}  // namespace heddle::reports
