#include <atomic>
#include <cmath>
#include <thread>
#include <utility>

#include "scheduler/native/native_task.hpp"
#include "scheduler/native/this_task.hpp"
#include "scheduler/native_runtime.hpp"
#include "scheduler/random_numbers.hpp"
#include "scheduler/task_failure.hpp"

#if defined(__SANITIZE_THREAD__)
#define HEDDLE_THREAD_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HEDDLE_THREAD_SANITIZER 1
#endif
#endif

/// Objects, operations and time of native runs.
namespace heddle::scheduler {

namespace {

void fence(std::memory_order order) {
#ifdef HEDDLE_THREAD_SANITIZER
  // ThreadSanitizer knows no fences. One variable that all of them write orders more than they
  // do: it hides races, where ignoring fences would report races that are none.
  static constinit std::atomic<int> all_fences{0};
  if (order != std::memory_order_relaxed) all_fences.fetch_add(1, std::memory_order_seq_cst);
#else
  std::atomic_thread_fence(order);
#endif
}

/// A number below `count`, each as likely as the others but for a bias of 2^-32 at most.
std::uint64_t choose(native_task& me, std::uint64_t count) {
  const std::uint64_t number = next_random(me.random_state);
  return count < (std::uint64_t{1} << 32) ? ((number >> 32) * count) >> 32 : number % count;
}

}  // namespace

void native_runtime::create(object_handle& object, const object_description& description) {
  enter(object, description, this_task());
}

void native_runtime::enter(object_handle& object, const object_description& description,
                           native_task& creator) {
  if (description.process_shared)
    throw usage_error("objects shared by processes exist under the checker only, so far");
  object.epoch = epoch_;
  object.index = created_.fetch_add(1, std::memory_order_relaxed);
  object.native = nullptr;
  std::unique_ptr<native_object> real = make_native_object(description);
  if (real == nullptr) return;
  real->creator = &creator;
  real->place = creator.objects.size();
  object.native = real.get();
  creator.objects.push_back(std::move(real));
}

/// Only the creator may touch its list: what another task ends, and what some thread may still
/// be inside, is kept until the end of the run.
void native_runtime::destroy(object_handle& object) noexcept {
  native_object* const real = std::exchange(object.native, nullptr);
  if (real == nullptr) return;
  native_task& me = this_task();
  if (const misuse wrong = real->wrong_to_end(); wrong != misuse::none) {
    object.native = real;
    if (!unwinding()) report_misuse(wrong, &object, {}, false);
    return;
  }
  if (real->creator != &me || real->busy()) return;
  std::unique_ptr<native_object>& last = me.objects.back();
  last->place = real->place;
  std::swap(me.objects[real->place], last);
  me.objects.pop_back();
}

/// The caller finds out what is wrong with an object of another run.
object_index native_runtime::find(object_handle& /*object*/) { return no_object; }

result native_runtime::execute(operation& pending, object_handle* object, object_handle* second) {
  native_task& me = this_task();
  end_if_doomed(me, pending.kind);
  switch (pending.kind) {
    case operation_kind::choose:
      return {outcome::done, misuse::none, choose(me, pending.argument)};
    case operation_kind::fence:
      fence(pending.order);
      return {};
    case operation_kind::sleep:
      sleep_until(pending.deadline, pending.site);
      return {};
    case operation_kind::assume:
      fail_assumption(pending.site);
    default:
      break;
  }
  if (object == nullptr)
    throw usage_error("operation `" + std::string(name_of(pending.kind)) +
                      "` cannot be done natively by itself");
  return carry_out(me, pending, *object, second, {});
}

result native_runtime::execute_and_move(operation& pending, object_handle& object, transfer with) {
  native_task& me = this_task();
  end_if_doomed(me, pending.kind);
  return carry_out(me, pending, object, nullptr, with);
}

result native_runtime::carry_out(native_task& me, const operation& pending, object_handle& object,
                                 object_handle* second, transfer with) {
  if (object.epoch != epoch_ || (second != nullptr && second->epoch != epoch_)) {
    report_stranger(me, pending);
    return {};
  }
  if (object.native == nullptr)
    throw usage_error("plain variables are plain memory in native runs: no operation to perform");
  native_call call{pending, me, pending.timing, real_time_of(pending.deadline), nullptr, with};
  if (pending.deadline == never && call.timing == patience::timed) call.timing = patience::blocking;
  if (second != nullptr) call.second = second->native;
  const result how = object.native->perform(call);
  if (how.how == outcome::misuse)
    report_misuse(how.wrong, &object, pending.site, may_end_task(pending.kind));
  return how;
}

/// An object that has survived an earlier execution, or a static made while this one was going on.
void native_runtime::report_stranger(native_task& me, const operation& pending) {
  if (!me.failing && !me.doomed)
    add_failure({failure_kind::nondeterminism, misuse::none, me.index, no_object, 0, pending.site,
                 "`" + std::string(name_of(pending.kind)) +
                     "` on an object that does not belong to this execution"});
  me.doomed = true;
  end_if_doomed(me, pending.kind);
}

virtual_time native_runtime::now() {
  const std::chrono::duration<double, virtual_time::period> since = real_clock::now() - start_;
  return virtual_time(std::llround(since.count() / options_.time_scale));
}

virtual_time native_runtime::deadline_after(virtual_time duration) {
  const virtual_time begin = now();
  if (duration <= virtual_time{0}) return begin;
  return duration >= never - begin ? never : begin + duration;
}

native_runtime::real_clock::time_point native_runtime::real_time_of(virtual_time deadline) const {
  using scaled = std::chrono::duration<double, real_clock::period>;
  const scaled since_start = scaled(deadline) * options_.time_scale;
  const auto farthest = real_clock::time_point::max() - start_;
  if (since_start >= scaled(farthest) / 2) return start_ + farthest / 2;
  return start_ + real_clock::duration(std::llround(std::ceil(since_start.count())));
}

void native_runtime::sleep_until(virtual_time deadline, code_site /*site*/) {
  end_if_doomed(this_task(), operation_kind::sleep);
  std::this_thread::sleep_until(real_time_of(deadline));
}

void native_runtime::yield(code_site /*site*/) {
  end_if_doomed(this_task(), operation_kind::sleep);
  std::this_thread::yield();
}

}  // namespace heddle::scheduler
