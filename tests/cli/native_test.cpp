#include "cli/native.hpp"
#include "cli/search_plan.hpp"

#include <csignal>
#include <stdexcept>

#include "checker/native_record.hpp"
#include "cli/errors.hpp"
#include "cli/native_run.hpp"
#include "cli/verb_parser.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"

namespace heddle::cli {

using namespace std::chrono_literals;
using checker::native_ending;
using checker::native_record;

namespace {

void see_seven() {
  heddle::var<int> number{3, "number"};
  heddle::thread adder{[&] { number += 4; }};
  adder.join();
  heddle::observe("number", number);
}

const model quiet{{.name = "native_test.quiet", .summary = "", .body = see_seven}};
const model failing{{.name = "native_test.failing", .summary = "", .body = [] {
                       heddle::observe("seen", 1);
                       heddle::check(false, "never holds");
                     }}};
const model throwing{{.name = "native_test.throwing",
                      .summary = "",
                      .body = [] { throw std::runtime_error("no money"); },
                      .expect = {finding_kind::exception}}};
const model waits_for_itself{{.name = "native_test.waits_for_itself",
                              .summary = "",
                              .body =
                                  [] {
                                    heddle::binary_semaphore never{0};
                                    never.acquire();
                                  },
                              .expect = {finding_kind::deadlock}}};
const model crashing{
    {.name = "native_test.crashing", .summary = "", .body = [] { std::raise(SIGKILL); }}};
const model assuming{
    {.name = "native_test.assuming", .summary = "", .body = [] { heddle::assume(false); }}};
const model forking{{.name = "native_test.forking", .summary = "", .body = [] {
                       heddle::process child{[] {}};
                       child.join();
                     }}};
const model napping{{.name = "native_test.napping", .summary = "", .body = [] {
                       heddle::this_thread::sleep_for(100s);
                     }}};

native_record record_of(const model& subject, const native_run_options& options = {}) {
  const auto record = run_natively(subject, options);
  REQUIRE(record.has_value());
  CHECK(record->model == subject.name());
  return *record;
}

std::string refusal(const std::vector<std::string>& arguments) {
  check_settings settings;
  verb_parser parser{"check"};
  add_check_options(parser, settings);
  try {
    parser.parse(arguments);
    require_consistent(settings);
  } catch (const command_error& error) {
    CHECK(error.code() == exit_code::usage);
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("native run: what is observed and what fails comes out of the child") {
  const native_record good = record_of(quiet);
  CHECK(good.how == native_ending::finished);
  CHECK(good.outcome == std::map<std::string, std::string>{{"number", "7"}});
  CHECK(good.failures.empty());
  CHECK(good.as_declared());

  const native_record bad = record_of(failing);
  CHECK(bad.how == native_ending::finished);
  CHECK(bad.outcome.at("seen") == "1");
  REQUIRE(bad.failures.size() == 1);
  CHECK(bad.failures[0].kind == finding_kind::invariant);
  CHECK(bad.failures[0].message == "never holds");
  CHECK(bad.failures[0].where.brief() == "native_test.cpp:32");
  CHECK_FALSE(bad.as_declared());
}

TEST_CASE("native run: what the model declares is expected") {
  native_record thrown = record_of(throwing);
  REQUIRE(thrown.failures.size() == 1);
  CHECK(thrown.failures[0].kind == finding_kind::exception);
  CHECK(thrown.failures[0].message == "std::runtime_error: no money");
  CHECK(thrown.as_declared());
  checker::forget_expectations(thrown);
  CHECK_FALSE(thrown.as_declared());
}

TEST_CASE("native run: a run that never ends is cut off, and no more is claimed") {
  native_record stuck = record_of(waits_for_itself, {.time_limit = 50ms});
  CHECK(stuck.how == native_ending::cut_off);
  CHECK(stuck.failures.empty());
  CHECK(stuck.outcome.empty());
  CHECK(stuck.declared_reason == "deadlock");
  CHECK(stuck.as_declared());
  checker::forget_expectations(stuck);
  CHECK_FALSE(stuck.as_declared());
}

TEST_CASE("native run: a crash is a finding") {
  const native_record crashed = record_of(crashing);
  CHECK(crashed.how == native_ending::crashed);
  REQUIRE(crashed.failures.size() == 1);
  CHECK(crashed.failures[0].kind == finding_kind::crash);
  CHECK(crashed.failures[0].message == "Killed (SIGKILL)");
  CHECK_FALSE(crashed.as_declared());
}

TEST_CASE("native run: runs that do not count") {
  CHECK(record_of(assuming).how == native_ending::discarded);
  const native_record refused = record_of(forking);
  CHECK(refused.how == native_ending::refused);
  CHECK(refused.reason == "processes run under the checker only, so far");
  CHECK_FALSE(refused.counts());
}

TEST_CASE("native run: durations are scaled") {
  // 100 s of the model take 10 ms, or, unscaled, longer than the limit.
  CHECK(record_of(napping, {.time_scale = 0.0001}).how == native_ending::finished);
  CHECK(record_of(napping, {.time_scale = 1, .time_limit = 50ms}).how == native_ending::cut_off);
}

TEST_CASE("native run: it can be interrupted") {
  const std::atomic<bool> stop{true};
  CHECK_FALSE(run_natively(waits_for_itself, {.interrupted = &stop}).has_value());
}

TEST_CASE("native options: flags of a search contradict") {
  using words = std::vector<std::string>;
  CHECK(refusal({"--native"}) == "accepted");
  CHECK(refusal({"--native", "--duration", "2s", "--time-scale", "0.5", "--no-expect", "--fail-on",
                 "crash", "-v"}) == "accepted");
  for (const words& flag : std::vector<words>{{"--strategy", "pos"},
                                              {"--seed", "1"},
                                              {"--depth", "2"},
                                              {"--first", "1"},
                                              {"--parameters", "2"},
                                              {"--preemptions", "1"},
                                              {"--delays", "1"},
                                              {"--executions", "5"},
                                              {"--steps", "5"},
                                              {"--time", "any"},
                                              {"--plain", "visible"},
                                              {"--spurious"},
                                              {"--stop", "first"},
                                              {"--no-shrink"},
                                              {"--require-complete"},
                                              {"--outcomes"}}) {
    words arguments = flag;
    arguments.emplace_back("--native");
    CHECK(refusal(arguments) ==
          flag[0] + " is for searches; --native runs the model once, on real threads");
  }
  CHECK(refusal({"--time-scale", "1"}) == "--time-scale is for --native");
  for (const char* scale : {"0", "-1", "nan", "inf", "many", "1e9"})
    CHECK(refusal({"--native", "--time-scale", scale}).find("is no number from") !=
          std::string::npos);
}

}  // namespace heddle::cli
