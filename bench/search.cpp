// How long searches take: the programs for which other tools' figures are known (measured on two
// EPYC cores, single-threaded, each program written natively for each tool). Compare seconds on a
// quiet machine only; numbers of executions are the same on every machine.

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "bench/support/program.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "tests/checker/protocols.hpp"
#include "tests/checker/strategies/families.hpp"

namespace {

using bench::column;
using bench::json;
using bench::measurement;
using bench::subject;
using bench::table;

using body = std::function<void()>;

/// The tools that search exhaustively, as columns.
const std::vector<column> exhaustive_peers{
    {"cdschecker", "CDSChecker"}, {"genmc", "GenMC --sc"},
    {"nidhugg", "Nidhugg"},       {"loom", "loom"},
    {"relacy", "Relacy full"},    {"shuttle", "Shuttle DFS"}};

/// A program, and how many executions each tool needs for all of it. `-`: it does not complete.
struct counted_program {
  std::string_view name;
  body run;
  std::uint64_t traces;
  std::array<std::string_view, 6> peers;
};

const std::vector<counted_program>& counted() {
  using namespace families;
  static const std::vector<counted_program> all{
      {"counter 3", [] { loadstore(3); }, 36, {"36 + 16", "36", "36", "4219", "1680", "25424"}},
      {"counter 4", [] { loadstore(4); }, 576, {"576 + 344", "576", "576", "-", "369600", "-"}},
      {"bank_unsafe 4",
       [] { bank_unsafe(4); },
       2'106,
       {"2106 + 1222", "2106", "2106", "-", "47604390", "-"}},
      {"mutex 4", [] { mutex1(4); }, 24, {"24 + 15", "24", "24", "56805", "111408", "-"}},
      {"readers 3", [] { readers(3); }, 8, {"8 + 4", "8", "8", "131614", "2520", "134545"}},
      {"philosophers ordered 4",
       [] { philosophers_ordered(4); },
       14,
       {"14 + 13", "14", "14", "-", "-", "-"}},
  };
  return all;
}

/// A program, the CPU seconds in which the quickest other tool exhausts it, and ours to reach.
struct timed_program {
  std::string_view name;
  body run;
  std::uint64_t traces;
  std::string_view peer;
  std::optional<double> peer_seconds;
  double goal_seconds;
};

const std::vector<timed_program>& timed() {
  using namespace families;
  static const std::vector<timed_program> all{
      {"bank_unsafe 4", [] { bank_unsafe(4); }, 2'106, "GenMC", 0.08, 0.01},
      {"nlock 8", [] { mutex1(8); }, 40'320, "GenMC", 2.0, 0.08},
      {"writers 8", [] { writers(8); }, 40'320, "GenMC", 0.41, 0.05},
      {"readers 15", [] { readers(15); }, 32'768, "GenMC", 0.60, 0.08},
      {"lastzero 13", [] { lastzero(13); }, 32'768, "GenMC", 4.1, 0.12},
      {"lastzero 15", [] { lastzero(15); }, 147'456, "GenMC", 17.9, 0.7},
      {"counter 2x5", [] { loadstore_loop(5); }, 34'904, "GenMC", 0.48, 0.05},
      {"fib_bench 5", [] { fib_bench(5); }, 8'953, "GenMC", 0.45, 0.02},
      {"szymanski 2,2", [] { szymanski(2, 2); }, 22'945, "GenMC", 0.61, 0.06},
      {"peterson 3,2", [] { peterson(3, 2); }, 219'582, "GenMC", 4.5, 0.45},
      {"indexer 15", [] { indexer(15); }, 4'096, "Nidhugg source", 3.8, 0.2},
      {"filesystem 24", [] { filesystem(24); }, 2'048, "Nidhugg source", 1.9, 0.15},
      {"stack 2x8", [] { stack(8); }, 12'870, "Nidhugg", 1.4, 0.06},
      {"queue 4+4", [] { queue(4); }, 40'320, "GenMC", 4.4, 0.15},
      // Nidhugg takes 3.3 seconds and misses traces; GenMC knows no condition variables.
      {"bounded buffer", [] { bounded_buffer(2, 2); }, 86'336, "none", std::nullopt, 0.3},
  };
  return all;
}

/// A program that is searched at random, and what other tools do with it per CPU second.
struct sampled_program {
  std::string_view name;
  body run;
  std::uint64_t executions;
  double relacy_executions;
  double relacy_points;
  double shuttle_executions;
};

/// Main starts and joins the tasks: other tools' tasks are there from the start.
body spawned(body run) {
  return [run = std::move(run)] {
    const families::run_by with_main(families::spawn_and_join);
    run();
  };
}

/// Six tasks of 100 operations each.
void hundred_operations() {
  heddle::atomic<int> counter{0};
  families::together(6, [&](int) {
    for (int round = 0; round < 50; ++round) {
      const int seen = counter.load();
      counter.store(seen + 1);
    }
  });
}

const std::vector<sampled_program>& sampled() {
  using namespace families;
  static const std::vector<sampled_program> all{
      {"counter 3", [] { loadstore(3); }, 300'000, 2.78e6, 25.0e6, 0.22e6},
      {"bank_unsafe 4", [] { bank_unsafe(4); }, 300'000, 1.83e6, 26.1e6, 0.18e6},
      {"mutex 4", [] { mutex1(4); }, 300'000, 1.63e6, 21.0e6, 0.14e6},
      {"producer/consumer", [] { bounded_buffer(2, 1); }, 300'000, 0.79e6, 18.6e6, 0.11e6},
      {"100 operations a task", hundred_operations, 10'000, 51e3, 30.6e6, 16e3},
  };
  return all;
}

subject subject_of(const counted_program& one) {
  return {.name = fmt::format("count/{}", one.name), .body = one.run};
}

subject subject_of(const timed_program& one) {
  return {.name = fmt::format("exhaust/{}", one.name), .body = one.run};
}

subject subject_of(const sampled_program& one) {
  return {.name = fmt::format("sample/{}", one.name),
          .body = spawned(one.run),
          .strategy = "random",
          .executions = one.executions};
}

template <class... Programs>
std::vector<subject> subjects_of(const Programs&... groups) {
  std::vector<subject> all;
  const auto add = [&](const auto& group) {
    for (const auto& one : group) all.push_back(subject_of(one));
  };
  (add(groups), ...);
  return all;
}

/// The columns of every table, and then its own.
std::vector<column> columns(std::vector<column> own) {
  std::vector<column> all{{"program", "program"},
                          {"executions", "executions"},
                          {"blocked", "blocked"},
                          {"seconds", "CPU s", 3},
                          {"executions_per_second", "executions/s", 2, true},
                          {"points_per_second", "points/s", 1, true},
                          {"megabytes", "peak MB", 1}};
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

json row_of(std::string_view name, const measurement& found) {
  return {{"program", name},
          {"executions", found.executions},
          {"blocked", found.blocked},
          {"seconds", found.seconds},
          {"executions_per_second", static_cast<double>(found.executions) / found.seconds},
          {"points_per_second", static_cast<double>(found.events) / found.seconds},
          {"megabytes", found.megabytes}};
}

/// Says so in the row and in the report if a search has not made one execution per trace and no
/// other.
void judge(json& row, const measurement& found, std::uint64_t traces, bench::report& told) {
  if (found.executions != traces)
    row["executions"] = fmt::format("{}, not {}", found.executions, traces);
  if (found.executions != traces || found.blocked != 0) told.correct = false;
}

table count(const bench::settings& asked, bench::report& told) {
  table all("count", "Executions until all is searched (dpor), beside other tools'",
            columns(exhaustive_peers));
  for (const counted_program& one : counted()) {
    if (!asked.want(subject_of(one))) continue;
    const measurement found = measure(subject_of(one), asked.times);
    json row = row_of(one.name, found);
    judge(row, found, one.traces, told);
    for (std::size_t place = 0; place < one.peers.size(); ++place)
      row[exhaustive_peers[place].key] = one.peers[place];
    all.add(std::move(row));
  }
  return all;
}

table exhaust(const bench::settings& asked, bench::report& told) {
  table all("exhaust",
            "CPU seconds until all is searched (dpor), the start of the process included",
            columns({{"peer", "quickest other"},
                     {"peer_seconds", "CPU s", 2},
                     {"ratio", "times as quick", 1},
                     {"goal_seconds", "goal", 2},
                     {"met", "met"}}));
  for (const timed_program& one : timed()) {
    if (!asked.want(subject_of(one))) continue;
    const measurement found = measure(subject_of(one), asked.times);
    json row = row_of(one.name, found);
    judge(row, found, one.traces, told);
    row["peer"] = one.peer;
    if (one.peer_seconds) row["peer_seconds"] = *one.peer_seconds;
    if (one.peer_seconds) row["ratio"] = *one.peer_seconds / found.seconds;
    row["goal_seconds"] = one.goal_seconds;
    row["met"] = found.seconds <= one.goal_seconds;
    all.add(std::move(row));
  }
  return all;
}

table sample(const bench::settings& asked) {
  table all("sample", "Executions drawn by random, per CPU second; tasks are spawned and joined",
            columns({{"relacy_executions", "Relacy executions/s", 2, true},
                     {"executions_ratio", "ratio", 2},
                     {"relacy_points", "Relacy points/s", 1, true},
                     {"points_ratio", "ratio", 2},
                     {"shuttle_executions", "Shuttle executions/s", 2, true},
                     {"shuttle_ratio", "ratio", 1}}));
  for (const sampled_program& one : sampled()) {
    if (!asked.want(subject_of(one))) continue;
    json row = row_of(one.name, measure(subject_of(one), asked.times));
    const double executions = row["executions_per_second"];
    const double points = row["points_per_second"];
    row["relacy_executions"] = one.relacy_executions;
    row["executions_ratio"] = executions / one.relacy_executions;
    row["relacy_points"] = one.relacy_points;
    row["points_ratio"] = points / one.relacy_points;
    row["shuttle_executions"] = one.shuttle_executions;
    row["shuttle_ratio"] = executions / one.shuttle_executions;
    all.add(std::move(row));
  }
  return all;
}

bench::report measure_all(const bench::settings& asked) {
  bench::report told;
  told.tables.push_back(count(asked, told));
  told.tables.push_back(exhaust(asked, told));
  told.tables.push_back(sample(asked));
  return told;
}

}  // namespace

int main(int argc, char** argv) {
  return bench::run({"search", subjects_of(counted(), timed(), sampled()), measure_all}, argc,
                    argv);
}
