#include "scheduler/fiber.hpp"

#include <cxxabi.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <boost/context/detail/fcontext.hpp>
#include <cstdint>
#include <new>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#define HEDDLE_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEDDLE_ADDRESS_SANITIZER 1
#endif
#endif
#if defined(HEDDLE_ADDRESS_SANITIZER)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace heddle::scheduler {

namespace {

/// The part of the C++ runtime's per-thread state that belongs to a stack: the exceptions being
/// handled and the number of those in flight (Itanium C++ ABI, section 2.2.2).
struct exception_state {
  void* caught = nullptr;
  unsigned int uncaught = 0;
};

/// Where the calling thread keeps it; looked up once, at the first switch of the thread.
constinit thread_local exception_state* known_exceptions = nullptr;

exception_state& exceptions_of_thread() {
  if (known_exceptions == nullptr) [[unlikely]]
    known_exceptions = reinterpret_cast<exception_state*>(abi::__cxa_get_globals());
  return *known_exceptions;
}

/// A stack from the operating system with a page below it that must not be touched. Pages are
/// only backed by memory once used.
class stack {
 public:
  explicit stack(std::size_t size) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    size_ = (size + page - 1) / page * page + page;
    base_ = mmap(nullptr, size_, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (base_ == MAP_FAILED) throw std::bad_alloc();
    if (mprotect(base_, page, PROT_NONE) != 0) {
      munmap(base_, size_);
      throw std::bad_alloc();
    }
    bottom_ = static_cast<std::byte*>(base_) + page;
    usable_ = size_ - page;
  }
  stack(const stack&) = delete;
  stack& operator=(const stack&) = delete;
  ~stack() {
#if defined(HEDDLE_ADDRESS_SANITIZER)
    // What stood here in the middle of its work must not be held against what comes here next.
    __asan_unpoison_memory_region(base_, size_);
#endif
    munmap(base_, size_);
  }

  [[nodiscard]] std::byte* bottom() const { return bottom_; }
  [[nodiscard]] bool guards(const void* address) const {
    return base_ <= address && address < bottom_;
  }
  [[nodiscard]] std::size_t usable() const { return usable_; }

 private:
  void* base_ = nullptr;
  std::size_t size_ = 0;
  std::byte* bottom_ = nullptr;
  std::size_t usable_ = 0;
};

/// Stacks that begin at the same offset of a page compete for the same cache sets.
std::size_t stagger() {
  static constinit std::atomic<std::size_t> count{0};
  return count.fetch_add(192, std::memory_order_relaxed) % 1024;
}

using boost::context::detail::fcontext_t;
using boost::context::detail::transfer_t;

/// Goes on where `to` was left, with `data` for one that has just been made. Returns the context
/// that came here.
///
/// Enters Boost's function by a jump: it ends with one, too, and a call would leave its return
/// address on the stack by which processors foretell returns, so that every return after a switch
/// would be foretold wrong.
[[gnu::always_inline]] inline fcontext_t jump(fcontext_t to, void* data) {
  fcontext_t came = nullptr;
  asm volatile(
      "lea -128(%%rsp), %%rsp\n\t"  // the caller may use so much below its stack pointer
      "lea 1f(%%rip), %%rax\n\t"
      "push %%rax\n\t"
      "jmp *jump_fcontext@GOTPCREL(%%rip)\n"
      "1:\n\t"
      "lea 128(%%rsp), %%rsp"
      : "=a"(came), "+D"(to), "+S"(data)
      :
      : "rcx", "rdx", "r8", "r9", "r10", "r11", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5",
        "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15",
        "memory", "cc");
  return came;
}

}  // namespace

struct fiber::implementation {
  implementation() = default;
  explicit implementation(std::size_t stack_size) : own(std::make_unique<stack>(stack_size)) {}

  std::unique_ptr<stack> own;
  exception_state exceptions;
  entry function = nullptr;
  void* argument = nullptr;
  /// Where the fiber was left. Model code suspended there is never unwound from here: that would go
  /// straight through its destructors.
  fcontext_t context = nullptr;
#if defined(HEDDLE_ADDRESS_SANITIZER)
  void* fake_stack = nullptr;
  const void* bottom = nullptr;
  std::size_t size = 0;
#endif

  /// Who switched here last: where the suspended context that comes along belongs.
  implementation* left = nullptr;

  /// Runs on every arrival: files the context of the fiber that was left.
  void arrive(fcontext_t previous) {
#if defined(HEDDLE_ADDRESS_SANITIZER)
    __sanitizer_finish_switch_fiber(fake_stack, &left->bottom, &left->size);
#endif
    left->context = previous;
  }

  void leave_for(implementation& to) {
    exceptions = std::exchange(exceptions_of_thread(), to.exceptions);
    to.left = this;
#if defined(HEDDLE_ADDRESS_SANITIZER)
    __sanitizer_start_switch_fiber(&fake_stack, to.bottom, to.size);
#endif
    arrive(jump(to.context, &to));
  }

  /// What a fiber does all its life: one function after the other, until there is none.
  static void live(transfer_t first) {
    auto& self = *static_cast<implementation*>(first.data);
    self.arrive(first.fctx);
    while (self.function != nullptr) std::exchange(self.function, nullptr)(self.argument);
#if defined(HEDDLE_ADDRESS_SANITIZER)
    __sanitizer_start_switch_fiber(nullptr, self.left->bottom, self.left->size);
#endif
    exceptions_of_thread() = self.left->exceptions;
    self.left->left = &self;
    jump(self.left->context, self.left);
  }

  void begin() {
    const std::size_t usable = own->usable() - stagger();
#if defined(HEDDLE_ADDRESS_SANITIZER)
    bottom = own->bottom();
    size = own->usable();
#endif
    context = boost::context::detail::make_fcontext(own->bottom() + usable, usable, live);
  }

  /// Lets an idle fiber return from its life, so that nothing on its stack is lost.
  void end() {
    implementation caller;
    function = nullptr;
    caller.leave_for(*this);
    left = nullptr;
  }
};

fiber::fiber() : self_(std::make_unique<implementation>()) {}

fiber::fiber(std::size_t stack_size) : self_(std::make_unique<implementation>(stack_size)) {
  self_->begin();
}

fiber::~fiber() = default;

void fiber::prepare(entry function, void* argument) {
  self_->function = function;
  self_->argument = argument;
}

/// Never inlined: compilers take for granted that a function stays on its thread, and would use
/// what they know of the thread's exceptions again after a switch to where another thread left off.
[[gnu::noinline]] void fiber::switch_to(fiber& from, fiber& to) {
  from.self_->leave_for(*to.self_);
}

bool fiber::guards(const void* address) const {
  return self_->own != nullptr && self_->own->guards(address);
}

[[gnu::noinline]] void fiber::retire() { self_->end(); }

}  // namespace heddle::scheduler
