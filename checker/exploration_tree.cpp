#include "checker/exploration_tree.hpp"

#include <algorithm>
#include <utility>

#include "checker/check.hpp"
#include "checker/exploration_recorder.hpp"
#include "checker/replay.hpp"

namespace heddle::checker {
namespace {

using scheduler::ending;
using scheduler::execution;

/// A step of one execution, and who could have gone on instead.
struct told_step {
  exploration_tree::step step;
  std::vector<exploration_tree::candidate> could;
};

std::string who_is(const execution& told, int place) {
  return place == execution::none ? "the clock" : told.tasks[static_cast<std::size_t>(place)].name;
}

std::vector<told_step> steps_of(const execution& told) {
  std::vector<told_step> steps;
  steps.reserve(told.steps.size());
  for (const execution::step& from : told.steps) {
    told_step one{{.number = from.number,
                   .task = from.task,
                   .who = who_is(told, from.task),
                   .text = from.text,
                   .ways = from.ways,
                   .way = from.way,
                   .preempts = from.preempts,
                   .where = from.where},
                  {}};
    for (const int task : from.enabled) one.could.push_back({task, who_is(told, task), false});
    steps.push_back(std::move(one));
  }
  return steps;
}

exploration_tree::leaf leaf_of(const replay_result& from) {
  exploration_tree::leaf end;
  end.how = from.execution.how;
  end.token = from.token;
  for (const finding& one : from.found.findings) {
    if (one.kind == finding_kind::potential_deadlock) continue;
    if (end.kinds.empty()) end.message = one.message;
    if (std::ranges::count(end.kinds, one.kind) == 0) end.kinds.push_back(one.kind);
  }
  for (const execution::observation& one : from.execution.observations)
    end.values[one.name] = one.value;
  return end;
}

/// Puts executions together where they begin alike.
class tree_builder {
 public:
  tree_builder() { nodes_.emplace_back(); }

  void add(const execution& told, exploration_tree::leaf end) {
    const std::vector<told_step> path = steps_of(told);
    std::size_t done = 0;
    std::size_t at = 0;
    while (true) {
      done += common(nodes_[at].steps, path, done);
      if (done == path.size()) return end_at(at, std::move(end));
      const std::size_t next = child_with(at, path, done);
      if (next == 0) break;
      if (const std::size_t same = common(nodes_[next].steps, path, done);
          same < nodes_[next].steps.size())
        split(next, same);
      at = next;
    }
    branch(at, path, done, std::move(end));
  }

  std::vector<exploration_tree::node> take() {
    join_root();
    place(0, exploration_tree::none);
    return std::move(ordered_);
  }

 private:
  struct building_node {
    std::vector<told_step> steps;
    std::vector<std::size_t> children;
    std::optional<exploration_tree::leaf> end;
  };

  static bool same(const told_step& left, const told_step& right) {
    return left.step.task == right.step.task && left.step.way == right.step.way;
  }

  static std::size_t common(const std::vector<told_step>& steps, const std::vector<told_step>& path,
                            std::size_t from) {
    std::size_t count = 0;
    while (count < steps.size() && from + count < path.size() &&
           same(steps[count], path[from + count]))
      ++count;
    return count;
  }

  /// The child that goes on as `path` does; 0: none.
  std::size_t child_with(std::size_t at, const std::vector<told_step>& path,
                         std::size_t done) const {
    if (done >= path.size()) return 0;
    for (const std::size_t child : nodes_[at].children)
      if (same(nodes_[child].steps.front(), path[done])) return child;
    return 0;
  }

  /// The node keeps its first `count` steps, and gets a child with the others.
  void split(std::size_t at, std::size_t count) {
    building_node below;
    const auto cut = nodes_[at].steps.begin() + static_cast<std::ptrdiff_t>(count);
    below.steps.assign(std::make_move_iterator(cut),
                       std::make_move_iterator(nodes_[at].steps.end()));
    below.children = std::move(nodes_[at].children);
    below.end = std::exchange(nodes_[at].end, std::nullopt);
    nodes_[at].steps.erase(cut, nodes_[at].steps.end());
    nodes_[at].children = {nodes_.size()};
    nodes_.push_back(std::move(below));
  }

  /// An execution that was there before, or one without steps.
  void end_at(std::size_t at, exploration_tree::leaf end) {
    std::optional<exploration_tree::leaf>& here = nodes_[at].end;
    if (here)
      ++here->executions;
    else
      here = std::move(end);
  }

  void branch(std::size_t at, const std::vector<told_step>& path, std::size_t done,
              exploration_tree::leaf end) {
    building_node one;
    one.steps.assign(path.begin() + static_cast<std::ptrdiff_t>(done), path.end());
    one.end = std::move(end);
    nodes_[at].children.push_back(nodes_.size());
    nodes_.push_back(std::move(one));
  }

  /// What all executions begin with belongs to the root.
  void join_root() {
    if (nodes_.front().children.size() != 1 || nodes_.front().end) return;
    building_node only = std::move(nodes_[nodes_.front().children.front()]);
    nodes_.front() = std::move(only);
  }

  int place(std::size_t from, int parent) {
    const auto here = ordered_.size();
    ordered_.emplace_back();
    const building_node& old = nodes_[from];
    exploration_tree::node made;
    made.parent = parent;
    for (const told_step& one : old.steps) made.steps.push_back(one.step);
    made.end = old.end;
    made.could = candidates_of(old);
    if (made.end) {
      made.leaves = 1;
      made.failures = made.end->failed() ? 1 : 0;
    }
    for (const std::size_t child : old.children) {
      const int placed = place(child, static_cast<int>(here));
      made.children.push_back(placed);
      made.leaves += ordered_[static_cast<std::size_t>(placed)].leaves;
      made.failures += ordered_[static_cast<std::size_t>(placed)].failures;
    }
    ordered_[here] = std::move(made);
    return static_cast<int>(here);
  }

  std::vector<exploration_tree::candidate> candidates_of(const building_node& choice) const {
    if (choice.children.empty()) return {};
    std::vector<exploration_tree::candidate> could =
        nodes_[choice.children.front()].steps.front().could;
    for (exploration_tree::candidate& one : could)
      one.explored = std::ranges::any_of(choice.children, [&](std::size_t child) {
        return nodes_[child].steps.front().step.task == one.task;
      });
    return could;
  }

  std::vector<building_node> nodes_;
  std::vector<exploration_tree::node> ordered_;
};

}  // namespace

bool exploration_tree::leaf::failed() const {
  return std::ranges::any_of(kinds,
                             [](finding_kind kind) { return kind != finding_kind::data_race; });
}

exploration_tree tree_of(std::string_view name, const std::function<void()>& body,
                         const exploration_recorder& seen, const result& found) {
  tree_builder builder;
  for (const token& one : seen.executions()) {
    const replay_result again = replay(name, body, one);
    builder.add(again.execution, leaf_of(again));
  }
  exploration_tree tree;
  tree.model = name;
  tree.strategy = found.strategy;
  tree.nodes = builder.take();
  tree.covered = found.covered;
  tree.executions = found.executions;
  tree.pruned = found.pruned;
  tree.truncated = found.truncated;
  return tree;
}

std::optional<exploration_tree> explore(const model& subject, strategy& how,
                                        const check_options& options, exploration_limits limits) {
  exploration_recorder recorder{how, subject.name(), limits};
  check_options searched = options;
  searched.shrink.enabled = false;
  const result found = check(subject, recorder, searched);
  if (recorder.beyond_limits()) return std::nullopt;
  return tree_of(subject.name(), subject.body(), recorder, found);
}

}  // namespace heddle::checker
