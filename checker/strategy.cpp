#include "checker/strategy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "checker/strategies/dfs.hpp"
#include "checker/strategies/dpor/dpor.hpp"
#include "checker/strategies/pct.hpp"
#include "checker/strategies/portfolio.hpp"
#include "checker/strategies/pos.hpp"
#include "checker/strategies/random.hpp"
#include "checker/strategies/surw.hpp"
#include "checker/strategies/urw.hpp"
#include "scheduler/failure.hpp"

namespace heddle::checker {
namespace {

using factory = std::unique_ptr<strategy> (*)(const strategy_options& options);

template <class Strategy>
std::unique_ptr<strategy> made(const strategy_options& options) {
  if constexpr (std::is_constructible_v<Strategy, const strategy_options&>)
    return std::make_unique<Strategy>(options);
  else
    return std::make_unique<Strategy>();
}

std::unique_ptr<strategy> made_bounded(const strategy_options& options) {
  return std::make_unique<dfs>(options.bound);
}

std::unique_ptr<strategy> made_with_source_sets(const strategy_options&) {
  return std::make_unique<dpor>(reduction::source);
}

// One line for each strategy, in both lists.
constexpr std::array<strategy_traits, 9> known{{
    {.name = "dpor"},
    {.name = "source"},
    {.name = "dfs", .takes_bound = true},
    {.name = "random", .samples = true},
    {.name = "pct", .samples = true, .learns = true},
    {.name = "pos", .samples = true},
    {.name = "urw", .samples = true, .learns = true},
    {.name = "surw", .samples = true, .learns = true},
    {.name = "portfolio", .samples = true},
}};
constexpr std::array<factory, known.size()> factories{made<dpor>,     made_with_source_sets,
                                                      made_bounded,   made<random_walk>,
                                                      made<pct>,      made<pos>,
                                                      made<urw>,      made<surw>,
                                                      made<portfolio>};

}  // namespace

std::span<const strategy_traits> strategies() { return known; }

const strategy_traits& strategy_called(std::string_view name) {
  const auto* const found = std::ranges::find(known, name, &strategy_traits::name);
  if (found != known.end()) return *found;
  std::string names;
  for (const strategy_traits& each : known)
    names += fmt::format("{}{}", names.empty() ? "" : ", ", each.name);
  throw scheduler::usage_error(
      fmt::format("there is no strategy \"{}\"; there are: {}", name, names));
}

std::unique_ptr<strategy> make_strategy(std::string_view name, const strategy_options& options) {
  const strategy_traits& wanted = strategy_called(name);
  if (!options.parameters.empty() && !wanted.learns)
    throw scheduler::usage_error(fmt::format("{} learns nothing and takes no parameters", name));
  if (options.bound && !wanted.takes_bound)
    throw scheduler::usage_error(fmt::format("{} takes no bound on schedules", name));
  return factories[static_cast<std::size_t>(&wanted - known.data())](options);
}

}  // namespace heddle::checker
