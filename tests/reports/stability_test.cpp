// The same finding gives the same bytes: in one process and the next (address space layout is
// random), and whatever compiler built heddle and its models.
//
// `digests.txt` has a hash of each report of each model. GCC and clang builds are compared with one
// and the same file, which holds for both only while the models keep to what the standard leaves no
// choice about: each operation stands on one line (compilers disagree about which line of several
// a call is on) and no expression has two unsequenced reads (compilers disagree about which comes
// first). A model that does not shows up here under the other compiler.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <vector>

#include <fmt/format.h>

#include "cli/search_plan.hpp"
#include "reports/ci/junit.hpp"
#include "reports/ci/sarif.hpp"
#include "reports/diagram/mermaid.hpp"
#include "reports/diagram/space_time.hpp"
#include "reports/diagram/trace_events.hpp"
#include "reports/graph/deadlock_graph.hpp"
#include "reports/html/html.hpp"
#include "reports/json/json.hpp"
#include "reports/text/text.hpp"
#include "tests/catch.hpp"

namespace heddle::reports {

namespace {

struct named_report {
  std::string_view format;
  std::string text;
};

text_options timeless() {
  text_options options;
  options.seconds = false;
  options.how_much = detail::full;
  options.outcomes = true;
  return options;
}

checker::result searched(const model& subject) {
  const cli::search_plan plan = cli::plan_for(subject, {});
  const auto strategy = checker::make_strategy(plan.strategy, plan.strategy_options);
  checker::result found = checker::check(subject, *strategy, plan.check_options);
  found.seconds = 0;  // the one thing that may differ
  return found;
}

/// All pictures of the findings, one after the other.
std::string diagrams_of(const checker::result& from) {
  std::string all;
  for (const checker::finding& found : from.findings) {
    const space_time_options options{.title = from.model};
    all += space_time_svg(found.execution, &found, options);
    all += space_time_dot(found.execution, &found, options);
    all += mermaid_text(found.execution, &found, options);
    all += trace_events_json(found.execution, &found, options);
  }
  return all;
}

std::string graphs_of(const checker::result& from) {
  std::string all;
  for (const checker::finding& found : from.findings) {
    if (!has_deadlock_graph(found)) continue;
    const graph_subject subject{
        .model = from.model, .found = &found, .execution = &found.execution};
    all += deadlock_dot(subject) + deadlock_svg(subject);
  }
  return all;
}

/// What is told of a model in every format.
std::vector<named_report> reports_on(const model& subject) {
  const std::vector results{searched(subject)};
  const checked_run run{.results = results};
  return {{"text", model_report(results.front(), timeless())},
          {"json", results_json(results)},
          {"junit", junit_xml(run, timeless())},
          {"sarif", sarif_log(run, {})},
          {"diagrams", diagrams_of(results.front())},
          {"graphs", graphs_of(results.front())},
          {"page", html_report(results.front(), {})}};
}

/// FNV-1a in 64 bits.
std::uint64_t digest(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
  return hash;
}

using digests = std::map<std::string, std::string>;  // by model: `text=... json=...`

const std::string digests_file =
    std::string{HEDDLE_SOURCE_DIR} + "/tests/reports/golden/digests.txt";

digests known_digests() {
  std::ifstream file{digests_file};
  REQUIRE(file.is_open());
  digests known;
  for (std::string line; std::getline(file, line);)
    known[line.substr(0, line.find(' '))] = line.substr(line.find(' ') + 1);
  return known;
}

void write_digests(const digests& all) {
  std::ofstream file{digests_file};
  for (const auto& [subject, hashes] : all) file << subject << ' ' << hashes << '\n';
  WARN("wrote " << digests_file);
}

/// What differs first between two texts; empty: nothing. Pages are too long to be printed.
std::string difference_of(const std::string& first, const std::string& second) {
  const auto [one, other] = std::ranges::mismatch(first, second);
  if (one == first.end() && other == second.end()) return "";
  const auto at = static_cast<std::size_t>(one - first.begin());
  const std::size_t from = at < 40 ? 0 : at - 40;
  return fmt::format("byte {}: ...{}... and ...{}...", at, first.substr(from, 80),
                     second.substr(from, 80));
}

/// What no report may hold: it would differ from machine to machine, or from compiler to compiler.
std::string foreign_part_of(const std::string& report) {
  static const std::regex column{R"(\w+\.[ch]pp:\d+:\d+|[cC]olumn)"};
  static const std::regex address{R"(0x[0-9a-fA-F]{5,})"};
  static const std::regex signature{
      R"(\[with |<lambda|\(anonymous|\boperator\(\)|\bstd::[\w:]+[<(])"};
  static const std::regex path{R"(/(usr|home|root|tmp|build|proc)/)"};
  std::smatch found;
  for (const std::regex* each : {&column, &address, &signature, &path})
    if (std::regex_search(report, found, *each)) return found.str();
  if (report.find(HEDDLE_SOURCE_DIR) != std::string::npos) return HEDDLE_SOURCE_DIR;
  return "";
}

}  // namespace

TEST_CASE("stability: every report of every model is the same wherever it is made", "[slow]") {
  digests now;
  for (const model* subject : checker::registered_models()) {
    const std::vector<named_report> first = reports_on(*subject);
    const std::vector<named_report> second = reports_on(*subject);
    std::string& hashes = now[std::string{subject->name()}];
    for (std::size_t format = 0; format < first.size(); ++format) {
      INFO(subject->name() << " " << first[format].format);
      CHECK(difference_of(first[format].text, second[format].text) == "");
      // The page brings a script and a style, in which anything may stand.
      if (first[format].format != "page") CHECK(foreign_part_of(first[format].text) == "");
      hashes += fmt::format("{}{}={:016x}", hashes.empty() ? "" : " ", first[format].format,
                            digest(first[format].text));
    }
  }
  if (std::getenv("HEDDLE_UPDATE_GOLDEN") != nullptr) return write_digests(now);
  const digests known = known_digests();
  CHECK(known.size() == now.size());
  for (const auto& [subject, hashes] : now) {
    INFO(subject << ": if the change is meant, HEDDLE_UPDATE_GOLDEN=1 writes digests.txt anew");
    const auto before = known.find(subject);
    CHECK(before != known.end());
    if (before != known.end()) CHECK(before->second == hashes);
  }
}

TEST_CASE("stability: what differs between machines is noticed") {
  CHECK(foreign_part_of("bank.cpp:31  thread 1 0xab") == "");
  CHECK(foreign_part_of("bank.cpp:31:7") == "bank.cpp:31:7");
  CHECK(foreign_part_of("\"startColumn\"") == "Column");
  CHECK(foreign_part_of("at 0x7ffe1234") == "0x7ffe1234");
  CHECK(foreign_part_of("void f() [with T = int]") == "[with ");
  CHECK(foreign_part_of("std::vector<int> f()") == "std::vector<");
  CHECK(foreign_part_of("ends the program (std::terminate)") == "");
  CHECK(foreign_part_of("/usr/include/mutex") == "/usr/");
  CHECK(foreign_part_of(std::string{HEDDLE_SOURCE_DIR} + "/x") == HEDDLE_SOURCE_DIR);
}

}  // namespace heddle::reports
