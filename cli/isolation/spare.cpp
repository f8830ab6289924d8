#include "cli/isolation/spare.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "cli/isolation/process.hpp"

namespace heddle::cli {

namespace {

constexpr char word_to_go_on = 'g';
constexpr char word_to_end = 'e';

/// Waits for the first process' word.
char word_from(int pipe) {
  char word = word_to_end;
  while (read(pipe, &word, 1) < 0 && errno == EINTR) {
  }
  return word;
}

}  // namespace

spare::spare() {
  std::array<int, 2> ends{};
  if (!make_pipe(ends)) return;
  process_ = fork_process();
  if (process_ != 0) {
    close(ends[0]);
    pipe_ = ends[1];
    return;
  }
  close(ends[1]);
  if (word_from(ends[0]) != word_to_go_on) _exit(EXIT_SUCCESS);
  close(ends[0]);
  took_over_ = true;
}

spare::~spare() {
  if (took_over_) return;
  if (process_ > 0) {
    static_cast<void>(!write(pipe_, &word_to_end, 1));
    wait_for(process_);
  }
  if (pipe_ >= 0) close(pipe_);
}

void spare::take_over() const noexcept {
  static_cast<void>(!write(pipe_, &word_to_go_on, 1));
  const int status = wait_for(process_);
  _exit(WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE);
}

}  // namespace heddle::cli
