#include "checker/strategies/portfolio.hpp"

#include <algorithm>

#include "checker/strategies/pct.hpp"
#include "checker/strategies/pos.hpp"
#include "checker/strategies/random.hpp"
#include "checker/strategies/urw.hpp"

namespace heddle::checker {
namespace {

enum member : std::uint8_t { by_pos, by_pct_2, by_pct_3, by_urw, by_random };

/// Whose turn it is.
constexpr std::array<member, 20> one_round{
    by_pos, by_pct_3, by_pos, by_urw,   by_pos, by_pct_2, by_random, by_pos, by_urw,    by_pct_3,
    by_pos, by_pct_2, by_pos, by_pct_3, by_urw, by_pos,   by_pct_2,  by_pos, by_random, by_urw};

/// How many of the executions before the `first` one are drawn by a member.
std::uint64_t turns_before(std::uint64_t first, member who) {
  const auto round = static_cast<std::uint64_t>(std::ranges::count(one_round, who));
  const auto rest = static_cast<std::ptrdiff_t>(first % one_round.size());
  return first / one_round.size() * round +
         static_cast<std::uint64_t>(std::count(one_round.begin(), one_round.begin() + rest, who));
}

/// The options of a member of a portfolio.
strategy_options options_of(member who, const strategy_options& whole) {
  strategy_options options;
  options.seed = whole.seed;
  options.executions = 0;
  options.first = turns_before(whole.first, who);
  options.depth = who == by_pct_2 ? 2 : 3;
  return options;
}

}  // namespace

portfolio::portfolio(const strategy_options& options)
    : sampling_strategy(options),
      members_{std::make_unique<pos>(options_of(by_pos, options)),
               std::make_unique<pct>(options_of(by_pct_2, options)),
               std::make_unique<pct>(options_of(by_pct_3, options)),
               std::make_unique<urw>(options_of(by_urw, options)),
               std::make_unique<random_walk>(options_of(by_random, options))},
      turn_(options.first % one_round.size()) {}

void portfolio::begin() {
  active_ = members_[one_round[turn_]].get();
  turn_ = (turn_ + 1) % one_round.size();
  active_->next();
}

}  // namespace heddle::checker
