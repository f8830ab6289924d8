// Models that crash, exit, loop or throw dice: those of tests/crashing/, called as people do.

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <thread>
#include <vector>

#include "tests/catch.hpp"
#include "tests/cli/called_program.hpp"

namespace {

using heddle::cli::test::call_result;
using heddle::cli::test::called_program;
using heddle::cli::test::contains;
using heddle::cli::test::content_of;
using heddle::cli::test::scratch_folder;
using heddle::cli::test::token_in;
using nlohmann::json;
using namespace std::chrono_literals;

const called_program crashing{HEDDLE_CRASHING_PROGRAM};
const called_program sound{HEDDLE_PROGRAM};

#if defined(__SANITIZE_ADDRESS__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer);
#else
constexpr bool sanitized = false;
#endif

/// What a report says of a signal: sanitizers tell of most in their own words.
std::string unless_sanitized(const std::string& message) { return sanitized ? "crash: " : message; }

/// How long something took differs from run to run.
std::string without_times(const std::string& text) {
  const std::string shorter =
      std::regex_replace(text, std::regex(R"(, [0-9]+(\.[0-9]+)? m?s\b)"), ", TIME");
  return std::regex_replace(shorter, std::regex(R"("seconds": [^,]*)"), "\"seconds\": TIME");
}

std::vector<std::string> check(const std::string& model,
                               const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"check", model};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// Checks a model in both ways, which must tell the same, and replays what was found.
void require_crash(const std::string& model, const std::string& message) {
  CAPTURE(model);
  const call_result got = crashing.call(check(model));
  const call_result isolated = crashing.call(check(model, {"--isolate"}));
  CAPTURE(got.output, got.errors, isolated.output);
  CHECK(got.code == 17);
  CHECK(isolated.code == 17);
  CHECK(contains(got.output, message));
  CHECK(contains(got.output, "not complete (ended by the crash)"));
  CHECK(without_times(got.output) == without_times(isolated.output));
  const call_result again = crashing.call({"replay", token_in(got.output)});
  CAPTURE(again.output);
  CHECK(again.code == 17);
  CHECK(contains(again.output, message));
}

/// Makes this process the parent of orphans for a scope, so that none is missed.
class adopts_orphans {
 public:
  adopts_orphans() { prctl(PR_SET_CHILD_SUBREAPER, 1); }
  adopts_orphans(const adopts_orphans&) = delete;
  adopts_orphans& operator=(const adopts_orphans&) = delete;
  ~adopts_orphans() { prctl(PR_SET_CHILD_SUBREAPER, 0); }

  /// Whether all processes end within some seconds.
  static bool all_end() {
    for (int i = 0; i < 500; ++i) {
      const pid_t ended = waitpid(-1, nullptr, WNOHANG);
      if (ended < 0 && errno == ECHILD) return true;
      if (ended == 0) std::this_thread::sleep_for(10ms);
    }
    return false;
  }
};

/// The processes that another one has started.
std::vector<pid_t> children_of(pid_t process) {
  const std::string number = std::to_string(process);
  std::ifstream list("/proc/" + number + "/task/" + number + "/children");
  std::vector<pid_t> children;
  for (pid_t one = 0; list >> one;) children.push_back(one);
  return children;
}

void wait_for_progress(const scratch_folder& folder) {
  for (int i = 0; i < 1000 && content_of(folder.file("stderr")).empty(); ++i)
    std::this_thread::sleep_for(10ms);
}

const std::vector<std::string> endless_search{"check",        "order.many", "fine.quick",
                                              "--executions", "4000000000", "--strategy",
                                              "random",       "--progress", "always"};

}  // namespace

TEST_CASE("crash: a null pointer") {
  require_crash("crash.null", unless_sanitized("segmentation fault: a null pointer was used"));
}

TEST_CASE("crash: abort") { require_crash("crash.abort", "crash: abort() was called"); }

TEST_CASE("crash: every way out", "[slow]") {
  struct way {
    std::string model;
    std::string message;
  };
  const std::vector<way> all{
      {"crash.address", unless_sanitized("segmentation fault: an invalid address was used")},
      {"crash.division", unless_sanitized("an integer was divided by zero")},
      {"crash.illegal", unless_sanitized("illegal instruction")},
      {"crash.bus", unless_sanitized("bus error")},
      {"crash.terminate", "std::terminate was called: std::runtime_error: no such"},
      {"crash.stack", unless_sanitized("stack overflow of task worker (256 KiB stack)")},
      {"crash.destructor", unless_sanitized("a null pointer was used")},
      {"crash.first", unless_sanitized("a null pointer was used")},
      {"leave.exit", "exit(3) was called by the model"},
      {"leave.direct", "exit(0) was called by the model"},
      {"leave.quick", "quick_exit was called by the model"}};
  // AddressSanitizer leaves what nobody can run to the system, which takes the program with it.
  for (const way& one : all)
    if (!sanitized || one.model != "crash.illegal") require_crash(one.model, one.message);
}

