// How many executions each strategy needs until it has found a bug, beside what other tools need on
// the same programs (measured with those; see `peers`). Sampling strategies: mean and median over
// seeds 1 to 300. Usage: bench_executions_until_bug [--json] [--seeds N]

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <functional>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/check.hpp"
#include "checker/strategy.hpp"
#include "heddle.hpp"

namespace {

void spawn_and_join(int tasks, const std::function<void(int)>& body) {
  std::deque<heddle::thread> started;
  for (int me = 0; me < tasks; ++me) started.emplace_back(std::cref(body), me);
  for (heddle::thread& each : started) each.join();
}

/// Four withdrawals: load; if there is enough, load and store.
void bank_unsafe_4() {
  static constexpr int amounts[] = {80, 70, 50, 20};
  heddle::atomic<int> balance{100};
  spawn_and_join(4, [&](int me) {
    const int amount = amounts[me];
    if (balance.load() < amount) return;
    const int seen = balance.load();
    balance.store(seen - amount);
  });
  heddle::check(balance.load() >= 0, "the balance is never negative");
}

/// Each task takes the lock of its number, then the next.
void locks_in_a_ring(int tasks) {
  std::deque<heddle::mutex> locks(static_cast<std::size_t>(tasks));
  spawn_and_join(tasks, [&](int me) {
    const heddle::lock_guard left(locks[static_cast<std::size_t>(me)]);
    const heddle::lock_guard right(locks[static_cast<std::size_t>((me + 1) % tasks)]);
  });
}

/// Two producers and two consumers of one item each around a buffer of one, with one condition
/// variable for both: a notification meant for one side may wake the other.
void one_condition_variable() {
  heddle::mutex mutex;
  heddle::condition_variable changed;
  heddle::var<int> items{0};
  spawn_and_join(4, [&](int me) {
    const int wanted = me < 2 ? 0 : 1;
    heddle::unique_lock<heddle::mutex> lock(mutex);
    while (items != wanted) changed.wait(lock);
    items = 1 - wanted;
    changed.notify_one();
  });
}

constexpr std::size_t programs_count = 5;

struct subject {
  std::string_view name;
  std::function<void()> body;
};

const std::vector<subject>& programs() {
  static const std::vector<subject> all{
      {"bank_unsafe 4", bank_unsafe_4},
      {"AB-BA", [] { locks_in_a_ring(2); }},
      {"philosophers 3", [] { locks_in_a_ring(3); }},
      {"philosophers 4", [] { locks_in_a_ring(4); }},
      {"one condition", one_condition_variable},
  };
  return all;
}

struct way_to_search {
  std::string_view label;
  std::string_view strategy;
  std::uint32_t depth = 3;
};

constexpr way_to_search ways[] = {
    {"random", "random"}, {"pct depth 2", "pct", 2}, {"pct depth 3", "pct", 3},  {"pos", "pos"},
    {"urw", "urw"},       {"surw", "surw"},          {"portfolio", "portfolio"}, {"dpor", "dpor"}};

/// What other tools need for the programs above: mean / median over 300 seeds, or exact. Measured
/// by writing the programs for each tool.
struct peer {
  std::string_view label;
  std::string_view figures[programs_count];
};

constexpr peer peers[] = {
    {"Relacy random", {"2.9 / 2", "4.0 / 3", "4.8 / 3", "8.7 / 6", "141 / 94"}},
    {"Shuttle random", {"3.3 / 2", "3.5 / 2", "7.8 / 6", "19 / 13", "136 / 99"}},
    {"Shuttle URW", {"3.3 / 2", "2.6 / 2", "4.4 / 4", "6.1 / 4", "35 / 20"}},
    {"Shuttle PCT depth 2", {"16 / 11", "9.3 / 6", "47 / 32", "284 / 188", "266 / 177"}},
    {"Shuttle PCT depth 3", {"8.6 / 6", "6.0 / 5", "24 / 16", "130 / 89", "175 / 118"}},
    {"CDSChecker", {"1", "2", "5", "12", "crashes"}},
    {"loom", {"407", "4", "106", "5853", "not found"}},
    {"Relacy context bound 1", {"55", "4", "22", "135", "219"}},
    {"Relacy context bound 2", {"133", "9", "109", "1404", "1937"}},
};

/// Executions until the first finding, that one included.
struct effort {
  double mean = 0;
  std::uint64_t median = 0;
  bool exact = false;
};

std::uint64_t executions_until_bug(const subject& program, const way_to_search& way,
                                   std::uint64_t seed) {
  const auto strategy = heddle::checker::make_strategy(
      way.strategy, {.seed = seed, .executions = 1'000'000, .depth = way.depth});
  heddle::checker::check_options options;
  options.stop = heddle::checker::stop_at::first;
  return heddle::checker::check(program.name, program.body, *strategy, options).executions;
}

effort measure(const subject& program, const way_to_search& way, std::uint64_t seeds) {
  const bool samples = heddle::checker::strategy_called(way.strategy).samples;
  std::vector<std::uint64_t> needed;
  for (std::uint64_t seed = 1; seed <= (samples ? seeds : 1); ++seed)
    needed.push_back(executions_until_bug(program, way, seed));
  std::ranges::sort(needed);
  const double sum = std::accumulate(needed.begin(), needed.end(), 0.0);
  return {sum / static_cast<double>(needed.size()), needed[needed.size() / 2], !samples};
}

/// Three digits, as the figures of the others.
std::string text_of(const effort& one) {
  if (one.exact) return fmt::format("{}", one.median);
  return one.mean < 10 ? fmt::format("{:.1f} / {}", one.mean, one.median)
                       : fmt::format("{:.0f} / {}", one.mean, one.median);
}

void print_row(std::string_view label, const std::vector<std::string>& figures) {
  fmt::print("{:<24}", label);
  for (const std::string& each : figures) fmt::print("{:>16}", each);
  fmt::print("\n");
}

void print_table(std::uint64_t seeds) {
  std::vector<std::string> names;
  for (const subject& program : programs()) names.emplace_back(program.name);
  print_row("mean / median", names);
  for (const way_to_search& way : ways) {
    std::vector<std::string> figures;
    for (const subject& program : programs())
      figures.push_back(text_of(measure(program, way, seeds)));
    print_row(fmt::format("heddle {}", way.label), figures);
  }
  for (const peer& other : peers)
    print_row(other.label, {std::begin(other.figures), std::end(other.figures)});
}

void print_json(std::uint64_t seeds) {
  fmt::print("{{\"seeds\": {}, \"programs\": [", seeds);
  for (std::size_t place = 0; place < programs().size(); ++place) {
    const subject& program = programs()[place];
    fmt::print("{}\n  {{\"name\": \"{}\", \"heddle\": {{", place == 0 ? "" : ",", program.name);
    std::string_view separator;
    for (const way_to_search& way : ways) {
      const effort one = measure(program, way, seeds);
      fmt::print("{}\"{}\": {{\"mean\": {:.2f}, \"median\": {}}}", separator, way.label, one.mean,
                 one.median);
      separator = ", ";
    }
    fmt::print("}}, \"peers\": {{");
    separator = "";
    for (const peer& other : peers) {
      fmt::print("{}\"{}\": \"{}\"", separator, other.label, other.figures[place]);
      separator = ", ";
    }
    fmt::print("}}}}");
  }
  fmt::print("\n]}}\n");
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || rest != text.data() + text.size() || value == 0) return std::nullopt;
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  std::uint64_t seeds = 300;
  bool json = false;
  for (std::size_t place = 0; place < arguments.size(); ++place) {
    const bool has_value = place + 1 < arguments.size();
    if (arguments[place] == "--json") {
      json = true;
    } else if (const auto value = has_value ? number(arguments[place + 1]) : std::nullopt;
               arguments[place] == "--seeds" && value) {
      seeds = *value;
      ++place;
    } else {
      fmt::print(stderr, "usage: bench_executions_until_bug [--json] [--seeds N]\n");
      return 64;
    }
  }
  if (json)
    print_json(seeds);
  else
    print_table(seeds);
}
