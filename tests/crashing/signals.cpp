// Models that a signal ends.

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

#include "heddle.hpp"

namespace {

using heddle::finding_kind;

/// Lets `fail` happen in a task of its own, behind one step.
template <class Fail>
void in_worker(Fail fail) {
  heddle::var<int> x{0, "x"};
  heddle::thread worker{"worker", [&] {
                          x = 1;
                          fail();
                        }};
  worker.join();
}

// Not optimised away, and not foreseen.
int* volatile nowhere = nullptr;
volatile int zero = 0;
volatile int sink = 0;

void use_null() {
  in_worker([] { *nowhere = 1; });
}

void use_wild_pointer() {
  in_worker([] { *reinterpret_cast<volatile int*>(std::uintptr_t{0x10'0000}) = 1; });
}

void divide() {
  in_worker([] { sink = 7 / zero; });
}

void execute_garbage() {
  in_worker([] { __builtin_trap(); });
}

void raise_bus_error() {
  in_worker([] { std::raise(SIGBUS); });
}

void abort_now() {
  in_worker([] { std::abort(); });
}

void refuse() { throw std::runtime_error("no such account"); }

void leave_noexcept() noexcept { refuse(); }

void throw_from_noexcept() { in_worker(leave_noexcept); }

volatile bool for_ever = true;

int deeper(int depth) {
  volatile char room[512] = {};
  room[0] = static_cast<char>(depth);
  return for_ever ? deeper(depth + 1) + room[0] : 0;
}

void overflow_stack() {
  in_worker([] { sink = deeper(0); });
}

struct fails_at_its_end {
  ~fails_at_its_end() { *nowhere = 1; }
};

void fail_in_destructor() {
  in_worker([] { const fails_at_its_end here; });
}

void fail_at_once() { *nowhere = 1; }

void die() {
  in_worker([] { std::raise(SIGKILL); });
}

const heddle::model models[] = {
    heddle::model{{.name = "crash.null", .summary = "writes through null", .body = use_null}},
    heddle::model{
        {.name = "crash.address", .summary = "writes anywhere", .body = use_wild_pointer}},
    heddle::model{{.name = "crash.division", .summary = "divides by zero", .body = divide}},
    heddle::model{
        {.name = "crash.illegal", .summary = "executes no code", .body = execute_garbage}},
    heddle::model{{.name = "crash.bus", .summary = "raises SIGBUS", .body = raise_bus_error}},
    heddle::model{{.name = "crash.abort", .summary = "aborts", .body = abort_now}},
    heddle::model{
        {.name = "crash.terminate", .summary = "throws in noexcept", .body = throw_from_noexcept}},
    heddle::model{{.name = "crash.stack", .summary = "never returns", .body = overflow_stack}},
    heddle::model{
        {.name = "crash.destructor", .summary = "in a destructor", .body = fail_in_destructor}},
    heddle::model{{.name = "crash.first", .summary = "before any step", .body = fail_at_once}},
    heddle::model{{.name = "crash.killed", .summary = "SIGKILL", .body = die}},
    heddle::model{{.name = "crash.declared",
                   .summary = "writes through null, as it says",
                   .body = use_null,
                   .expect = {finding_kind::crash}}},
};

}  // namespace