TEST_CASE("crash: a signal that nobody can catch is told by --isolate") {
  const call_result got = crashing.call(check("crash.killed", {"--isolate"}));
  CAPTURE(got.output, got.errors);
  CHECK(got.code == 17);
  CHECK(contains(got.output, "the process was killed by signal 9"));
  CHECK_FALSE(contains(got.output, "Replay"));
}

TEST_CASE("crash: a declared one is success, and its replay is not") {
  const call_result got = crashing.call(check("crash.declared"));
  CAPTURE(got.output);
  CHECK(got.code == 0);
  CHECK(contains(got.output, "FAIL (expected)"));
  CHECK(crashing.call({"replay", token_in(got.output)}).code == 17);
}

TEST_CASE("crash: in one order only, with the fewest preemptions") {
  // The reader must come between two writes of the writer: one preemption, and no schedule without
  // crashes.
  for (const std::string strategy : {"dpor", "random", "pct"}) {
    const call_result got = crashing.call(check("order.publish", {"--strategy", strategy}));
    CAPTURE(strategy, got.output);
    CHECK(got.code == 17);
    CHECK(contains(got.output, "1 preemption (fewest possible)"));
    CHECK(contains(got.output, "reader came from step"));
  }
}

TEST_CASE("crash: a token is shrunk") {
  const call_result got =
      crashing.call(check("order.publish", {"--strategy", "random", "--no-shrink"}));
  const call_result shrunk = crashing.call({"shrink", token_in(got.output)});
  CAPTURE(got.output, shrunk.output);
  CHECK(shrunk.code == 17);
  CHECK(contains(shrunk.output, "1 preemption"));
}

TEST_CASE("crash: what was found before is not lost") {
  // The check fails if the second comes last, else the model crashes: both are told, 10 before 17.
  for (const char* isolate : {"--progress=never", "--isolate"}) {
    const call_result got = crashing.call(check("order.both", {isolate}));
    CAPTURE(got.output);
    CHECK(got.code == 10);
    CHECK(contains(got.output, "invariant: the first comes last"));
    CHECK(contains(got.output, "crash: "));
    CHECK(contains(got.output, "x: 2 (1 distinct)"));
  }
}

TEST_CASE("crash: after thousands of executions, by what a static has kept") {
  const call_result got = crashing.call(check("order.late"));
  CAPTURE(got.output);
  CHECK(got.code == 17);
  // The first execution is run twice: the crash comes after 1998 that count.
  CHECK(contains(got.output, "1998 executions"));
  CHECK(contains(got.output, "In a fresh process the same schedule does not do so again"));
}

TEST_CASE("crash: the other models are told, each once, and the JSON is whole") {
  for (const char* isolate : {"--progress=never", "--isolate"}) {
    const scratch_folder folder;
    const std::string file = folder.file("out.json");
    const call_result got = crashing.call({"check", "fine.quick", "crash.abort", "leave.direct",
                                           "fine.choice", isolate, "--json", file});
    CAPTURE(isolate, got.output, got.errors);
    CHECK(got.code == 17);
    for (const char* part : {"FAIL  crash.abort", "FAIL  leave.direct", "PASS  fine.choice",
                             "PASS  fine.quick", "4 models: 2 failed, 2 passed"}) {
      CAPTURE(part);
      const std::size_t first = got.output.find(part);
      CHECK(first != std::string::npos);
      CHECK(got.output.find(part, first + 1) == std::string::npos);
    }
    const json whole = json::parse(content_of(file));
    REQUIRE(whole["results"].size() == 4);
    CHECK(whole["results"][0]["model"] == "crash.abort");
    const json& finding = whole["results"][0]["findings"][0];
    CHECK(finding["kind"] == "crash");
    CHECK(finding["crash"]["kind"] == "abort");
    CHECK(finding["crash"]["last_step"] == 2);
    CHECK(finding["crash"]["again"] == true);
    CHECK(finding["trace"].size() == 2);
    CHECK(whole["results"][1]["findings"].empty());
  }
}

TEST_CASE("crash: an endless loop is found, and long work is none") {
  const call_result got = crashing.call(check("loop.endless", {"--watchdog", "100ms"}));
  CAPTURE(got.output, got.errors);
  CHECK(got.code == 13);
  CHECK(contains(got.output, "livelock: worker ran for 100 ms without a scheduling point"));
  CHECK(contains(got.output, "worker came from step"));
  const call_result again =
      crashing.call({"replay", token_in(got.output), "--watchdog", "100ms", "--isolate"});
  CHECK(again.code == 13);
  // Twenty steps of 20 ms each.
  const call_result worked = crashing.call(check("loop.long", {"--watchdog", "200ms"}));
  CAPTURE(worked.output);
  CHECK(worked.code == 0);
  CHECK(crashing.call(check("fine.quick", {"--watchdog", "never"})).code == 64);
  CHECK(crashing.call(check("fine.quick", {"--watchdog", "0"})).code == 0);
}

