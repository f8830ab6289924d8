#include "cli/signals.hpp"

#include <sys/mman.h>

#include <csignal>
#include <new>

namespace heddle::cli {

namespace {

using stop_flag = std::atomic<bool>;
static_assert(stop_flag::is_always_lock_free,
              "set by a signal handler, and read by other processes");

/// In memory that is shared with the processes forked later, made at the first use.
constinit stop_flag* asked_to_stop = nullptr;

stop_flag& shared_flag() {
  if (asked_to_stop == nullptr) {
    void* const memory =
        mmap(nullptr, sizeof(stop_flag), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    asked_to_stop = new (memory) stop_flag{false};
  }
  return *asked_to_stop;
}

void restore_default() noexcept {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

extern "C" void heddle_stop_requested(int) {
  asked_to_stop->store(true);
  restore_default();
}

}  // namespace

interruption::interruption() {
  shared_flag().store(false);
  struct sigaction action {};
  action.sa_handler = heddle_stop_requested;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

interruption::~interruption() { restore_default(); }

const std::atomic<bool>& interruption::requested() const { return shared_flag(); }

}  // namespace heddle::cli
