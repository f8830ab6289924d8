#include "cli/isolation/crash_watch.hpp"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <exception>

#include "scheduler/task_failure.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define HEDDLE_WATCHED_BY_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEDDLE_WATCHED_BY_SANITIZER 1
#endif
#endif
#if defined(HEDDLE_WATCHED_BY_SANITIZER)
#include <sanitizer/common_interface_defs.h>
#endif

namespace heddle::cli {

namespace {

using checker::crash_kind;
using scheduler::controlled_runtime;

/// With AddressSanitizer the first four are its own.
constexpr std::array fatal_signals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
#if defined(HEDDLE_WATCHED_BY_SANITIZER)
constexpr std::size_t first_signal = 4;
#else
constexpr std::size_t first_signal = 0;
#endif

constexpr std::size_t handler_stack_size = std::size_t{128} * 1024;
/// What is closer to zero is no address of anything.
constexpr std::uintptr_t first_page = 4096;

/// What handlers find: they have no other way to get at anything.
struct watch_state {
  volatile std::sig_atomic_t active = 0;
  pid_t owner = 0;
  black_box* box = nullptr;
  crash_watch::successor then = nullptr;
  void* context = nullptr;
  std::int64_t patience = 0;  ///< in milliseconds
  std::terminate_handler terminate = nullptr;
  bool terminated = false;
  std::array<struct sigaction, fatal_signals.size()> signals{};
  stack_t stack{};
  void* handler_stack = nullptr;
};

constinit watch_state watched;

[[noreturn]] void leave_at_once(int status) {
  syscall(SYS_exit_group, status);
  __builtin_unreachable();
}

bool watches() { return watched.active != 0 && getpid() == watched.owner; }

const controlled_runtime* run_under_way() {
  return dynamic_cast<const controlled_runtime*>(scheduler::current_or_null());
}

[[noreturn]] void end_by(crash_kind kind, std::int64_t number, const void* instruction) {
  watched.active = 0;
  watched.box->note(kind, number, instruction);
  watched.then(watched.context);
  leave_at_once(EXIT_FAILURE);
}

const void* instruction_of(void* context) {
  const auto& machine = static_cast<ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
  return reinterpret_cast<const void*>(machine.gregs[REG_RIP]);
#elif defined(__aarch64__)
  return reinterpret_cast<const void*>(machine.pc);
#else
  return nullptr;
#endif
}

/// Whether the processor, and not somebody's `kill`, has sent the signal.
bool by_processor(const siginfo_t& info) { return info.si_code > 0; }

crash_kind segmentation_fault(const siginfo_t& info) {
  if (!by_processor(info)) return crash_kind::segmentation_fault;
  // Not even the address is known.
  if (info.si_code == SI_KERNEL) return crash_kind::invalid_address;
  const controlled_runtime* const run = run_under_way();
  if (run != nullptr && run->overflows_stack(info.si_addr)) return crash_kind::stack_overflow;
  return reinterpret_cast<std::uintptr_t>(info.si_addr) < first_page ? crash_kind::null_pointer
                                                                     : crash_kind::invalid_address;
}

crash_kind kind_of(int signal, const siginfo_t& info) {
  switch (signal) {
    case SIGSEGV:
      return segmentation_fault(info);
    case SIGBUS:
      return crash_kind::bus_error;
    case SIGFPE:
      return info.si_code == FPE_INTDIV ? crash_kind::division_by_zero
                                        : crash_kind::arithmetic_error;
    case SIGILL:
      return crash_kind::illegal_instruction;
    default:
      return watched.terminated ? crash_kind::terminate : crash_kind::abort;
  }
}

std::int64_t number_of(crash_kind kind) {
  const controlled_runtime* const run = run_under_way();
  if (kind != crash_kind::stack_overflow || run == nullptr) return 0;
  return static_cast<std::int64_t>(run->stack_size() / 1024);
}

extern "C" void heddle_model_crashed(int signal, siginfo_t* info, void* context) {
  if (!watches()) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
    return;
  }
  const crash_kind kind = kind_of(signal, *info);
  const bool failed = signal != SIGABRT && by_processor(*info);
  end_by(kind, number_of(kind), failed ? instruction_of(context) : nullptr);
}

void report_endless_loop() {
  if (watches()) end_by(crash_kind::endless_loop, watched.patience, nullptr);
}

extern "C" void heddle_exit_called(int status, void*) {
  if (watches()) end_by(crash_kind::exit, status, nullptr);
}

extern "C" void heddle_quick_exit_called() {
  if (watches()) end_by(crash_kind::exit, -1, nullptr);
}

[[noreturn]] void heddle_terminated() {
  if (watches()) {
    watched.terminated = true;
    if (std::current_exception())
      watched.box->note_exception(scheduler::text_of_current_exception());
  }
  if (watched.terminate != nullptr) watched.terminate();
  std::abort();
}

#if defined(HEDDLE_WATCHED_BY_SANITIZER)
void heddle_sanitizer_reported() {
  if (watches()) end_by(crash_kind::sanitizer, 0, nullptr);
}
#endif

/// Handlers of the way out cannot be taken back: they stay, and look whether there is a watched.
void watch_the_way_out() {
  static const bool once = [] {
    on_exit(heddle_exit_called, nullptr);
    std::at_quick_exit(heddle_quick_exit_called);
#if defined(HEDDLE_WATCHED_BY_SANITIZER)
    __sanitizer_set_death_callback(heddle_sanitizer_reported);
#endif
    return true;
  }();
  static_cast<void>(once);
}

void take_signals() {
  watched.handler_stack = mmap(nullptr, handler_stack_size, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (watched.handler_stack == MAP_FAILED) watched.handler_stack = nullptr;
  if (watched.handler_stack != nullptr) {
    stack_t stack{};
    stack.ss_sp = watched.handler_stack;
    stack.ss_size = handler_stack_size;
    sigaltstack(&stack, &watched.stack);
  }
  struct sigaction action {};
  action.sa_sigaction = heddle_model_crashed;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (std::size_t at = first_signal; at < fatal_signals.size(); ++at)
    sigaction(fatal_signals[at], &action, &watched.signals[at]);
}

void give_signals_back() {
  for (std::size_t at = first_signal; at < fatal_signals.size(); ++at)
    sigaction(fatal_signals[at], &watched.signals[at], nullptr);
  if (watched.handler_stack == nullptr) return;
  sigaltstack(&watched.stack, nullptr);
  munmap(watched.handler_stack, handler_stack_size);
}

}  // namespace

crash_watch::crash_watch(black_box& box, std::chrono::nanoseconds patience, successor then,
                         void* context)
    : watchdog_(patience, report_endless_loop) {
  watch_the_way_out();
  box.clear();
  watched.box = &box;
  watched.then = then;
  watched.context = context;
  watched.owner = getpid();
  watched.patience = std::chrono::duration_cast<std::chrono::milliseconds>(patience).count();
  watched.terminated = false;
  take_signals();
  watched.terminate = std::set_terminate(heddle_terminated);
  watched.active = 1;
}

crash_watch::~crash_watch() {
  watched.active = 0;
  std::set_terminate(watched.terminate);
  give_signals_back();
}

}  // namespace heddle::cli

#if !defined(__SANITIZE_THREAD__)
// The C library has no other place to learn of these from.
extern "C" {

[[noreturn]] void _exit(int status) {  // NOLINT: replaces the library's
  if (heddle::cli::watches()) heddle::cli::end_by(heddle::cli::crash_kind::exit, status, nullptr);
  heddle::cli::leave_at_once(status);
}

[[noreturn]] void _Exit(int status) noexcept {  // NOLINT: replaces the library's
  if (heddle::cli::watches()) heddle::cli::end_by(heddle::cli::crash_kind::exit, status, nullptr);
  heddle::cli::leave_at_once(status);
}
}
#endif
