#include "bench/support/measure.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "checker/check.hpp"

namespace bench {
namespace {

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

void check_errno(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

/// Starts this program anew with its standard output going to `output`.
pid_t start_child(const subject& one, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  std::string asked{child_argument};
  std::string name = one.name;
  std::string program = "bench";
  std::array<char*, 4> arguments{program.data(), asked.data(), name.data(), nullptr};
  pid_t child = 0;
  const int error =
      posix_spawn(&child, "/proc/self/exe", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  check_errno(error, "cannot start another process");
  return child;
}

std::string read_all(int input) {
  std::string text;
  std::array<char, 4096> buffer{};
  ssize_t length = 0;
  while ((length = read(input, buffer.data(), buffer.size())) > 0)
    text.append(buffer.data(), static_cast<std::size_t>(length));
  return text;
}

measurement measure_once(const subject& one) {
  std::array<int, 2> ends{};
  check_errno(pipe2(ends.data(), O_CLOEXEC) == 0 ? 0 : errno, "cannot make a pipe");
  const pid_t child = start_child(one, ends[1]);
  close(ends[1]);
  const std::string counts = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  rusage used{};
  check_errno(wait4(child, &status, 0, &used) == child ? 0 : errno, "cannot wait for a process");
  measurement found;
  const int read =
      std::sscanf(counts.c_str(), "%lu %lu %lu %lu %lf", &found.searches, &found.executions,
                  &found.blocked, &found.events, &found.search_seconds);
  if (status != 0 || read != 5)
    throw std::runtime_error(fmt::format("{}: its process failed (status {})", one.name, status));
  found.seconds = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
  found.megabytes = static_cast<double>(used.ru_maxrss) / 1024;
  return found;
}

}  // namespace

measurement measure(const subject& one, int times) {
  measurement best = measure_once(one);
  for (int done = 1; done < times; ++done) {
    const measurement next = measure_once(one);
    if (next.seconds < best.seconds) best = next;
  }
  return best;
}

void search_and_report(const subject& one) {
  measurement found;
  heddle::checker::check_options options;
  options.max_executions = one.executions;
  const double start = cpu_seconds();
  do {
    const auto how = heddle::checker::make_strategy(
        one.strategy, {.seed = found.searches + 1, .executions = one.executions});
    const auto result = heddle::checker::check(one.name, one.body, *how, options);
    ++found.searches;
    found.executions += result.executions;
    found.blocked += result.blocked;
    found.events += result.events;
    found.search_seconds = cpu_seconds() - start;
  } while (found.search_seconds < one.least_seconds);
  fmt::print("{} {} {} {} {}\n", found.searches, found.executions, found.blocked, found.events,
             found.search_seconds);
}

}  // namespace bench
