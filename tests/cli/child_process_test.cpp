#include "cli/child_process.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>

#include "tests/catch.hpp"

namespace heddle::cli {

using namespace std::chrono_literals;

namespace {

/// Whether this process has neither children nor zombies.
bool childless() {
  errno = 0;
  return waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD;
}

[[noreturn]] void sleep_for_ever() {
  for (;;) pause();
}

}  // namespace

TEST_CASE("child process: what it sends arrives, however much") {
  // More than a pipe holds at once.
  const std::string much(1'000'000, 'x');
  const child_result got = run_in_child([&](const child_output& output) {
    output.send("first, ");
    output.send(much);
  });
  CHECK(got.how == child_ending::done);
  CHECK(got.sent == "first, " + much);
  CHECK(run_in_child([](const child_output&) {}).sent.empty());
  CHECK(childless());
}

TEST_CASE("child process: it changes nothing here") {
  int here = 1;
  CHECK(run_in_child([&](const child_output&) { here = 2; }).how == child_ending::done);
  CHECK(here == 1);
}

TEST_CASE("child process: a crash is told, with what was sent before") {
  const child_result got = run_in_child([](const child_output& output) {
    output.send("so far");
    std::raise(SIGKILL);
  });
  CHECK(got.how == child_ending::signalled);
  CHECK(got.signal == SIGKILL);
  CHECK(got.sent == "so far");
  CHECK(childless());
}

TEST_CASE("child process: who leaves by itself has not done its work") {
  const child_result got = run_in_child([](const child_output&) { _exit(7); });
  CHECK(got.how == child_ending::left);
  CHECK(got.exit_code == 7);
  CHECK(run_in_child([](const child_output&) { _exit(0); }).how == child_ending::left);
}

TEST_CASE("child process: one that hangs is killed in time") {
  const auto begin = std::chrono::steady_clock::now();
  const child_result got = run_in_child(
      [](const child_output& output) {
        output.send("so far");
        sleep_for_ever();
      },
      {.time = 30ms});
  const auto passed = std::chrono::steady_clock::now() - begin;
  CHECK(got.how == child_ending::timed_out);
  CHECK(got.sent == "so far");
  CHECK(passed >= 30ms);
  CHECK(passed < 5s);
  CHECK(childless());
}

TEST_CASE("child process: neither a closed pipe nor a child of its own makes anybody wait") {
  const child_result closed = run_in_child(
      [](const child_output&) {
        for (int each = 3; each < 64; ++each) close(each);
        sleep_for_ever();
      },
      {.time = 30ms});
  CHECK(closed.how == child_ending::timed_out);

  const auto begin = std::chrono::steady_clock::now();
  const child_result left_one = run_in_child([](const child_output&) {
    if (fork() != 0) return;
    std::this_thread::sleep_for(3s);
    _exit(0);
  });
  CHECK(left_one.how == child_ending::done);
  CHECK(std::chrono::steady_clock::now() - begin < 2s);
}

TEST_CASE("child process: it ends on request") {
  const std::atomic<bool> stop{true};
  const child_result got =
      run_in_child([](const child_output&) { sleep_for_ever(); }, {.interrupted = &stop});
  CHECK(got.how == child_ending::interrupted);
  CHECK(childless());
}

TEST_CASE("child process: threads that are left do not keep it") {
  const child_result got = run_in_child([](const child_output& output) {
    std::thread{[] { sleep_for_ever(); }}.detach();
    output.send("done");
  });
  CHECK(got.how == child_ending::done);
  CHECK(got.sent == "done");
}

}  // namespace heddle::cli
