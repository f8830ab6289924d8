#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>

#include "scheduler/native/native_object.hpp"

namespace heddle::scheduler {

namespace {

/// A primitive that is some numbers under a lock, and tasks that wait until the numbers are right.
class native_monitor : public native_object {
 public:
  result perform(const native_call& call) final {
    std::unique_lock lock(mutex_);
    const result how = carry_out(call, lock);
    if (call.with.move != nullptr && how.succeeded()) call.with.move(call.with.context, how);
    // Under the lock: whom it wakes may end the object as soon as it has the lock.
    changed_.notify_all();
    return how;
  }

 protected:
  using lock_type = std::unique_lock<std::mutex>;

  virtual result carry_out(const native_call& call, lock_type& lock) = 0;

  /// Waits until `ready()`, as patiently as the call wants.
  template <class Ready>
  outcome await(const native_call& call, lock_type& lock, Ready ready) {
    switch (call.timing) {
      case patience::attempt:
        return ready() ? outcome::done : outcome::failed;
      case patience::timed:
        return changed_.wait_until(lock, call.deadline, ready) ? outcome::done : outcome::timed_out;
      case patience::blocking:
        break;
    }
    changed_.wait(lock, ready);
    return outcome::done;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
};

class native_semaphore final : public native_monitor {
 public:
  explicit native_semaphore(const object_description& description)
      : permits_(description.count), maximum_(description.limit) {}

 private:
  result carry_out(const native_call& call, lock_type& lock) override {
    const std::uint64_t wanted = call.wanted.argument;
    if (call.wanted.kind == operation_kind::release) {
      if (wanted > maximum_ - permits_) return {outcome::misuse, misuse::semaphore_above_maximum};
      permits_ += wanted;
      return {};
    }
    const outcome how = await(call, lock, [&] { return permits_ >= wanted; });
    if (how == outcome::done) permits_ -= wanted;
    return {how};
  }

  std::uint64_t permits_;
  std::uint64_t maximum_;
};

class native_latch final : public native_monitor {
 public:
  explicit native_latch(const object_description& description) : left_(description.count) {}

 private:
  result carry_out(const native_call& call, lock_type& lock) override {
    if (call.wanted.kind == operation_kind::latch_wait)
      return {await(call, lock, [this] { return left_ == 0; })};
    if (call.wanted.argument > left_) return {outcome::misuse, misuse::latch_below_zero};
    left_ -= call.wanted.argument;
    return {};
  }

  std::uint64_t left_;
};

class native_barrier final : public native_monitor {
 public:
  explicit native_barrier(const object_description& description)
      : arrived_(description.count),
        expected_(description.limit),
        phase_(description.value),
        completes_by_itself_(!description.flag) {}

 private:
  result carry_out(const native_call& call, lock_type& lock) override {
    switch (call.wanted.kind) {
      case operation_kind::arrive:
        return arrive(call.wanted.flag);
      case operation_kind::complete_phase:
        end_phase();
        return {};
      default:
        return {await(call, lock, [&] { return phase_ > call.wanted.argument; })};
    }
  }

  /// One task less to expect, now and later, completes the phase as one arrival more does.
  result arrive(bool drops) {
    if (arrived_ >= expected_) return {outcome::misuse, misuse::barrier_above_expected};
    const std::uint64_t phase = phase_;
    if (drops)
      --expected_;
    else
      ++arrived_;
    if (arrived_ < expected_) return {outcome::done, misuse::none, phase};
    if (!completes_by_itself_) return {outcome::last, misuse::none, phase};
    end_phase();
    return {outcome::done, misuse::none, phase};
  }

  void end_phase() {
    ++phase_;
    arrived_ = 0;
  }

  std::uint64_t arrived_;
  std::uint64_t expected_;
  std::uint64_t phase_;
  bool completes_by_itself_;
};

/// Counts the messages; the values are moved in and out of the face by `native_call::with`.
class native_channel final : public native_monitor {
 public:
  explicit native_channel(const object_description& description)
      : capacity_(description.limit), sent_(description.value), closed_(description.flag) {}

 private:
  result carry_out(const native_call& call, lock_type& lock) override {
    switch (call.wanted.kind) {
      case operation_kind::send:
        return send(call, lock);
      case operation_kind::receive:
        return receive(call, lock);
      default:
        return {std::exchange(closed_, true) ? outcome::failed : outcome::done};
    }
  }

  result send(const native_call& call, lock_type& lock) {
    const outcome how =
        await(call, lock, [this] { return closed_ || sent_ - received_ < capacity_; });
    if (how != outcome::done) return {how};
    if (closed_) return found_closed;
    return {outcome::done, misuse::none, sent_++};
  }

  result receive(const native_call& call, lock_type& lock) {
    const outcome how = await(call, lock, [this] { return closed_ || sent_ != received_; });
    if (how != outcome::done) return {how};
    if (sent_ == received_) return found_closed;
    return {outcome::done, misuse::none, received_++};
  }

  static constexpr result found_closed{outcome::failed, misuse::none, 1};

  std::uint64_t capacity_;
  std::uint64_t sent_;
  std::uint64_t received_ = 0;
  bool closed_;
};

class native_event final : public native_monitor {
 public:
  explicit native_event(const object_description& description) : set_(description.flag) {}

 private:
  result carry_out(const native_call& call, lock_type& lock) override {
    switch (call.wanted.kind) {
      case operation_kind::set:
        return {std::exchange(set_, true) ? outcome::failed : outcome::done};
      case operation_kind::reset:
        set_ = false;
        return {};
      case operation_kind::is_set:
        return {outcome::done, misuse::none, set_ ? 1U : 0U};
      default:
        return {await(call, lock, [this] { return set_; })};
    }
  }

  bool set_;
};

class native_once final : public native_monitor {
 public:
  explicit native_once(const object_description& description) : returned_(description.flag) {}

 private:
  result carry_out(const native_call& call, lock_type& lock) override {
    if (call.wanted.kind == operation_kind::leave_once) {
      running_ = false;
      returned_ = call.wanted.argument == 1;
      return {};
    }
    const outcome how = await(call, lock, [this] { return returned_ || !running_; });
    if (how != outcome::done || returned_) return {how};
    running_ = true;
    return {outcome::last};
  }

  bool running_ = false;
  bool returned_;
};

}  // namespace

std::unique_ptr<native_object> make_native_monitor(const object_description& description) {
  switch (description.kind) {
    case object_kind::semaphore:
      return std::make_unique<native_semaphore>(description);
    case object_kind::latch:
      return std::make_unique<native_latch>(description);
    case object_kind::barrier:
      return std::make_unique<native_barrier>(description);
    case object_kind::channel:
      return std::make_unique<native_channel>(description);
    case object_kind::event:
      return std::make_unique<native_event>(description);
    default:
      return std::make_unique<native_once>(description);
  }
}

}  // namespace heddle::scheduler
