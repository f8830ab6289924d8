// How the cost of a search grows: with the number of executions it should be linear, with the
// events of an execution at most n log n. Only ratios between the rows of one program mean
// something; all are CPU seconds of the searches alone.

#include <fmt/format.h>

#include <cmath>
#include <deque>
#include <utility>

#include "bench/support/program.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "tests/checker/strategies/families.hpp"

namespace {

using bench::json;
using bench::measurement;
using bench::subject;
using bench::table;

/// Short searches are repeated until they have taken so long: the clock is coarse, and the first
/// execution warms the caches.
constexpr double least_seconds = 0.1;

/// A program at several sizes: numbers of executions or of events.
struct ladder {
  std::string_view name;
  std::string_view strategy;
  void (*body)(int size);
  /// The most executions; 0: as many as the size says.
  std::uint64_t executions;
};

/// Far more traces than are asked for, and executions of like length.
constexpr ladder by_executions[] = {
    {"writers 10, dpor", "dpor", [](int) { families::writers(10); }, 0},
    {"nlock 10, dpor", "dpor", [](int) { families::mutex1(10); }, 0},
    {"lastzero 20, dpor", "dpor", [](int) { families::lastzero(20); }, 0},
    {"readers 20, dpor", "dpor", [](int) { families::readers(20); }, 0},
    {"bounded buffer, dpor", "dpor", [](int) { families::bounded_buffer(3, 2); }, 0},
    {"bank_unsafe 4, random", "random", [](int) { families::bank_unsafe(4); }, 0},
};
constexpr int numbers_of_executions[] = {1'000, 10'000, 100'000};

/// Two tasks that share nothing: half of the events each.
void apart(int events) {
  std::deque<heddle::atomic<int>> own(2);
  families::together(2, [&](int me) {
    for (int done = 0; done < events / 2; ++done) own[static_cast<std::size_t>(me)].fetch_add(1);
  });
}

/// As `apart`, but three events of each task change one variable: 6!/3!^2 = 20 traces.
void few_conflicts(int events) {
  std::deque<heddle::atomic<int>> own(2);
  heddle::atomic<int> shared{0};
  families::together(2, [&](int me) {
    for (int part = 0; part < 3; ++part) {
      for (int done = 0; done < (events / 2 - 3) / 3; ++done)
        own[static_cast<std::size_t>(me)].fetch_add(1);
      shared.fetch_add(1);
    }
  });
}

/// Two tasks, of which each event conflicts with all of the other's.
void one_variable(int events) { families::faa_loop(events / 2); }

/// Two tasks that lock and unlock one mutex.
void one_mutex(int events) { families::mutex_loop(events / 4); }

constexpr ladder by_events[] = {
    {"apart, random", "random", apart, 100},
    {"one variable, random", "random", one_variable, 100},
    {"one mutex, random", "random", one_mutex, 100},
    {"few conflicts, dpor", "dpor", few_conflicts, 100},
    {"one variable, dpor", "dpor", one_variable, 100},
    {"one mutex, dpor", "dpor", one_mutex, 100},
};
constexpr int numbers_of_events[] = {10, 100, 1'000, 10'000};

subject subject_of(std::string_view group, const ladder& of, int size) {
  return {.name = fmt::format("{}/{}/{}", group, of.name, size),
          .body = [body = of.body, size] { body(size); },
          .strategy = of.strategy,
          .executions = of.executions == 0 ? static_cast<std::uint64_t>(size) : of.executions,
          .least_seconds = least_seconds};
}

subject with_executions(const ladder& of, int size) { return subject_of("executions", of, size); }
subject with_events(const ladder& of, int size) { return subject_of("events", of, size); }

std::vector<subject> subjects() {
  std::vector<subject> all;
  for (const ladder& of : by_executions)
    for (const int size : numbers_of_executions) all.push_back(with_executions(of, size));
  for (const ladder& of : by_events)
    for (const int size : numbers_of_events) all.push_back(with_events(of, size));
  return all;
}

double per(double seconds, std::uint64_t count) { return seconds / static_cast<double>(count); }

json row_of(const ladder& of, const measurement& found) {
  return {{"program", of.name},
          {"executions", found.executions / found.searches},
          {"events_per_execution",
           static_cast<double>(found.events) / static_cast<double>(found.executions)},
          {"seconds", per(found.search_seconds, found.searches)},
          {"nanoseconds_per_event", 1e9 * per(found.search_seconds, found.events)},
          {"megabytes", found.megabytes}};
}

table executions(const bench::settings& asked) {
  table all("executions", "CPU time against the number of executions",
            {{"program", "program"},
             {"executions", "executions"},
             {"events_per_execution", "events each", 1},
             {"seconds", "CPU s", 3},
             {"microseconds_per_execution", "us/execution", 2},
             {"growth", "growth", 2},
             {"megabytes", "peak MB", 1}});
  for (const ladder& of : by_executions) {
    double first = 0;
    for (const int size : numbers_of_executions) {
      const subject one = with_executions(of, size);
      if (!asked.want(one)) continue;
      const measurement found = measure(one, asked.times);
      const double each = 1e6 * per(found.search_seconds, found.executions);
      if (first == 0) first = each;
      json row = row_of(of, found);
      row["microseconds_per_execution"] = each;
      row["growth"] = each / first;
      all.add(std::move(row));
    }
  }
  return all;
}

table events(const bench::settings& asked) {
  table all("events", "CPU time against the events of an execution",
            {{"program", "program"},
             {"executions", "executions"},
             {"events_per_execution", "events each", 1},
             {"seconds", "CPU s", 3},
             {"nanoseconds_per_event", "ns/event", 1},
             {"nanoseconds_per_event_and_log", "ns/event/log2 n", 1},
             {"megabytes", "peak MB", 1}});
  for (const ladder& of : by_events)
    for (const int size : numbers_of_events) {
      const subject one = with_events(of, size);
      if (!asked.want(one)) continue;
      json row = row_of(of, measure(one, asked.times));
      const double log = std::log2(row["events_per_execution"].get<double>());
      row["nanoseconds_per_event_and_log"] = row["nanoseconds_per_event"].get<double>() / log;
      all.add(std::move(row));
    }
  return all;
}

bench::report measure_all(const bench::settings& asked) {
  return {.tables = {executions(asked), events(asked)}};
}

}  // namespace

int main(int argc, char** argv) {
  return bench::run({"scaling", subjects(), measure_all}, argc, argv);
}
