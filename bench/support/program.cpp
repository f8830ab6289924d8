#include "bench/support/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <exception>

namespace bench {
namespace {

constexpr int exit_wrong_count = 1;
constexpr int exit_usage = 64;
constexpr int exit_failure = 70;

using arguments = std::span<const std::string_view>;

std::optional<settings> read(arguments given) {
  settings asked;
  for (; !given.empty(); given = given.subspan(1)) {
    if (given[0] == "--json") {
      asked.json = true;
      continue;
    }
    if (given.size() < 2) return std::nullopt;
    if (given[0] == "--only")
      asked.only = given[1];
    else if (const auto number = positive(given[1]); given[0] == "--best-of" && number)
      asked.times = *number;
    else
      return std::nullopt;
    given = given.subspan(1);
  }
  return asked;
}

void print_usage(const program& benchmark, std::FILE* where) {
  fmt::print(where,
             "usage: bench_{} [--json] [--only TEXT] [--best-of N]\n\n"
             "  --only TEXT   only rows with TEXT in their names: `table/program`\n"
             "  --best-of N   measures each row N times; the quickest counts\n\nRows:\n",
             benchmark.name);
  for (const subject& one : benchmark.subjects) fmt::print(where, "  {}\n", one.name);
}

int refuse(const program& benchmark) {
  print_usage(benchmark, stderr);
  return exit_usage;
}

int run_child(const program& benchmark, std::string_view name) {
  const auto found = std::ranges::find(benchmark.subjects, name, &subject::name);
  if (found == benchmark.subjects.end()) return refuse(benchmark);
  search_and_report(*found);
  return 0;
}

int run_all(const program& benchmark, const settings& asked) {
  const report told = benchmark.measure(asked);
  print(told.tables, asked.json);
  return told.correct ? 0 : exit_wrong_count;
}

}  // namespace

std::optional<int> positive(std::string_view text) {
  int value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || rest != text.data() + text.size() || value <= 0) return std::nullopt;
  return value;
}

void print(std::span<const table> tables, bool as_json) {
  json all = json::object();
  std::string_view separator;
  for (const table& each : tables) {
    if (each.empty()) continue;
    if (!as_json) fmt::print("{}{}", separator, each.text());
    all[each.key()] = each.rows();
    separator = "\n";
  }
  if (as_json) fmt::print("{}\n", all.dump(2));
}

int run(const program& benchmark, int argc, char** argv) try {
  const std::vector<std::string_view> given(argv + 1, argv + argc);
  if (given.size() == 2 && given[0] == child_argument) return run_child(benchmark, given[1]);
  if (given.size() == 1 && given[0] == "--help") {
    print_usage(benchmark, stdout);
    return 0;
  }
  const std::optional<settings> asked = read(given);
  if (!asked || std::ranges::none_of(benchmark.subjects,
                                     [&](const subject& one) { return asked->want(one); }))
    return refuse(benchmark);
  return run_all(benchmark, *asked);
} catch (const std::exception& failure) {
  fmt::print(stderr, "bench_{}: {}\n", benchmark.name, failure.what());
  return exit_failure;
}

}  // namespace bench
