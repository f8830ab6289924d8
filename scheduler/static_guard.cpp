#include "scheduler/runtime.hpp"

/// Static variables of functions: the compiler brackets their initialisers with these calls, which
/// the linker sends here (`--wrap`, in `scheduler/CMakeLists.txt`), so that the runtime knows of
/// the bracket. `__cxa_guard_*` are described in the Itanium C++ ABI, 3.3.3.

// NOLINTBEGIN(bugprone-reserved-identifier): names that the linker prescribes
extern "C" {

int __real___cxa_guard_acquire(void* guard);
void __real___cxa_guard_release(void* guard) noexcept;
void __real___cxa_guard_abort(void* guard) noexcept;

int __wrap___cxa_guard_acquire(void* guard);
void __wrap___cxa_guard_release(void* guard) noexcept;
void __wrap___cxa_guard_abort(void* guard) noexcept;

int __wrap___cxa_guard_acquire(void* guard) {
  const int initialises = __real___cxa_guard_acquire(guard);
  if (initialises != 0)
    if (heddle::scheduler::runtime* const here = heddle::scheduler::current_or_null())
      here->begin_initialiser();
  return initialises;
}

void __wrap___cxa_guard_release(void* guard) noexcept {
  __real___cxa_guard_release(guard);
  if (heddle::scheduler::runtime* const here = heddle::scheduler::current_or_null())
    here->end_initialiser();
}

void __wrap___cxa_guard_abort(void* guard) noexcept {
  __real___cxa_guard_abort(guard);
  if (heddle::scheduler::runtime* const here = heddle::scheduler::current_or_null())
    here->end_initialiser();
}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
