#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checker/finding_kind.hpp"
#include "scheduler/options.hpp"

namespace heddle {

/// A finding that a model declares, as an expected failure is declared in pytest: a kind, which
/// covers its sub-kinds, or a kind with a message.
struct expectation {
  finding_kind kind;
  std::string message{};

  expectation(finding_kind kind_) : kind(kind_) {}  // NOLINT: a kind alone is an expectation
  expectation(finding_kind kind_, std::string message_)
      : kind(kind_), message(std::move(message_)) {}
};

/// Options a model sets for itself; what is not set is left to the command line or the default.
/// Precedence: command line, model, default.
struct model_options {
  std::optional<scheduler::time_mode> time{};
  std::optional<scheduler::plain_mode> plain{};
  std::optional<bool> spurious{};
  std::optional<std::uint32_t> steps{};
  /// `dfs`, `random`...: the strategy that suits the model.
  std::optional<std::string> strategy{};
  /// The most preemptions to explore.
  std::optional<std::uint32_t> preemptions{};
  /// The number of executions of a sampling strategy.
  std::optional<std::uint64_t> executions{};
};

/// What a model is made of. All members have defaults.
struct model_description {
  /// Words of `[a-z0-9_]` with dots between: `tutorial.bank.unsafe`.
  std::string_view name{};
  /// One line for `heddle list`.
  std::string_view summary{};
  /// The concurrent program: the main task's body. Called once for each execution.
  std::function<void()> body{};
  /// The findings the model is known for; empty: it is known to be right.
  std::vector<expectation> expect{};
  model_options options{};
};

/// A registered model. Define one at namespace scope:
///
///     const heddle::model registration{{.name = "bank", .summary = "...", .body = bank}};
///
/// Not copyable: the registry knows it by address. A name that is malformed or taken is
/// remembered as a registration error, which `registry()` users report at start-up.
class model {
 public:
  explicit model(model_description description,
                 std::source_location where = std::source_location::current());
  model(const model&) = delete;
  model& operator=(const model&) = delete;
  ~model();

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& summary() const { return summary_; }
  [[nodiscard]] const std::function<void()>& body() const { return body_; }
  [[nodiscard]] const std::vector<expectation>& expect() const { return expect_; }
  [[nodiscard]] const model_options& options() const { return options_; }
  [[nodiscard]] const std::source_location& where() const { return where_; }

 private:
  std::string name_;
  std::string summary_;
  std::function<void()> body_;
  std::vector<expectation> expect_;
  model_options options_;
  std::source_location where_;
};

namespace checker {

/// Whether a model may bear this name: `[a-z0-9_]+(\.[a-z0-9_]+)*`.
bool is_model_name(std::string_view name);

/// All registered models, by name.
std::vector<const model*> registered_models();

/// The model of that name; null if there is none.
const model* find_model(std::string_view name);

/// What was wrong with registrations, one message each with the lines of both sides.
const std::vector<std::string>& registration_errors();

}  // namespace checker
}  // namespace heddle
