#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checker/result.hpp"
#include "scheduler/controlled_runtime.hpp"

namespace heddle::checker {

/// Counts the distinct maps from observed name to value over the executions of a search. Looking
/// up one that is known allocates nothing.
class outcome_table {
 public:
  /// Counts an execution with these observations; the last of a name counts. True if the outcome
  /// is new: then `last()` wants a token.
  bool add(std::span<const scheduler::observation> observed, bool deadlocked);

  /// The outcome that was added last.
  [[nodiscard]] model_outcome& last() { return outcomes_[last_]; }

  /// All outcomes: deadlocked ones after the others, numbers in numerical order. Nothing if no
  /// execution observed anything.
  [[nodiscard]] std::vector<model_outcome> take();

 private:
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  void sort_names(std::span<const scheduler::observation> observed);
  void make_key(std::span<const scheduler::observation> observed, bool deadlocked);

  std::vector<model_outcome> outcomes_;
  std::unordered_map<std::string, std::size_t, text_hash, std::equal_to<>> places_;
  std::size_t last_ = 0;
  // Reused from call to call.
  std::vector<std::size_t> order_;
  std::string key_;
};

}  // namespace heddle::checker
