#pragma once

#include <atomic>
#include <memory>
#include <string_view>

#include "scheduler/primitives/atomic_value.hpp"
#include "scheduler/primitives/value.hpp"
#include "scheduler/runtime.hpp"

namespace heddle::detail {

/// The place for what all `atomic_ref`s to `variable` share in the current execution of `here`;
/// empty before the first. `type` tells types of variables at one address apart.
std::shared_ptr<void>& shared_target(const scheduler::runtime& here, const void* variable,
                                     const void* type);

/// The lock of native references to variables that no processor changes atomically.
class native_target_lock {
 public:
  native_target_lock();
  native_target_lock(const native_target_lock&) = delete;
  native_target_lock& operator=(const native_target_lock&) = delete;
  ~native_target_lock();
};

/// A variable seen through an `atomic_ref`. Under the checker an atomic object stands for it, and
/// the variable follows in the same step; in native runs it is changed itself.
template <atomic_type T>
class atomic_target {
 public:
  using operand_type = atomic_operand<T>;

  atomic_target(T& variable, std::string_view name, scheduler::code_site site)
      : variable_(&variable) {
    scheduler::runtime& here = scheduler::current();
    if (here.native()) return;
    std::shared_ptr<void>& place = shared_target(here, &variable, &type_key);
    if (place == nullptr) place = std::make_shared<shared>(variable, name, site);
    shared_ = std::static_pointer_cast<shared>(place);
    take_in_plain_writes(site);
    ++shared_->references;
  }
  atomic_target(const atomic_target& other) : variable_(other.variable_), shared_(other.shared_) {
    if (shared_ != nullptr) ++shared_->references;
  }
  atomic_target& operator=(const atomic_target&) = delete;
  ~atomic_target() {
    if (shared_ != nullptr) --shared_->references;
  }

  T load(memory_order order, scheduler::code_site site) const {
    if (shared_ != nullptr) return shared_->value.load(order, site);
    require_load_order(order, nullptr, site);
    return natively([order](auto real) { return real.load(order); },
                    [](const T& value) { return value; });
  }
  void store(const T& value, memory_order order, scheduler::code_site site) const {
    if (shared_ != nullptr) {
      shared_->value.store(value, order, site);
      follow(value);
      return;
    }
    require_store_order(order, nullptr, site);
    natively([&](auto real) { real.store(value, order); }, [&](T& target) { target = value; });
  }
  T exchange(const T& value, memory_order order, scheduler::code_site site) const {
    if (shared_ != nullptr) {
      const T before = shared_->value.exchange(value, order, site);
      follow(value);
      return before;
    }
    return natively([&](auto real) { return real.exchange(value, order); },
                    [&](T& target) { return std::exchange(target, value); });
  }
  bool compare_exchange(T& expected, const T& desired, memory_order success, memory_order failure,
                        scheduler::code_site site) const {
    if (shared_ != nullptr) {
      const bool done = shared_->value.compare_exchange(expected, desired, success, failure, site);
      if (done) follow(desired);
      return done;
    }
    require_load_order(failure, nullptr, site);
    return natively(
        [&](auto real) {
          return real.compare_exchange_strong(expected, desired, success, failure);
        },
        [&](T& target) {
          const bool same = bytes_of(target) == bytes_of(expected);
          (same ? target : expected) = same ? desired : target;
          return same;
        });
  }

  T add(operand_type operand, memory_order order, scheduler::code_site site) const
    requires atomic_sum<T>
  {
    if (shared_ != nullptr) {
      const T before = shared_->value.add(operand, order, site);
      follow(sum(before, operand));
      return before;
    }
    return natively([&](auto real) { return real.fetch_add(operand, order); },
                    [&](T& target) { return std::exchange(target, sum(target, operand)); });
  }
  T subtract(operand_type operand, memory_order order, scheduler::code_site site) const
    requires atomic_sum<T>
  {
    if (shared_ != nullptr) {
      const T before = shared_->value.subtract(operand, order, site);
      follow(difference(before, operand));
      return before;
    }
    return natively([&](auto real) { return real.fetch_sub(operand, order); },
                    [&](T& target) { return std::exchange(target, difference(target, operand)); });
  }
  T combine(scheduler::rmw_function function, T operand, memory_order order,
            scheduler::code_site site) const
    requires atomic_integer<T>
  {
    const auto after = [&](T before) {
      return from_bits<T>(
          scheduler::combine(function, value_type_of<T>(), to_bits(before), to_bits(operand)));
    };
    if (shared_ != nullptr) {
      const T before = shared_->value.combine(function, operand, order, site);
      follow(after(before));
      return before;
    }
    std::atomic_ref<T> real(*variable_);
    T before = real.load(memory_order_relaxed);
    while (!real.compare_exchange_weak(before, after(before), order, failure_order(order))) {
    }
    return before;
  }

  void wait(const T& old, memory_order order, scheduler::code_site site) const {
    if (shared_ != nullptr) {
      shared_->value.wait(old, order, site);
      return;
    }
    if constexpr (real_is_lock_free)
      std::atomic_ref<T>(*variable_).wait(old, order);
    else
      while (bytes_of(load(order, site)) == bytes_of(old)) scheduler::current().yield(site);
  }
  void notify_one(scheduler::code_site site) const {
    if (shared_ != nullptr) {
      shared_->value.notify_one(site);
      return;
    }
    if constexpr (real_is_lock_free) std::atomic_ref<T>(*variable_).notify_one();
  }
  void notify_all(scheduler::code_site site) const {
    if (shared_ != nullptr) {
      shared_->value.notify_all(site);
      return;
    }
    if constexpr (real_is_lock_free) std::atomic_ref<T>(*variable_).notify_all();
  }

  static T sum(T before, operand_type operand)
    requires atomic_sum<T>
  {
    return atomic_value<T>::sum(before, operand);
  }
  static T difference(T before, operand_type operand)
    requires atomic_sum<T>
  {
    return atomic_value<T>::difference(before, operand);
  }

 private:
  static constexpr bool real_is_lock_free = std::atomic_ref<T>::is_always_lock_free;
  static constexpr char type_key = 0;

  struct shared {
    shared(const T& first, std::string_view name, scheduler::code_site site)
        : value(first, name, site), last(first) {}

    atomic_value<T> value;
    T last;  ///< what the variable was last given
    unsigned references = 0;
  };

  /// While there is no reference the variable is plain, and may have been written.
  void take_in_plain_writes(scheduler::code_site site) const {
    if (shared_->references > 0 || bytes_of(shared_->last) == bytes_of(*variable_)) return;
    shared_->last = *variable_;
    shared_->value.store(*variable_, memory_order_seq_cst, site);
  }

  void follow(const T& value) const {
    *variable_ = value;
    shared_->last = value;
  }

  /// Does one of the two: on the real atomic reference, or on the variable under a lock.
  template <class Direct, class Locked>
  auto natively(Direct direct, Locked locked) const {
    if constexpr (real_is_lock_free) {
      return direct(std::atomic_ref<T>(*variable_));
    } else {
      const native_target_lock lock;
      return locked(*variable_);
    }
  }

  T* variable_;
  std::shared_ptr<shared> shared_;
};

}  // namespace heddle::detail
