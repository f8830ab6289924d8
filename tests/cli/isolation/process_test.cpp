#include "cli/isolation/process.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

#include "tests/catch.hpp"

namespace heddle::cli {

namespace {

bool no_children() { return waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD; }

}  // namespace

TEST_CASE("children: the last message counts") {
  const child_report heard = run_apart(voice::silent, [](const send_function& send) {
    send("first");
    send(std::string(1'000'000, 'x'));
    send("last");
  });
  CHECK(heard.finished);
  CHECK(heard.message == "last");
  CHECK(no_children());
}

TEST_CASE("children: an empty message is one, and none is none") {
  CHECK(run_apart(voice::silent, [](const send_function& send) { send(""); }).message == "");
  const child_report quiet = run_apart(voice::silent, [](const send_function&) {});
  CHECK_FALSE(quiet.message);
  CHECK(quiet.finished);
}

TEST_CASE("children: what was sent before a sudden end is heard") {
  const child_report heard = run_apart(voice::silent, [](const send_function& send) {
    send("so far");
    raise(SIGKILL);
    send("no more");
  });
  CHECK_FALSE(heard.finished);
  CHECK(heard.message == "so far");
  CHECK(WIFSIGNALED(heard.status));
  CHECK(WTERMSIG(heard.status) == SIGKILL);
  CHECK(no_children());
}

TEST_CASE("children: an exception ends one, and does not get out") {
  const child_report heard = run_apart(
      voice::silent, [](const send_function&) { throw std::runtime_error("in the child"); });
  CHECK_FALSE(heard.finished);
  CHECK(WIFEXITED(heard.status));
}

TEST_CASE("children: one of their own that lives on keeps nobody waiting") {
  const child_report heard = run_apart(voice::silent, [](const send_function& send) {
    // Not through `fork_process`: it is the model's, and keeps the pipe open.
    const pid_t stray = fork();
    if (stray == 0) {
      sleep(60);
      _exit(0);
    }
    send(std::to_string(stray));
    raise(SIGKILL);
  });
  REQUIRE(heard.message);
  CHECK_FALSE(heard.finished);
  kill(static_cast<pid_t>(std::stol(*heard.message)), SIGKILL);
}

TEST_CASE("children: signals that ask to stop are not for them") {
  const child_report heard = run_apart(voice::silent, [](const send_function& send) {
    raise(SIGINT);
    raise(SIGTERM);
    send("still here");
  });
  CHECK(heard.finished);
}

}  // namespace heddle::cli
