// How many executions each strategy needs until it has found a bug, beside what other tools need on
// the same programs (measured by writing the programs for each tool): mean / median over seeds, or
// the exact number.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/support/program.hpp"
#include "checker/check.hpp"
#include "checker/strategy.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "tests/checker/strategies/families.hpp"

namespace {

using bench::json;
using heddle::checker::bounded_by;
using heddle::checker::schedule_bound;

constexpr std::size_t programs_count = 5;

struct buggy_program {
  std::string_view key;
  std::string_view name;
  void (*body)();
};

void bank_unsafe_4() {
  heddle::atomic<int> balance{100};
  families::unsafe_bank({80, 70, 50, 20}, balance);
  heddle::check(balance.load() >= 0, "the balance is never negative");
}

constexpr std::array<buggy_program, programs_count> programs{{
    {"bank_unsafe_4", "bank_unsafe 4", bank_unsafe_4},
    {"abba", "AB-BA", [] { families::philosophers(2); }},
    {"philosophers_3", "philosophers 3", [] { families::philosophers(3); }},
    {"philosophers_4", "philosophers 4", [] { families::philosophers(4); }},
    {"one_condition", "one condition", [] { families::stolen_wakeup(2); }},
}};

struct way_to_search {
  std::string_view label;
  std::string_view strategy;
  std::uint32_t depth = 3;
  std::optional<schedule_bound> bound{};
};

constexpr schedule_bound preemptions(std::uint32_t from, std::uint32_t to) {
  return {bounded_by::preemptions, from, to};
}

constexpr std::array ways{way_to_search{"random", "random"},
                          way_to_search{"pct depth 2", "pct", 2},
                          way_to_search{"pct depth 3", "pct", 3},
                          way_to_search{"pos", "pos"},
                          way_to_search{"urw", "urw"},
                          way_to_search{"surw", "surw"},
                          way_to_search{"portfolio", "portfolio"},
                          way_to_search{"dpor", "dpor"},
                          way_to_search{"1 preemption", "dfs", 3, preemptions(1, 1)},
                          way_to_search{"2 preemptions", "dfs", 3, preemptions(2, 2)},
                          way_to_search{"0..2 preemptions", "dfs", 3, preemptions(0, 2)}};

/// What another tool needs for the programs above, over 300 seeds.
struct peer {
  std::string_view label;
  std::array<std::string_view, programs_count> figures;
};

constexpr std::array peers{
    peer{"Relacy random", {"2.9 / 2", "4.0 / 3", "4.8 / 3", "8.7 / 6", "141 / 94"}},
    peer{"Shuttle random", {"3.3 / 2", "3.5 / 2", "7.8 / 6", "19 / 13", "136 / 99"}},
    peer{"Shuttle URW", {"3.3 / 2", "2.6 / 2", "4.4 / 4", "6.1 / 4", "35 / 20"}},
    peer{"Shuttle PCT depth 2", {"16 / 11", "9.3 / 6", "47 / 32", "284 / 188", "266 / 177"}},
    peer{"Shuttle PCT depth 3", {"8.6 / 6", "6.0 / 5", "24 / 16", "130 / 89", "175 / 118"}},
    peer{"CDSChecker", {"1", "2", "5", "12", "crashes"}},
    peer{"loom", {"407", "4", "106", "5853", "not found"}},
    peer{"Relacy context bound 1", {"55", "4", "22", "135", "219"}},
    peer{"Relacy context bound 2", {"133", "9", "109", "1404", "1937"}}};

/// Executions until the first finding, that one included; nothing if there is none.
std::optional<std::uint64_t> executions_until_bug(const buggy_program& program,
                                                  const way_to_search& way, std::uint64_t seed) {
  const auto strategy = heddle::checker::make_strategy(
      way.strategy,
      {.seed = seed, .executions = 1'000'000, .depth = way.depth, .bound = way.bound});
  heddle::checker::check_options options;
  options.stop = heddle::checker::stop_at::first;
  const auto found = heddle::checker::check(program.name, program.body, *strategy, options);
  if (found.findings.empty()) return std::nullopt;
  return found.executions;
}

json over_seeds(const buggy_program& program, const way_to_search& way, std::uint64_t seeds) {
  std::vector<std::uint64_t> needed;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto one = executions_until_bug(program, way, seed);
    if (!one) return "not found";
    needed.push_back(*one);
  }
  std::ranges::sort(needed);
  const double sum = std::accumulate(needed.begin(), needed.end(), 0.0);
  return {{"mean", sum / static_cast<double>(needed.size())},
          {"median", needed[needed.size() / 2]}};
}

json effort(const buggy_program& program, const way_to_search& way, std::uint64_t seeds) {
  if (heddle::checker::strategy_called(way.strategy).samples)
    return over_seeds(program, way, seeds);
  const auto exact = executions_until_bug(program, way, 1);
  return exact ? json(*exact) : json("not found");
}

bench::table measure(std::uint64_t seeds) {
  std::vector<bench::column> columns{{"searched_by", "searched by"}};
  for (const buggy_program& each : programs)
    columns.push_back({std::string(each.key), std::string(each.name)});
  bench::table all("executions_until_bug",
                   fmt::format("Executions until the bug: mean / median over {} seeds (the others: "
                               "300), or the exact number",
                               seeds),
                   std::move(columns));
  for (const way_to_search& way : ways) {
    json row{{"searched_by", fmt::format("heddle {}", way.label)}};
    for (const buggy_program& each : programs)
      row[std::string(each.key)] = effort(each, way, seeds);
    all.add(std::move(row));
  }
  for (const peer& other : peers) {
    json row{{"searched_by", other.label}};
    for (std::size_t place = 0; place < programs.size(); ++place)
      row[std::string(programs[place].key)] = other.figures[place];
    all.add(std::move(row));
  }
  return all;
}

struct settings {
  bool json = false;
  std::uint64_t seeds = 300;
};

std::optional<settings> read(std::span<const std::string_view> given) {
  settings asked;
  for (; !given.empty(); given = given.subspan(1)) {
    if (given[0] == "--json") {
      asked.json = true;
      continue;
    }
    const auto seeds = given.size() < 2 ? std::nullopt : bench::positive(given[1]);
    if (given[0] != "--seeds" || !seeds) return std::nullopt;
    asked.seeds = static_cast<std::uint64_t>(*seeds);
    given = given.subspan(1);
  }
  return asked;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> given(argv + 1, argv + argc);
  const std::optional<settings> asked = read(given);
  if (!asked) {
    const bool help = given.front() == "--help";
    fmt::print(help ? stdout : stderr, "usage: bench_executions_until_bug [--json] [--seeds N]\n");
    return help ? 0 : 64;
  }
  // Main starts and joins the tasks of every program.
  const families::run_by spawned(families::spawn_and_join);
  const bench::table table = measure(asked->seeds);
  bench::print({&table, 1}, asked->json);
}
