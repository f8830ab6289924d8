#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/exploration_tree.hpp"
#include "checker/strategy.hpp"
#include "checker/token.hpp"

namespace heddle::checker {

/// Does what another strategy does, and keeps how to have each of its executions again. A search
/// that is to be drawn is run with this around its strategy; others pay nothing.
class exploration_recorder final : public strategy {
 public:
  /// Both must outlive it. Beyond the limits it ends the search.
  exploration_recorder(strategy& how, std::string_view model, exploration_limits limits = {});

  /// The executions that counted, were pruned or were cut short, in their order.
  [[nodiscard]] const std::vector<token>& executions() const { return executions_; }
  [[nodiscard]] bool beyond_limits() const { return beyond_limits_; }

  scheduler::choice pick(const scheduler::scheduling_point& point) override {
    return how_.pick(point);
  }
  [[nodiscard]] std::string name() const override { return how_.name(); }
  [[nodiscard]] std::optional<std::uint64_t> seed() const override { return how_.seed(); }
  [[nodiscard]] std::uint32_t depth() const override { return how_.depth(); }
  [[nodiscard]] std::string parameters() const override { return how_.parameters(); }
  [[nodiscard]] std::optional<drawn_execution> drawn() const override { return how_.drawn(); }
  [[nodiscard]] std::optional<depth_guarantee> guarantee() const override {
    return how_.guarantee();
  }
  [[nodiscard]] scheduler::numbering places() const override { return how_.places(); }
  bool next() override { return !beyond_limits_ && how_.next(); }
  [[nodiscard]] std::size_t repeated_events() const override { return how_.repeated_events(); }
  void finished(const scheduler::controlled_runtime& run) override;
  [[nodiscard]] bool repeats() const override { return how_.repeats(); }
  bool begins_again() override;
  [[nodiscard]] coverage covered() const override { return how_.covered(); }
  [[nodiscard]] std::optional<double> progress() const override { return how_.progress(); }

 private:
  strategy& how_;
  std::string model_;
  exploration_limits limits_;
  std::vector<token> executions_;
  std::size_t steps_ = 0;
  bool beyond_limits_ = false;
};

/// The tree of executions that a search has run, by running each of them again.
/// Precondition: the recorder is not `beyond_limits`.
exploration_tree tree_of(std::string_view name, const std::function<void()>& body,
                         const exploration_recorder& seen, const result& found);

}  // namespace heddle::checker
