#pragma once

#include <cstddef>
#include <memory>

/// Fibers: the only file that knows Boost.Context (Oliver Kowalke) and sanitizers.
namespace heddle::scheduler {

/// The stack of a fiber unless something else is asked for: 256 KiB.
inline constexpr std::size_t default_stack_size = std::size_t{256} * 1024;

/// A thread of control with a stack of its own, resumed where it left off. It outlives the
/// functions it runs: one after the other, so that neither stack nor context is made anew for
/// each. A switch saves what C++ keeps per thread about exceptions in flight, so it may happen
/// inside destructors and catch blocks.
class fiber {
 public:
  /// A function to run; no exception may leave it. When it has done its work it switches to
  /// another fiber, and returns when it is switched back to.
  using entry = void (*)(void* argument);

  /// Stands for the calling thread's own stack.
  fiber();
  /// A fiber with a stack of at least `stack_size` bytes, below which lies a guard page. Throws
  /// std::bad_alloc.
  explicit fiber(std::size_t stack_size);
  fiber(const fiber&) = delete;
  fiber& operator=(const fiber&) = delete;
  /// Frees the stack. What a suspended function has on it is not destroyed: `retire` first.
  ~fiber();

  /// What to run at the next switch to this fiber. Precondition: it runs nothing.
  void prepare(entry function, void* argument);

  /// Leaves `from`, the running fiber, for `to`; returns when somebody switches back to `from`.
  static void switch_to(fiber& from, fiber& to);

  /// Whether an address is in the guard page below this fiber's stack. Only reads memory: good in a
  /// signal handler.
  [[nodiscard]] bool guards(const void* address) const;

  /// Ends an idle fiber properly, so that nothing of its own is left on its stack.
  void retire();

 private:
  struct implementation;
  std::unique_ptr<implementation> self_;
};

}  // namespace heddle::scheduler
