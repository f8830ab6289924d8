// The models that come with heddle: how many executions dpor needs for all of each, and which
// execution is the first to show what the model declares, by dpor and by two samples.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/support/program.hpp"
#include "checker/check.hpp"
#include "checker/model.hpp"
#include "checker/strategy.hpp"

namespace {

using bench::json;
using heddle::checker::coverage_kind;

/// Among so many executions what a model declares must be seen.
constexpr std::uint64_t most_executions = 10'000;

constexpr std::uint64_t no_limit = 0;

/// Searches with seed 1, for one of the findings that the model declares or for none.
heddle::checker::result search(const heddle::model& subject, std::string_view strategy,
                               std::uint64_t executions,
                               std::span<const heddle::expectation> wanted = {}) {
  const auto how = heddle::checker::make_strategy(strategy, {.seed = 1, .executions = executions});
  heddle::checker::check_options options;
  options.execution = heddle::checker::effective_options(subject);
  options.max_executions = executions;
  // The strategies are to find it themselves.
  options.direction.executions = 0;
  return heddle::checker::check(subject.name(), subject.body(), *how, options, wanted);
}

/// The number of the first execution with the finding, from 1 on; nothing if it is not among the
/// first `most_executions`. A search has no mark of its own for that, but the same executions come
/// first whatever their number: so the number is bracketed, then halved.
std::optional<std::uint64_t> first_with(const heddle::model& subject,
                                        const heddle::expectation& wanted,
                                        std::string_view strategy) {
  const auto shows = [&](std::uint64_t executions) {
    return search(subject, strategy, executions, {&wanted, 1}).missing.empty();
  };
  std::uint64_t without = 0;
  std::uint64_t with = 1;
  while (!shows(with)) {
    if (with == most_executions) return std::nullopt;
    without = std::exchange(with, std::min(2 * with, most_executions));
  }
  while (with - without > 1) {
    const std::uint64_t middle = without + (with - without) / 2;
    (shows(middle) ? with : without) = middle;
  }
  return with;
}

std::string text_of(const heddle::expectation& declared) {
  std::string text(name_of(declared.kind));
  if (!declared.message.empty()) text += ": " + declared.message;
  return text;
}

/// Adds the rows of one model: one for each finding it declares, or one if it is right. Returns
/// whether it does as it declares, and both dpor and one of the samples show it.
bool add_rows(const heddle::model& subject, bench::table& to) {
  const auto all = search(subject, "dpor", no_limit, subject.expect());
  json row{{"model", subject.name()},
           {"executions", all.executions},
           {"covered", name_of(all.covered.kind)}};
  bool correct =
      all.as_declared() && all.blocked == 0 && all.covered.kind != coverage_kind::interrupted;
  if (subject.expect().empty()) to.add(row);
  for (const heddle::expectation& declared : subject.expect()) {
    row["declares"] = text_of(declared);
    for (const std::string_view strategy : {"dpor", "urw", "pos"}) {
      const auto first = first_with(subject, declared, strategy);
      row[std::string(strategy)] = first ? json(*first) : json("not found");
    }
    correct =
        correct && row["dpor"].is_number() && (row["urw"].is_number() || row["pos"].is_number());
    to.add(row);
  }
  return correct;
}

bench::report measure() {
  bench::table rows("corpus", "The models that come with heddle",
                    {{"model", "model"},
                     {"declares", "declares"},
                     {"executions", "executions"},
                     {"covered", "covered"},
                     {"dpor", "dpor"},
                     {"urw", "urw"},
                     {"pos", "pos"}});
  bench::report told;
  for (const heddle::model* each : heddle::checker::registered_models())
    if (!add_rows(*each, rows)) {
      told.correct = false;
      fmt::print(stderr, "bench_corpus: {} does not do as it declares\n", each->name());
    }
  told.tables.push_back(std::move(rows));
  return told;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view form = argc == 2 ? argv[1] : "";
  if (argc > 1 && form != "--json" && form != "--markdown") {
    const bool help = form == "--help";
    fmt::print(help ? stdout : stderr, "usage: bench_corpus [--json | --markdown]\n");
    return help ? 0 : 64;
  }
  const bench::report told = measure();
  if (form == "--markdown")
    fmt::print("{}", told.tables.front().markdown());
  else
    bench::print(told.tables, form == "--json");
  return told.correct ? 0 : 1;
}
