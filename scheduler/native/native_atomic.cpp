#include <atomic>
#include <type_traits>
#include <utility>

#include "scheduler/native/native_object.hpp"
#include "scheduler/native/native_task.hpp"

namespace heddle::scheduler {

namespace {

template <std::memory_order order>
using constant_order = std::integral_constant<std::memory_order, order>;

// Compilers take an order that is no constant for sequential consistency: hence one call for each.

template <class Access>
auto with_load_order(std::memory_order order, Access&& access) {
  switch (order) {
    case std::memory_order_relaxed:
      return access(constant_order<std::memory_order_relaxed>{});
    case std::memory_order_consume:
    case std::memory_order_acquire:
      return access(constant_order<std::memory_order_acquire>{});
    default:
      return access(constant_order<std::memory_order_seq_cst>{});
  }
}

template <class Access>
void with_store_order(std::memory_order order, Access&& access) {
  switch (order) {
    case std::memory_order_relaxed:
      return access(constant_order<std::memory_order_relaxed>{});
    case std::memory_order_release:
      return access(constant_order<std::memory_order_release>{});
    default:
      return access(constant_order<std::memory_order_seq_cst>{});
  }
}

template <class Access>
auto with_order(std::memory_order order, Access&& access) {
  switch (order) {
    case std::memory_order_release:
      return access(constant_order<std::memory_order_release>{});
    case std::memory_order_acq_rel:
      return access(constant_order<std::memory_order_acq_rel>{});
    default:
      return with_load_order(order, std::forward<Access>(access));
  }
}

/// An atomic variable of up to 64 bits.
struct native_atomic final : native_object {
  explicit native_atomic(std::uint64_t initial) : value(initial) {}

  result perform(const native_call& call) override {
    const operation& wanted = call.wanted;
    switch (wanted.kind) {
      case operation_kind::load:
        return {outcome::done, misuse::none, load(wanted.order)};
      case operation_kind::store:
        with_store_order(wanted.order, [&](auto order) { value.store(wanted.argument, order); });
        return {};
      case operation_kind::read_modify_write:
        return {outcome::done, misuse::none, read_modify_write(wanted)};
      case operation_kind::compare_exchange:
        return compare_exchange(wanted);
      case operation_kind::park:
        return park(call);
      case operation_kind::wake:
        return wake(call);
      case operation_kind::notify_one:
        value.notify_one();
        return {};
      default:
        value.notify_all();
        return {};
    }
  }

  [[nodiscard]] std::uint64_t load(std::memory_order order) const {
    return with_load_order(order, [this](auto constant) { return value.load(constant); });
  }

  std::uint64_t read_modify_write(const operation& wanted) {
    return with_order(wanted.order, [&](auto order) {
      if (wanted.function == rmw_function::exchange) return value.exchange(wanted.argument, order);
      std::uint64_t before = value.load(std::memory_order_relaxed);
      while (!value.compare_exchange_weak(
          before, combine(wanted.function, wanted.type, before, wanted.argument), order)) {
      }
      return before;
    });
  }

  result compare_exchange(const operation& wanted) {
    std::uint64_t before = wanted.expected;
    const bool matched = with_order(wanted.order, [&](auto order) {
      return value.compare_exchange_strong(before, wanted.argument, order);
    });
    return {matched ? outcome::done : outcome::failed, misuse::none, before};
  }

  result park(const native_call& call) {
    const std::uint64_t now = load(call.wanted.order);
    if (now != call.wanted.expected) return {outcome::failed, misuse::none, now};
    call.task.sleep.now = native_sleep::stage::begun;
    call.task.sleep.parked_on = now;
    return {outcome::done, misuse::none, now};
  }

  /// `std::atomic::wait`: looks again first, so that no notification since `park` is lost.
  result wake(const native_call& call) {
    native_sleep& sleep = call.task.sleep;
    if (std::exchange(sleep.now, native_sleep::stage::none) == native_sleep::stage::begun)
      with_load_order(call.wanted.order, [&](auto order) {
        value.wait(sleep.parked_on, order);
        return 0;
      });
    return {};
  }

  std::atomic<std::uint64_t> value;
};

}  // namespace

std::unique_ptr<native_object> make_native_atomic(const object_description& description) {
  return std::make_unique<native_atomic>(description.value);
}

}  // namespace heddle::scheduler
