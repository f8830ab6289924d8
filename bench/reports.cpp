// What each report of a long execution costs: time, size and memory. The execution ends in a
// deadlock, so that every kind of report has something to tell. Without Graphviz: what it draws is
// only written here.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <deque>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "checker/check.hpp"
#include "heddle.hpp"
#include "reports/ci/junit.hpp"
#include "reports/ci/sarif.hpp"
#include "reports/diagram/mermaid.hpp"
#include "reports/diagram/space_time.hpp"
#include "reports/diagram/trace_events.hpp"
#include "reports/graph/deadlock_graph.hpp"
#include "reports/html/html.hpp"
#include "reports/json/json.hpp"
#include "reports/text/text.hpp"

namespace {

namespace checker = heddle::checker;
namespace reports = heddle::reports;

/// Four tasks count, each for itself and now and then together; then two of them block each other.
void count_then_deadlock(int events) {
  constexpr int tasks = 4;
  std::deque<heddle::atomic<int>> own(tasks);
  heddle::atomic<int> shared{0, "shared"};
  heddle::mutex a{"lock A"};
  heddle::mutex b{"lock B"};
  heddle::latch both{2, "both"};
  std::deque<heddle::thread> running;
  for (std::size_t me = 0; me < tasks; ++me)
    running.emplace_back([&, me] {
      for (int done = 0; done < events / tasks; ++done)
        done % 10 == 0 ? shared.fetch_add(1) : own[me].fetch_add(1);
      if (me > 1) return;
      const heddle::lock_guard first{me == 0 ? a : b};
      both.arrive_and_wait();
      const heddle::lock_guard second{me == 0 ? b : a};
    });
  for (heddle::thread& each : running) each.join();
}

/// One random execution of that, not shrunk.
const checker::result& deadlock_after(int events) {
  static std::map<int, checker::result> known;
  const auto [at, is_new] = known.try_emplace(events);
  if (is_new) {
    checker::check_options options;
    options.max_executions = 1;
    options.shrink.enabled = false;
    const auto random = checker::make_strategy("random", {.executions = 1});
    at->second = checker::check(
        "counting", [events] { count_then_deadlock(events); }, *random, options);
  }
  return at->second;
}

reports::graph_subject graph_of(const checker::result& from) {
  const checker::finding& found = from.findings.front();
  return {.model = from.model, .found = &found, .execution = &found.execution};
}

reports::checked_run run_of(const checker::result& from) { return {.results = {&from, 1}}; }

struct report {
  std::string_view name;
  std::string (*make)(const checker::result& from);
};

template <auto Drawing>
std::string drawn(const checker::result& from) {
  const checker::finding& found = from.findings.front();
  return Drawing(found.execution, &found, {.title = from.model});
}

constexpr report all_reports[] = {
    {"text", [](const auto& from) { return reports::model_report(from, {}); }},
    {"text_verbose",
     [](const auto& from) {
       return reports::model_report(from, {.how_much = reports::detail::full});
     }},
    {"json",
     [](const auto& from) {
       return reports::results_json({&from, 1});
     }},
    {"junit", [](const auto& from) { return reports::junit_xml(run_of(from), {}); }},
    {"sarif", [](const auto& from) { return reports::sarif_log(run_of(from), {}); }},
    {"html", [](const auto& from) { return reports::html_report(from, {}); }},
    {"deadlock_dot", [](const auto& from) { return reports::deadlock_dot(graph_of(from)); }},
    {"deadlock_svg", [](const auto& from) { return reports::deadlock_svg(graph_of(from)); }},
    {"spacetime_svg", drawn<reports::space_time_svg>},
    {"spacetime_dot", drawn<reports::space_time_dot>},
    {"mermaid", drawn<reports::mermaid_text>},
    {"trace_events", drawn<reports::trace_events_json>},
};

/// A field of /proc/self/status in megabytes.
double megabytes(std::string_view field) {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(field)) return std::stod(line.substr(field.size() + 1)) / 1024;
  return 0;
}

/// Lets the kernel begin anew with the peak of resident memory.
void forget_peak() { std::ofstream{"/proc/self/clear_refs"} << 5; }

void measure(benchmark::State& state, const report& which) {
  const checker::result& from = deadlock_after(static_cast<int>(state.range(0)));
  if (from.findings.size() != 1 || from.findings.front().kind != heddle::finding_kind::deadlock) {
    state.SkipWithError("the execution does not end in a deadlock");
    return;
  }
  std::size_t bytes = 0;
  forget_peak();
  const double before = megabytes("VmRSS");
  for (auto _ : state) {
    const std::string text = which.make(from);
    benchmark::DoNotOptimize(text.data());
    bytes = text.size();
  }
  state.counters["kB"] = static_cast<double>(bytes) / 1000;
  state.counters["extra_MB"] = megabytes("VmHWM") - before;
}

}  // namespace

int main(int argc, char** argv) {
  for (const report& each : all_reports)
    benchmark::RegisterBenchmark(std::string{each.name}.c_str(), measure, each)
        ->Arg(1'000)
        ->Arg(100'000)
        ->Unit(benchmark::kMillisecond);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 64;
  benchmark::RunSpecifiedBenchmarks();
}
