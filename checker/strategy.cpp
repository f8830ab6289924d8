#include "checker/strategy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "checker/strategies/dfs.hpp"
#include "checker/strategies/dpor/dpor.hpp"
#include "checker/strategies/random.hpp"
#include "scheduler/failure.hpp"

namespace heddle::checker {
namespace {

using factory = std::unique_ptr<strategy> (*)(const strategy_options& options);

// One line for each strategy, in both lists.
constexpr std::array<std::string_view, 3> names{"dpor", "dfs", "random"};
constexpr std::array<factory, names.size()> factories{
    [](const strategy_options&) -> std::unique_ptr<strategy> { return std::make_unique<dpor>(); },
    [](const strategy_options&) -> std::unique_ptr<strategy> { return std::make_unique<dfs>(); },
    [](const strategy_options& options) -> std::unique_ptr<strategy> {
      return std::make_unique<random_walk>(options);
    },
};

}  // namespace

std::span<const std::string_view> strategy_names() { return names; }

std::unique_ptr<strategy> make_strategy(std::string_view name, const strategy_options& options) {
  for (std::size_t place = 0; place < names.size(); ++place)
    if (names[place] == name) return factories[place](options);
  throw scheduler::usage_error(
      fmt::format("there is no strategy \"{}\"; there are: {}", name, fmt::join(names, ", ")));
}

}  // namespace heddle::checker
