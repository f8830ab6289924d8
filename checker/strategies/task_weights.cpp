#include "checker/strategies/task_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>

#include "scheduler/failure.hpp"
#include "scheduler/operation_rules.hpp"

namespace heddle::checker {
/// Reads the counts of tasks from a text, from the front.
class task_counts::counts_reader {
 public:
  explicit counts_reader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  bool skip(char expected) {
    if (rest_.empty() || rest_.front() != expected) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::uint32_t number() {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc{} || value > scheduler::max_events) fail();
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  [[noreturn]] void fail() const {
    throw scheduler::usage_error(
        fmt::format("the counts of tasks are malformed at '{}'; take them from a report", rest_));
  }

 private:
  std::string_view rest_;
};

std::uint32_t task_counts::find(std::uint32_t mother, std::uint32_t number) const {
  if (mother == nobody) return number == 0 && !nodes_.empty() ? 0 : nobody;
  const std::vector<std::uint32_t>& children = nodes_[mother].children;
  return number < children.size() ? children[number] : nobody;
}

std::uint32_t task_counts::find_or_add(std::uint32_t mother, std::uint32_t number) {
  if (const std::uint32_t known = find(mother, number); known != nobody) return known;
  const auto added = static_cast<std::uint32_t>(nodes_.size());
  nodes_.emplace_back();
  if (mother != nobody) nodes_[mother].children.push_back(added);
  return added;
}

void task_counts::keep_most(std::uint32_t task, std::uint32_t object, std::uint64_t events) {
  std::vector<count>& counts = nodes_[task].counts;
  const auto at =
      std::lower_bound(counts.begin(), counts.end(), object,
                       [](const count& one, std::uint32_t other) { return one.object < other; });
  if (at == counts.end() || at->object != object)
    counts.insert(at, {object, events});
  else
    at->events = std::max(at->events, events);
}

void task_counts::learn(std::span<const birth> births, std::span<const scheduler::event> events) {
  std::vector<std::uint32_t> known_as;
  for (const birth& one : births)
    known_as.push_back(
        find_or_add(one.mother == nobody ? nobody : known_as[one.mother], one.number));

  std::map<std::pair<scheduler::task_index, std::uint32_t>, std::uint64_t> counted;
  for (const scheduler::event& done : events) {
    if (done.invisible || done.task >= births.size()) continue;
    if (!by_object_) {
      ++counted[{done.task, everything}];
    } else if (scheduler::has_object(done.kind)) {
      ++counted[{done.task, done.object}];
      if (done.second != scheduler::no_object) ++counted[{done.task, done.second}];
    }
  }
  for (const auto& [of, number] : counted) keep_most(known_as[of.first], of.second, number);
}

std::vector<std::uint32_t> task_counts::shared_objects() const {
  std::map<std::uint32_t, std::size_t> users;
  for (const node& each : nodes_)
    for (const count& one : each.counts) ++users[one.object];
  std::vector<std::uint32_t> shared;
  for (const auto& [object, tasks] : users)
    if (tasks > 1) shared.push_back(object);
  return shared;
}

void task_counts::select(std::uint32_t object) {
  // Children stand behind their mothers: from the back, theirs are known first.
  for (std::size_t place = nodes_.size(); place-- > 0;) {
    node& each = nodes_[place];
    each.weight = 0;
    for (const count& one : each.counts)
      if (one.object == object) each.weight += one.events;
    for (const std::uint32_t child : each.children) each.weight += nodes_[child].weight;
  }
}

void task_counts::append_text(std::string& to, std::uint32_t task) const {
  const node& each = nodes_[task];
  if (!to.empty()) to += '.';
  if (each.counts.empty()) to += '0';
  for (const count& one : each.counts) {
    if (&one != each.counts.data()) to += '+';
    if (by_object_) to += fmt::format("{}x", one.object);
    to += std::to_string(one.events);
  }
  if (!each.children.empty()) to += fmt::format("-{}", each.children.size());
  for (const std::uint32_t child : each.children) append_text(to, child);
}

std::string task_counts::text() const {
  std::string all;
  if (!nodes_.empty()) append_text(all, 0);
  return all;
}

void task_counts::read_counts(counts_reader& from, std::uint32_t task) {
  do {
    const std::uint32_t first = from.number();
    if (!by_object_)
      keep_most(task, everything, first);
    else if (from.skip('x'))
      keep_most(task, first, from.number());
    else if (first != 0)
      from.fail();
  } while (from.skip('+'));
}

task_counts task_counts::from_text(bool by_object, const std::string& text) {
  struct reading {
    std::uint32_t mother;
    std::uint32_t children;
    std::uint32_t read;
  };
  task_counts all(by_object);
  counts_reader from(text);
  std::vector<reading> open{{nobody, 1, 0}};
  while (!open.empty()) {
    if (!all.empty() && !from.skip('.')) from.fail();
    const std::uint32_t task = all.find_or_add(open.back().mother, open.back().read++);
    all.read_counts(from, task);
    if (open.back().read == open.back().children) open.pop_back();
    if (!from.skip('-')) continue;
    const std::uint32_t children = from.number();
    if (children == 0 || all.nodes_.size() + children > scheduler::max_tasks) from.fail();
    open.push_back({task, children, 0});
  }
  if (!from.at_end()) from.fail();
  return all;
}

}  // namespace heddle::checker
