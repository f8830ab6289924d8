#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "checker/deadlocks/deadlock.hpp"
#include "checker/finished_run.hpp"
#include "checker/lock_order/requests.hpp"

namespace heddle::checker {

/// That a task asked for one lock while it held another, by what is the same in every execution:
/// identities of tasks and locks, and lines.
struct lock_edge {
  /// A lock held at the same time.
  struct guard {
    std::uint64_t lock = 0;
    bool shared = false;

    friend auto operator<=>(const guard&, const guard&) = default;
  };

  std::uint64_t task = 0;
  std::uint64_t held = 0;
  std::uint64_t wanted = 0;
  bool held_shared = false;
  bool wanted_shared = false;
  scheduler::patience timing = scheduler::patience::blocking;
  /// Where the one was taken and the other asked for.
  std::uint64_t lines = 0;
  /// All that the task held, in ascending order.
  std::vector<guard> guards{};

  friend bool operator==(const lock_edge&, const lock_edge&) = default;
};

/// The edge of a request and one of the holds it was made with.
lock_edge edge_of(const finished_run& run, const lock_requests& from,
                  const lock_requests::request& asked, const lock_requests::hold& held);

/// Whether what is seen in the run counts: it was not pruned, given up or led astray.
bool shows_lock_orders(const finished_run& run);

/// A circle of edges by their numbers: each wants what the next one holds.
struct lock_cycle {
  std::vector<std::uint32_t> edges;
  /// Why nobody waits for ever in spite of it, if so: somebody shares with the next one (no mutual
  /// exclusion), asks without waiting (no hold and wait), or waits only so long (no preemption is
  /// broken: what is held is given back).
  std::optional<coffman> broken;
};

/// The edges that have been seen, and the circles among them that could be deadlocks (GoodLock:
/// Havelund, SPIN 2000; of any length: Bensalem and Havelund, Haifa 2005; Agarwal et al., PADTAD
/// 2005): tasks and locks pairwise different, and no two of the tasks hold a lock that keeps them
/// apart (a gate). Two shared holds keep nobody apart. Circles in which one of Coffman's conditions
/// is broken are told from the others.
class lock_graph {
 public:
  /// Circles of so many tasks at most are found, and so many edges at most are kept. Beyond it
  /// there may be more; programs that nest locks so are few.
  static constexpr std::size_t most_tasks = 8;
  static constexpr std::size_t most_edges = 1'024;
  /// Of edges that give up; they do not take the place of those that wait.
  static constexpr std::size_t most_impatient_edges = 128;

  /// The number of the edge, and whether it is new. Edges beyond the limit are all given the number
  /// `most_edges`.
  std::pair<std::uint32_t, bool> add(lock_edge edge);

  /// The circles through the edge, short ones first; not all where there are very many.
  [[nodiscard]] std::vector<lock_cycle> cycles_through(std::uint32_t edge) const;

  /// The same for circles of the same lines.
  [[nodiscard]] std::uint64_t key_of(const lock_cycle& cycle) const;

  [[nodiscard]] const lock_edge& operator[](std::uint32_t edge) const { return edges_[edge]; }

 private:
  std::vector<lock_edge> edges_;
  std::size_t impatient_ = 0;
};

/// The circles of tasks that wait for each other's locks at the end of a run, by their keys; none
/// if the run does not count. These are no predictions: they have come about.
std::vector<std::uint64_t> closed_cycles(const finished_run& run, const lock_requests& requests);

}  // namespace heddle::checker
