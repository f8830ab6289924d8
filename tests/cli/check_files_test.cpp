// What check writes for programs: `--json`, `--junit`, `--sarif`.

#include <signal.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/cli/called_program.hpp"

namespace {

using nlohmann::json;

using heddle::cli::test::call_result;
using heddle::cli::test::called_program;
using heddle::cli::test::contains;
using heddle::cli::test::content_of;
using heddle::cli::test::scratch_folder;

const called_program program{HEDDLE_PROGRAM};

call_result check_abba(const std::vector<std::string>& more) {
  std::vector<std::string> arguments{"check", "tutorial.deadlock.abba"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return program.call(arguments);
}

bool is_junit(const std::string& text) {
  return text.starts_with("<?xml") && text.ends_with("</testsuites>\n");
}

bool is_sarif(const std::string& text) { return json::parse(text).at("version") == "2.1.0"; }

}  // namespace

TEST_CASE("check files: - is standard output, without text") {
  CHECK(is_junit(check_abba({"--junit", "-"}).output));
  CHECK(is_sarif(check_abba({"--sarif", "-"}).output));
}

TEST_CASE("check files: all of them beside the text") {
  const scratch_folder folder;
  const call_result got = check_abba({"--json", folder.file("j"), "--junit", folder.file("x"),
                                      "--sarif", folder.file("s"), "--no-expect"});
  CHECK(got.code == 11);
  CHECK(got.output.starts_with("FAIL  tutorial.deadlock.abba"));
  CHECK(json::parse(content_of(folder.file("j"))).at("results").size() == 1);
  CHECK(is_junit(content_of(folder.file("x"))));
  CHECK(is_sarif(content_of(folder.file("s"))));
}

TEST_CASE("check files: two cannot go to one place") {
  const call_result both = check_abba({"--junit", "-", "--sarif", "-"});
  CHECK(both.code == 64);
  CHECK(both.output.empty());
  CHECK(contains(both.errors, "--junit and --sarif cannot both be written to standard output"));
  const scratch_folder folder;
  const std::string one = folder.file("one");
  const call_result same = check_abba({"--json", one, "--sarif", one});
  CHECK(same.code == 64);
  CHECK(contains(same.errors, "--json and --sarif cannot both be written to " + one));
}

TEST_CASE("check files: what cannot be written is said before anything is searched") {
  const call_result got = check_abba({"--sarif", "/nonexistent/folder/x.sarif"});
  CHECK(got.code == 65);
  CHECK(got.output.empty());
  CHECK(contains(got.errors, "cannot write /nonexistent/folder/x.sarif: No such file"));
}

TEST_CASE("check files: a full disk takes nothing from the others") {
  const scratch_folder folder;
  const call_result got =
      check_abba({"--json", "/dev/full", "--junit", folder.file("x"), "--sarif", folder.file("s")});
  CHECK(got.code == 65);
  CHECK(contains(got.errors, "cannot write /dev/full: No space left on device"));
  CHECK(contains(got.output, "Search    dpor"));
  CHECK(is_junit(content_of(folder.file("x"))));
  CHECK(is_sarif(content_of(folder.file("s"))));
}

TEST_CASE("check files: an interrupted search writes them, too") {
  const scratch_folder folder;
  const std::string junit = folder.file("x");
  const pid_t child = program.start(
      {"check", "tutorial.bank.locked", "tutorial.deadlock.abba", "tutorial.deadlock.ordered",
       "--strategy", "random", "--executions", "4000000000", "--progress", "always", "--junit",
       junit, "--sarif", folder.file("s")},
      folder);
  // It has begun when it shows progress.
  for (int i = 0; i < 1000 && content_of(folder.file("stderr")).empty(); ++i) usleep(10'000);
  kill(child, SIGINT);
  const call_result got = called_program::finish(child, folder);
  CAPTURE(got.output, got.errors);
  CHECK(got.code == 130);
  // The bank's search, and the two models that come after it.
  CHECK(contains(content_of(junit), "tests=\"3\" failures=\"0\" errors=\"0\" skipped=\"3\""));
  const json run = json::parse(content_of(folder.file("s"))).at("runs").at(0);
  CHECK(run.at("invocations").at(0).at("executionSuccessful") == false);
  CHECK(run.at("invocations").at(0).at("toolExecutionNotifications").size() == 3);
}

TEST_CASE("check files: real threads have no test cases, nor results of an analysis") {
  for (const char* format : {"--junit", "--sarif"}) {
    const call_result got = check_abba({"--native", format, "-"});
    CHECK(got.code == 64);
    CHECK(contains(got.errors, std::string{format} + " is for searches"));
  }
}

TEST_CASE("check files: commands to paste name the program as one would type it") {
  // The tests call it by its whole path, which is nobody else's.
  CHECK(contains(check_abba({"--sarif", "-"}).output, "Replay: heddle replay r1."));
  CHECK(contains(check_abba({"--junit", "-"}).output, "Replay    heddle replay r1."));
}