TEST_CASE("crash: no process is left behind") {
  const adopts_orphans here;
  for (const char* model : {"fine.quick", "crash.abort", "leave.exit", "order.both"})
    for (const char* isolate : {"--progress=never", "--isolate"}) {
      CAPTURE(model, isolate);
      static_cast<void>(crashing.call(check(model, {isolate})));
      CHECK(adopts_orphans::all_end());
    }
}

TEST_CASE("crash: Ctrl-C ends an isolated search, and what was found is told") {
  const adopts_orphans here;
  const scratch_folder folder;
  std::vector<std::string> arguments = endless_search;
  arguments.emplace_back("--isolate");
  const pid_t parent = crashing.start(arguments, folder);
  wait_for_progress(folder);
  kill(parent, SIGINT);
  const call_result got = called_program::finish(parent, folder);
  CAPTURE(got.output, got.errors);
  CHECK(got.code == 130);
  CHECK(contains(got.output, "INTERRUPTED"));
  CHECK(contains(got.output, "1 not run"));
  CHECK(adopts_orphans::all_end());
}

TEST_CASE("crash: who kills the program kills its processes") {
  const adopts_orphans here;
  for (const bool isolated : {false, true}) {
    const scratch_folder folder;
    std::vector<std::string> arguments = endless_search;
    if (isolated) arguments.emplace_back("--isolate");
    const pid_t parent = crashing.start(arguments, folder);
    wait_for_progress(folder);
    CHECK(children_of(parent).size() == 1);
    kill(parent, SIGKILL);
    CHECK(called_program::finish(parent, folder).code == -SIGKILL);
    CHECK(adopts_orphans::all_end());
  }
}

TEST_CASE("isolation: text and JSON are the same, byte for byte") {
  for (const std::string strategy : {"dpor", "pct"})
    for (const char* json_too : {"--progress=never", "--json=-"}) {
      const std::vector<std::string> arguments{
          "check",      "tutorial.bank.*", "tutorial.deadlock.*",
          "--strategy", strategy,          "--outcomes",
          "-v",         "--executions",    "500",
          json_too};
      std::vector<std::string> isolated = arguments;
      isolated.emplace_back("--isolate");
      const call_result one = sound.call(arguments);
      const call_result other = sound.call(isolated);
      CAPTURE(strategy, one.errors, other.errors);
      CHECK(one.output.size() > 1000);
      CHECK(one.code == other.code);
      CHECK(without_times(one.output) == without_times(other.output));
    }
}

TEST_CASE("isolation: a wrong use of the checker is told as ever, exit 64") {
  const std::vector<std::string> wrong{"--strategy", "pct", "--parameters", "nonsense"};
  const call_result here = crashing.call(check("fine.quick", wrong));
  std::vector<std::string> isolated = wrong;
  isolated.emplace_back("--isolate");
  const call_result there = crashing.call(check("fine.quick", isolated));
  CHECK(here.code == 64);
  CHECK(there.code == 64);
  CHECK(here.errors == there.errors);
}

TEST_CASE("nondeterminism: told with both sides, under every strategy, exit 40") {
  for (const std::string strategy : {"dpor", "dfs", "source", "random", "pct", "pos", "urw"})
    for (const std::string model :
         {"chance.count", "chance.early", "chance.address", "chance.clock", "chance.later"}) {
      // What comes at the end of an execution is no beginning that a search goes back to.
      const bool exhaustive = strategy == "dpor" || strategy == "dfs" || strategy == "source";
      if (model == "chance.later" && exhaustive) continue;
      const call_result got = crashing.call(check(model, {"--strategy", strategy}));
      CAPTURE(strategy, model, got.output);
      CHECK(got.code == 40);
      CHECK(contains(got.output, "nondeterminism: "));
    }
}

TEST_CASE("nondeterminism: both sides have names and lines") {
  const call_result got = crashing.call(check("chance.count"));
  CAPTURE(got.output);
  CHECK(contains(got.output, "step 2 went another way under the same schedule"));
  CHECK(contains(got.output, "first time  worker: store x (chances.cpp:"));
  CHECK(contains(got.output, "this time   worker: lock lock (chances.cpp:"));
  CHECK(crashing.call({"replay", token_in(got.output)}).code == 40);
  const json whole = json::parse(crashing.call(check("chance.count", {"--json", "-"})).output);
  const json& sides = whole["results"][0]["findings"][0]["divergence"];
  CHECK(sides["step"] == 2);
  CHECK(sides["first_time"]["operation"] == "store x");
  CHECK(sides["first_time"]["task"] == "worker");
  CHECK(sides["this_time"]["done"] == true);
}

TEST_CASE("nondeterminism: a model that only chooses is none") {
  for (const std::string strategy : {"dpor", "random", "portfolio"}) {
    const call_result got = crashing.call(check("fine.choice", {"--strategy", strategy}));
    CAPTURE(strategy, got.output);
    CHECK(got.code == 0);
  }
}
