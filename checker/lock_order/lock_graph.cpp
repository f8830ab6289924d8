#include "checker/lock_order/lock_graph.hpp"

#include <algorithm>

#include "checker/detector.hpp"

namespace heddle::checker {

namespace {

/// How many edges a search for circles may look at.
constexpr std::size_t most_steps_of_search = 20'000;

bool asks_for_lock_of(const lock_edge& one, const lock_edge& next) {
  return one.wanted == next.held;
}

/// Why the one need not wait for the next for ever.
std::optional<coffman> broken_between(const lock_edge& one, const lock_edge& next) {
  if (one.wanted_shared && next.held_shared) return coffman::mutual_exclusion;
  if (one.timing == scheduler::patience::attempt) return coffman::hold_and_wait;
  if (one.timing == scheduler::patience::timed) return coffman::no_preemption;
  return std::nullopt;
}

/// Whether both tasks hold a lock that only one of them can have.
bool are_kept_apart(const lock_edge& one, const lock_edge& other) {
  auto left = one.guards.begin();
  auto right = other.guards.begin();
  while (left != one.guards.end() && right != other.guards.end()) {
    if (left->lock == right->lock && !(left->shared && right->shared)) return true;
    (left->lock <= right->lock ? left : right)++;
  }
  return false;
}

bool may_stand_together(const lock_edge& one, const lock_edge& other) {
  return one.task != other.task && one.held != other.held && !are_kept_apart(one, other);
}

/// A walk along the edges from the first one back to it.
class cycle_search {
 public:
  cycle_search(std::span<const lock_edge> edges, std::uint32_t first)
      : edges_(edges), path_{first} {}

  std::vector<lock_cycle> run() {
    for (length_ = 2; length_ <= lock_graph::most_tasks && looks_ < most_steps_of_search; ++length_)
      extend();
    return std::move(found_);
  }

 private:
  void extend() {
    for (std::uint32_t next = 0; next < edges_.size() && looks_ < most_steps_of_search; ++next) {
      ++looks_;
      if (!fits(next)) continue;
      path_.push_back(next);
      if (path_.size() < length_)
        extend();
      else if (asks_for_lock_of(edges_[next], edges_[path_.front()]))
        found_.push_back({path_, broken()});
      path_.pop_back();
    }
  }

  [[nodiscard]] bool fits(std::uint32_t next) const {
    return asks_for_lock_of(edges_[path_.back()], edges_[next]) &&
           std::ranges::all_of(path_, [&](std::uint32_t each) {
             return may_stand_together(edges_[each], edges_[next]);
           });
  }

  /// The first of the conditions that is broken anywhere on the path.
  [[nodiscard]] std::optional<coffman> broken() const {
    std::optional<coffman> first;
    for (std::size_t at = 0; at < path_.size(); ++at) {
      const lock_edge& next = edges_[path_[(at + 1) % path_.size()]];
      const auto here = broken_between(edges_[path_[at]], next);
      if (here && (!first || *here < *first)) first = here;
    }
    return first;
  }

  std::span<const lock_edge> edges_;
  std::vector<std::uint32_t> path_;
  std::size_t length_ = 0;
  std::size_t looks_ = 0;
  std::vector<lock_cycle> found_;
};

}  // namespace

bool shows_lock_orders(const finished_run& run) {
  using scheduler::ending;
  return run.how == ending::completed || run.how == ending::stuck || run.how == ending::truncated;
}

lock_edge edge_of(const finished_run& run, const lock_requests& from,
                  const lock_requests::request& asked, const lock_requests::hold& held) {
  lock_edge edge{.task = identity_of_task(run, asked.task),
                 .held = identity_of_object(run, held.lock),
                 .wanted = identity_of_object(run, asked.lock),
                 .held_shared = held.shared,
                 .wanted_shared = asked.shared,
                 .timing = asked.timing,
                 .lines = mix(hash_of(lock_requests::site_of(run, held)), hash_of(asked.site))};
  for (const lock_requests::hold& each : from.holds(asked))
    edge.guards.push_back({identity_of_object(run, each.lock), each.shared});
  std::ranges::sort(edge.guards);
  return edge;
}

std::pair<std::uint32_t, bool> lock_graph::add(lock_edge edge) {
  const auto known = std::ranges::find(edges_, edge);
  const auto number = static_cast<std::uint32_t>(known - edges_.begin());
  if (known != edges_.end()) return {number, false};
  const bool impatient = edge.timing != scheduler::patience::blocking;
  if (edges_.size() == most_edges || (impatient && impatient_ == most_impatient_edges))
    return {static_cast<std::uint32_t>(most_edges), false};
  impatient_ += impatient ? 1U : 0U;
  edges_.push_back(std::move(edge));
  return {number, true};
}

std::vector<lock_cycle> lock_graph::cycles_through(std::uint32_t edge) const {
  return cycle_search(edges_, edge).run();
}

std::uint64_t lock_graph::key_of(const lock_cycle& cycle) const {
  std::vector<std::uint64_t> lines;
  for (const std::uint32_t each : cycle.edges) lines.push_back(edges_[each].lines);
  std::ranges::sort(lines);
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  std::uint64_t key = cycle.broken ? static_cast<std::uint64_t>(*cycle.broken) + 1 : 0;
  for (const std::uint64_t each : lines) key = mix(key, each);
  return key;
}

std::vector<std::uint64_t> closed_cycles(const finished_run& run, const lock_requests& requests) {
  lock_graph waiting;
  std::vector<std::uint64_t> keys;
  if (!shows_lock_orders(run)) return keys;
  for (const lock_requests::request& asked : requests.all()) {
    if (!asked.waits()) continue;
    for (const lock_requests::hold& held : requests.holds(asked)) {
      const auto [edge, is_new] = waiting.add(edge_of(run, requests, asked, held));
      if (!is_new) continue;
      for (const lock_cycle& cycle : waiting.cycles_through(edge))
        keys.push_back(waiting.key_of(cycle));
    }
  }
  return keys;
}

}  // namespace heddle::checker
