#pragma once

#include <chrono>
#include <concepts>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/virtual_clock.hpp"

namespace heddle::models::python {

/// When an interpreter lets another of its threads go on.
enum class switching {
  /// CPython up to 3.9: between any two bytecodes.
  between_bytecodes,
  /// CPython from 3.10: at the entry of a function, at calls and at backward jumps. What stands
  /// between two of these is one step.
  at_calls_and_jumps,
  /// No GIL: at any moment, and several go on at once.
  any_moment,
};

/// A Python interpreter: its lock (the GIL) and its threads. A thread holds the lock while it runs
/// bytecodes, and gives it up where the interpreter switches and while it waits for something
/// outside. Whether another thread takes it there is the scheduler's choice. A process has an
/// interpreter, and so a lock, of its own.
///
/// The main thread of a program only starts others and waits for them, for both of which it gives
/// up the lock. So here it needs `run` only for what it computes itself.
class interpreter {
 public:
  explicit interpreter(switching how, std::source_location where = std::source_location::current())
      : switching_(how), lock_("GIL", where) {}

  /// Runs Python code in the calling task: the body of a thread, or a part of the main program.
  template <std::invocable Code>
  void run(Code&& code, std::source_location where = std::source_location::current()) {
    const hold whole(*this, switching::at_calls_and_jumps, where);
    std::forward<Code>(code)();
  }

  /// Runs one bytecode, with all that the interpreter's C code does for it.
  template <std::invocable Code>
  auto bytecode(Code&& code, std::source_location where = std::source_location::current()) {
    const hold one(*this, switching::between_bytecodes, where);
    return std::forward<Code>(code)();
  }

  /// A call of a function, or a jump back to the beginning of a loop.
  void call_or_jump(std::source_location where = std::source_location::current());

  /// Waits outside the interpreter, for a file, the network or the clock: without the lock.
  template <std::invocable Wait>
  void wait_outside(Wait&& wait, std::source_location where = std::source_location::current()) {
    if (switching_ == switching::at_calls_and_jumps) lock_.unlock(where);
    std::forward<Wait>(wait)();
    if (switching_ == switching::at_calls_and_jumps) lock_.lock(where);
  }

  /// `time.sleep`.
  void sleep(virtual_clock::duration duration,
             std::source_location where = std::source_location::current());

  /// Keeps a processor busy for so long with a loop of bytecodes. The lock changes hands after each
  /// switch interval, if somebody waits for it.
  void compute(virtual_clock::duration duration,
               std::source_location where = std::source_location::current());

  /// `sys.getswitchinterval()`.
  static constexpr std::chrono::milliseconds switch_interval{5};

 private:
  /// Holds the lock for a scope if the interpreter switches so.
  class hold {
   public:
    hold(interpreter& owner, switching when, std::source_location where)
        : lock_(owner.switching_ == when ? &owner.lock_ : nullptr), where_(where) {
      if (lock_ != nullptr) lock_->lock(where_);
    }
    hold(const hold&) = delete;
    hold& operator=(const hold&) = delete;
    ~hold() {
      if (lock_ != nullptr) lock_->unlock(where_);
    }

   private:
    mutex* lock_;
    std::source_location where_;
  };

  switching switching_;
  mutex lock_;
};

/// `threading.Thread`, started at once.
class thread {
 public:
  template <std::invocable Target>
  thread(interpreter& runs_in, std::string_view name, Target target,
         std::source_location where = std::source_location::current())
      : thread_({name, where},
                [&runs_in, target = std::move(target), where] { runs_in.run(target, where); }) {}

  void join(std::source_location where = std::source_location::current()) { thread_.join(where); }

 private:
  heddle::thread thread_;
};

}  // namespace heddle::models::python
