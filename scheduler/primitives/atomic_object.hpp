#pragma once

#include <atomic>
#include <cstdint>

#include "scheduler/runtime.hpp"

namespace heddle {

using std::memory_order;
using std::memory_order_acq_rel;
using std::memory_order_acquire;
using std::memory_order_consume;
using std::memory_order_relaxed;
using std::memory_order_release;
using std::memory_order_seq_cst;

namespace detail {

void refuse_order(const scheduler::object_handle* object, scheduler::code_site site);

/// Report a misuse if a load, or a store, may not have this order.
inline void require_load_order(memory_order order, const scheduler::object_handle* object,
                               scheduler::code_site site) {
  if (order == memory_order_release || order == memory_order_acq_rel) refuse_order(object, site);
}
inline void require_store_order(memory_order order, const scheduler::object_handle* object,
                                scheduler::code_site site) {
  if (order == memory_order_consume || order == memory_order_acquire ||
      order == memory_order_acq_rel)
    refuse_order(object, site);
}

/// The operations of an atomic variable on the 64 bits of its value, without its type. Memory
/// orders that the standard forbids for an operation are a misuse; the others go into the trace.
class atomic_object {
 public:
  explicit atomic_object(const scheduler::object_description& description)
      : handle_(description), type_(description.type) {}

  // In the header: a return more is one more that the processor cannot foretell.
  std::uint64_t load(memory_order order, scheduler::code_site site) {
    require_load_order(order, &handle_, site);
    scheduler::operation loading = make(scheduler::operation_kind::load, order, site);
    return perform(loading).value;
  }
  void store(std::uint64_t value, memory_order order, scheduler::code_site site) {
    require_store_order(order, &handle_, site);
    scheduler::operation storing = make(scheduler::operation_kind::store, order, site);
    storing.argument = value;
    perform(storing);
  }
  /// Returns the value before.
  std::uint64_t modify(scheduler::rmw_function function, std::uint64_t operand, memory_order order,
                       scheduler::code_site site);

  struct exchange_result {
    bool exchanged;
    std::uint64_t before;
  };
  exchange_result compare_exchange(std::uint64_t expected, std::uint64_t desired,
                                   memory_order success, memory_order failure,
                                   scheduler::code_site site);

  /// Returns when the value is not `old` and, if the task slept, it was woken.
  void wait(std::uint64_t old, memory_order order, scheduler::code_site site);
  void notify_one(scheduler::code_site site);
  void notify_all(scheduler::code_site site);

  /// Lets the object end without an operation: for state shared by counted references, which nobody
  /// can use after its end, and whose last user depends on steps the scheduler does not see.
  void end_unseen() noexcept;

 private:
  static scheduler::operation make(scheduler::operation_kind kind, memory_order order,
                                   scheduler::code_site site) {
    scheduler::operation made{kind};
    made.order = order;
    made.site = site;
    return made;
  }
  scheduler::result perform(scheduler::operation& what) {
    what.type = type_;
    return scheduler::current().perform(what, handle_);
  }

  scheduler::object_handle handle_;
  scheduler::value_type type_;
};

/// The order of a `compare_exchange` that fails, where only one order is given.
constexpr memory_order failure_order(memory_order success) {
  if (success == memory_order_acq_rel) return memory_order_acquire;
  if (success == memory_order_release) return memory_order_relaxed;
  return success;
}

}  // namespace detail
}  // namespace heddle
