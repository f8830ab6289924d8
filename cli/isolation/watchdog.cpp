#include "cli/isolation/watchdog.hpp"

#include <unistd.h>

#include <cstdint>

#include "scheduler/controlled_runtime.hpp"

namespace heddle::cli {

namespace {

/// Nobody else uses it: profilers take SIGPROF.
constexpr int tick_signal = SIGVTALRM;
/// So often within its patience the watchdog looks.
constexpr int looks = 4;

/// What a task was about when the watchdog looked.
struct moment {
  std::uint32_t run = 0;
  std::size_t events = 0;
  scheduler::task_index task = scheduler::no_task;

  friend bool operator==(const moment&, const moment&) = default;
};

/// What the handler finds: it has no other way to get at anything.
struct dog {
  watchdog::alarm bark = nullptr;
  moment last;
  int ticks = 0;
};

constinit dog awake;

moment what_happens() {
  const auto* const run =
      dynamic_cast<const scheduler::controlled_runtime*>(scheduler::current_or_null());
  if (run == nullptr) return {};
  return {run->number_of_run(), run->events().size(), run->current_task()};
}

extern "C" void heddle_watchdog_tick(int) {
  const moment now = what_happens();
  // Without a task it is the search that works.
  if (now.task == scheduler::no_task || now != awake.last) {
    awake.last = now;
    awake.ticks = 0;
  } else if (++awake.ticks >= looks) {
    awake.ticks = 0;
    awake.bark();
  }
}

timespec in_seconds(std::chrono::nanoseconds duration) {
  constexpr std::int64_t second = 1'000'000'000;
  return {static_cast<time_t>(duration.count() / second),
          static_cast<long>(duration.count() % second)};
}

}  // namespace

watchdog::watchdog(std::chrono::nanoseconds patience, alarm bark) {
  if (patience <= std::chrono::nanoseconds::zero()) return;
  awake = {bark, {}, 0};
  struct sigaction action {};
  action.sa_handler = heddle_watchdog_tick;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(tick_signal, &action, &before_);
  sigevent how{};
  how.sigev_notify = SIGEV_SIGNAL;
  how.sigev_signo = tick_signal;
  ticks_ = timer_create(CLOCK_THREAD_CPUTIME_ID, &how, &timer_) == 0;
  const timespec period = in_seconds(patience / looks);
  const itimerspec ticking{period, period};
  if (ticks_) timer_settime(timer_, 0, &ticking, nullptr);
}

watchdog::~watchdog() {
  if (!ticks_) return;
  timer_delete(timer_);
  sigaction(tick_signal, &before_, nullptr);
}

}  // namespace heddle::cli
