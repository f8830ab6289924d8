#include "cli/signals.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/catch.hpp"

namespace heddle::cli {

TEST_CASE("signals: the first asks, and the disposition is restored at the end") {
  {
    const interruption guard;
    CHECK_FALSE(guard.requested());
    raise(SIGTERM);
    CHECK(guard.requested());
  }
  const interruption again;
  CHECK_FALSE(again.requested());
}

TEST_CASE("signals: the second kills") {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const interruption guard;
    raise(SIGINT);
    if (!guard.requested()) _exit(1);
    raise(SIGINT);
    _exit(2);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGINT);
}

}  // namespace heddle::cli
