#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checker/detector.hpp"
#include "checker/finding.hpp"
#include "checker/model.hpp"
#include "checker/nondeterminism/repetition.hpp"
#include "checker/shrink/failing_schedule.hpp"
#include "checker/shrink/shrink_options.hpp"
#include "checker/strategy.hpp"
#include "checker/token.hpp"

namespace heddle::checker {

/// The distinct findings of a search while it goes on: each with how often it was seen and its
/// smallest schedule (fewest preemptions, then fewest events). Names and lines are left for the
/// end, when each is replayed once with recording on.
class finding_table {
 public:
  /// Keeps at most `most` findings of each kind.
  finding_table(std::string_view model, std::size_t most) : model_(model), most_(most) {}

  /// Counts what was seen in one execution, which a strategy chose; null: nobody did.
  void add(std::span<const symptom> seen, const finished_run& run, const strategy* how);

  /// Adds that the model went differently under one schedule.
  void add_nondeterminism(std::string_view message, const scheduler::code_site& site,
                          const finished_run& run, const std::optional<strayed_run>& sides);

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  /// Whether a symptom with this key has been added.
  [[nodiscard]] bool has(std::uint64_t key) const { return places_.contains(key); }
  /// Whether one of this kind has been added.
  [[nodiscard]] bool has(finding_kind kind) const {
    return kept_[static_cast<std::size_t>(kind)] > 0;
  }

  /// Makes the schedules smaller, but for those that show nondeterminism. To be called once, after
  /// the last execution has been added.
  void shrink(const std::function<void()>& body, const shrink_options& options);

  /// Everything found, in the order in which it was first seen, but races last: they tell why more
  /// often than what. Those that turn out to be the same in words and lines are one.
  [[nodiscard]] std::vector<finding> tell(const std::function<void()>& body) const;

 private:
  struct entry {
    symptom seen;      ///< its views and places are not to be used any more
    std::string text;  ///< what the symptom said
    failing_schedule smallest;
    std::optional<drawn_execution> drawn;  ///< of the smallest that was seen
    /// 0: met while shrinking. Counts only if it is, in words, one of the others.
    std::uint64_t occurrences = 0;
    std::uint64_t last_run = 0;
    std::optional<shrinking> shrunk{};
    std::optional<strayed_run> sides{};  ///< nondeterminism only
  };

  void add_stray_shrinking();
  void count(const symptom& seen, const finished_run& run, const strategy* how);
  [[nodiscard]] static finding tell_without_record(const entry& from);
  static void tell(const entry& from, const std::function<void()>& body,
                   std::vector<finding>& into);

  std::string model_;
  std::size_t most_;
  std::array<std::size_t, finding_kinds> kept_{};  ///< by kind
  std::uint64_t runs_ = 0;
  std::vector<entry> entries_;
  std::unordered_map<std::uint64_t, std::size_t> places_;
};

/// The finding in full if `run`, recorded as `told`, shows the symptom with this key.
std::optional<finding> find_again(std::uint64_t key, const finished_run& run,
                                  const scheduler::execution& told,
                                  const std::function<void()>& body);

/// Marks the findings that the model declares, and returns the declarations that none matches, as
/// text: `deadlock`, `invariant: message`.
std::vector<std::string> apply_expectations(std::span<const expectation> expect,
                                            std::vector<finding>& findings);

}  // namespace heddle::checker
