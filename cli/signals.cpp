#include "cli/signals.hpp"

#include <csignal>

namespace heddle::cli {

namespace {

constinit std::atomic<bool> asked_to_stop{false};
static_assert(std::atomic<bool>::is_always_lock_free, "set by a signal handler");

void restore_default() noexcept {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

extern "C" void heddle_stop_requested(int) {
  asked_to_stop.store(true);
  restore_default();
}

}  // namespace

interruption::interruption() {
  asked_to_stop.store(false);
  struct sigaction action {};
  action.sa_handler = heddle_stop_requested;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

interruption::~interruption() { restore_default(); }

const std::atomic<bool>& interruption::requested() const { return asked_to_stop; }

}  // namespace heddle::cli
