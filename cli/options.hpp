#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "checker/check.hpp"
#include "checker/model.hpp"
#include "checker/strategy.hpp"
#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "reports/text_options.hpp"

/// What can be said on the command line, and what holds if it is not said.
namespace heddle::cli {

/// Defaults; precedence is command line, model, default.
namespace defaults {
/// Searches everything, if it can.
inline constexpr std::string_view strategy = "dpor";
/// Exhaustive strategies end here (and say so): seconds for small models, where a search without
/// reduction of a larger one would take years.
inline constexpr std::uint64_t exhaustive_executions = 1'000'000;
/// Sampling strategies run this many executions.
inline constexpr std::uint64_t sampled_executions = checker::default_options::executions;
inline constexpr std::uint64_t seed = checker::default_options::seed;
inline constexpr std::uint32_t depth = checker::default_options::depth;
/// The traces of so many executions of a sample are compared: enough for an estimate, and no more
/// than a few milliseconds.
inline constexpr std::size_t compared_traces = 10'000;
inline constexpr std::uint32_t steps = scheduler::execution_options{}.steps;
}  // namespace defaults

/// How to write results, for all verbs that do.
struct output_settings {
  std::string color = "auto";
  bool quiet = false;
  bool verbose = false;
  /// A file, `-` for standard output, or nothing.
  std::optional<std::string> json;

  /// Whether text goes to standard output.
  [[nodiscard]] bool prints_text() const { return json != "-"; }
  [[nodiscard]] reports::text_options text(const std::string& command) const;
};

/// What `heddle check` was asked to do.
struct check_settings {
  std::vector<std::string> patterns;
  std::optional<std::string> strategy;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint32_t> depth;
  std::optional<std::uint64_t> first;
  std::optional<std::string> parameters;
  std::optional<std::string> preemptions;
  std::optional<std::string> delays;
  std::optional<std::uint64_t> executions;
  std::optional<std::string> duration;
  std::optional<std::uint32_t> steps;
  std::optional<std::string> time;
  std::optional<std::string> plain;
  bool spurious = false;
  std::string stop = "all";
  bool no_shrink = false;
  bool no_expect = false;
  std::vector<std::string> fail_on;
  bool require_complete = false;
  bool outcomes = false;
  std::string progress = "auto";
  output_settings output;
};

/// What `heddle list` was asked to show.
struct list_settings {
  std::vector<std::string> patterns;
  output_settings output;
};

/// What `heddle replay` was asked to do.
struct replay_settings {
  std::string token;
  output_settings output;
};

/// What `heddle shrink` was asked to do.
struct shrink_settings {
  std::string token;
  std::optional<std::uint64_t> executions;
  output_settings output;
};

/// How to search one model.
struct search_plan {
  std::string strategy;
  checker::strategy_options strategy_options;
  checker::check_options check_options;
};

// The options of each verb.
void add_list_options(CLI::App& parser, list_settings& into);
void add_check_options(CLI::App& parser, check_settings& into);
void add_replay_options(CLI::App& parser, replay_settings& into);
void add_shrink_options(CLI::App& parser, shrink_settings& into);

/// Throws `command_error` (usage) if the settings contradict each other.
void require_consistent(const check_settings& settings);

/// The settings over the model's own options over the defaults.
search_plan plan_for(const model& subject, const check_settings& settings);

/// What makes the exit code stricter.
strictness strictness_of(const check_settings& settings);

/// `auto`, `always` or `never`.
when when_of(const std::string& word);

}  // namespace heddle::cli
