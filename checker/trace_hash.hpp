#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "checker/finished_run.hpp"
#include "checker/sample.hpp"

namespace heddle::checker {

/// A number for the Mazurkiewicz trace of an execution: the same for executions that differ only in
/// the order of independent events (`scheduler::relation::strict`), another, but for collisions of
/// 64 bits, for all others. Each event has a hash of its label and of the hashes of the last events
/// that it depends on, as in a Merkle tree; that of the trace is their sum. Takes time in
/// proportion to the number of events, but for those on barriers and starts of processes, which
/// look at all before them.
class trace_hash {
 public:
  std::uint64_t operator()(const finished_run& run);

 private:
  /// The hashes of the last accesses to one thing.
  struct accessed {
    std::uint64_t written = 0;
    std::uint64_t read_since = 0;  ///< their sum: reads commute
  };

  void begin(const finished_run& run);
  [[nodiscard]] std::uint64_t hash_of_label(const scheduler::event& done) const;
  [[nodiscard]] std::uint64_t hash_at(std::size_t step);
  [[nodiscard]] std::uint64_t add_all_before(std::uint64_t hash, std::size_t step) const;
  [[nodiscard]] std::uint64_t add_waker(std::uint64_t hash, std::size_t step) const;
  [[nodiscard]] std::uint64_t add_copies(std::uint64_t hash, const scheduler::event& done) const;
  [[nodiscard]] std::uint64_t add_accesses(std::uint64_t hash, const scheduler::event& done);
  void leave(const scheduler::event& done, std::uint64_t hash);
  [[nodiscard]] accessed& last_of(const scheduler::resource& thing);

  std::span<const scheduler::event> events_;
  std::vector<std::uint64_t> hashes_;           ///< by step
  std::vector<std::uint64_t> who_;              ///< identities, by place of the task
  std::vector<std::uint64_t> latest_;           ///< of the last event of each task
  std::array<std::vector<accessed>, 3> last_;   ///< by part of the thing and its place
  std::uint64_t sum_ = 0;                       ///< of all so far
  std::uint64_t advanced_ = 0;                  ///< of the last move of the clock
  std::vector<std::size_t> processes_started_;  ///< at these steps
};

/// Counts the distinct traces of the first executions of a search.
class trace_sample {
 public:
  /// Of at most `most` executions.
  explicit trace_sample(std::size_t most) : most_(most) { hashes_.reserve(most); }

  void add(const finished_run& run) {
    if (hashes_.size() < most_) hashes_.push_back(hash_(run));
  }
  [[nodiscard]] trace_counts count();

 private:
  std::size_t most_;
  trace_hash hash_;
  std::vector<std::uint64_t> hashes_;
};

}  // namespace heddle::checker
