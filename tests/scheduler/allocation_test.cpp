// The sanitizers have allocation functions of their own.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#if !defined(__has_feature)
#define HEDDLE_COUNTS_ALLOCATIONS 1
#elif !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
#define HEDDLE_COUNTS_ALLOCATIONS 1
#endif
#endif

#if defined(HEDDLE_COUNTS_ALLOCATIONS)

#include <atomic>
#include <cstdlib>
#include <new>

#include "tests/catch.hpp"
#include "tests/scheduler/controlled_support.hpp"

/// In steady state an execution allocates nothing.

namespace {

std::atomic<std::size_t> allocations{0};

void* allocate(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* const memory = std::malloc(size == 0 ? 1 : size); memory != nullptr) return memory;
  throw std::bad_alloc();
}

}  // namespace

// All other forms of new and delete come down to these.
void* operator new(std::size_t size) { return allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

using namespace heddle::testing;
using s::controlled_runtime;
using s::numbering;

namespace {

cell global(7, "global in allocations");

/// Plain functions and arrays: the tests' own tasks allocate nothing either.
void simple() {
  cell value;
  lockable mutex;
  auto use = [&] {
    for (int round = 0; round < 3; ++round) {
      const holder lock(mutex);
      value.write(value.read() + global.read());
    }
    const cell own;
  };
  s::task_handle one = s::current().spawn(entry_of(use));
  s::task_handle two = s::current().spawn(entry_of(use));
  s::current().join(one, {});
  s::current().join(two, {});
  const s::task_entry both[] = {entry_of(use), entry_of(use)};
  s::current().together(both);
  s::current().observe("value", "a text that is too long for the string itself");
}

}  // namespace

TEST_CASE("an execution allocates nothing in steady state", "[allocation]") {
  controlled_runtime runtime({}, GENERATE(numbering::per_execution, numbering::stable));
  random_walk decider(1);
  const s::task_entry body{.run = [](void*) { simple(); }};
  for (int round = 0; round < 20; ++round) runtime.run(body, decider);
  const std::size_t before = allocations.load();
  std::size_t events = 0;
  for (int round = 0; round < 100; ++round) {
    runtime.run(body, decider);
    events += runtime.events().size();
  }
  CHECK(allocations.load() == before);
  CHECK(events > 4000);
}

TEST_CASE("a deadlock allocates nothing but its exceptions in steady state", "[allocation]") {
  controlled_runtime runtime({});
  staying decider;
  const auto body = [] {
    signal never_set;
    auto use = [&] { never_set.wait(); };
    const s::task_entry both[] = {entry_of(use), entry_of(use)};
    s::current().together(both);
  };
  // Exceptions do not come from operator new.
  for (int round = 0; round < 5; ++round) run(runtime, body, decider);
  const std::size_t before = allocations.load();
  for (int round = 0; round < 20; ++round) run(runtime, body, decider);
  CHECK(allocations.load() == before);
}

#endif
