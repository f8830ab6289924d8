#include "tests/checker/races/correct_program.hpp"

#include <chrono>
#include <functional>
#include <mutex>
#include <random>
#include <shared_mutex>

#include "heddle.hpp"
#include "tests/checker/strategies/families.hpp"

namespace correct_program {
namespace {

using namespace std::chrono_literals;

/// A variable with one of each guard, of which one is used.
class guarded_variable {
 public:
  explicit guarded_variable(guard by) : by_(by) { message_.send(0); }

  void access(const step& what) {
    if (what.guarded)
      access_guarded(what);
    else
      touch(what.writes);
  }

  /// By the only task that is left.
  void look() { touch(false); }

 private:
  void touch(bool writes) {
    if (writes)
      value_.set(value_.get() + 1);
    else
      (void)value_.get();
  }

  void access_guarded(const step& what) {
    switch (by_) {
      case guard::mutex: {
        const heddle::lock_guard<heddle::mutex> held{mutex_};
        touch(what.writes);
        return;
      }
      case guard::recursive_mutex: {
        const std::lock_guard outer{recursive_};
        const std::lock_guard inner{recursive_};
        touch(what.writes);
        return;
      }
      case guard::timed_mutex:
        if (!timed_.try_lock_for(1s)) return;
        touch(what.writes);
        timed_.unlock();
        return;
      case guard::tried_mutex:
        if (!mutex_.try_lock()) return;
        touch(what.writes);
        mutex_.unlock();
        return;
      case guard::shared_mutex:
        access_shared(what.writes);
        return;
      case guard::shared_timed_mutex:
        access_shared_timed(what.writes);
        return;
      case guard::semaphore:
        permit_.acquire();
        touch(what.writes);
        permit_.release();
        return;
      case guard::channel: {
        const int message = message_.receive().value_or(0);
        touch(what.writes);
        message_.send(message);
        return;
      }
      case guard::atomic_flag:
        while (flag_.test_and_set(heddle::memory_order_acquire))
          flag_.wait(true, heddle::memory_order_relaxed);
        touch(what.writes);
        flag_.clear(heddle::memory_order_release);
        flag_.notify_one();
        return;
      case guard::monitor:
        enter_monitor();
        touch(what.writes);
        leave_monitor();
        return;
      case guard::read_modify_write:
        access_in_turn(what.writes);
        return;
    }
  }

  void access_shared(bool writes) {
    if (writes) {
      const heddle::unique_lock<heddle::shared_mutex> held{shared_};
      touch(true);
    } else {
      const heddle::shared_lock<heddle::shared_mutex> held{shared_};
      touch(false);
    }
  }

  void access_shared_timed(bool writes) {
    if (writes) {
      const std::lock_guard held{shared_timed_};
      touch(true);
    } else if (shared_timed_.try_lock_shared_for(1s)) {
      touch(false);
      shared_timed_.unlock_shared();
    }
  }

  void enter_monitor() {
    heddle::unique_lock<heddle::mutex> held{mutex_};
    freed_.wait(held, [this] { return !busy_; });
    busy_ = true;
  }

  void leave_monitor() {
    {
      const heddle::unique_lock<heddle::mutex> held{mutex_};
      busy_ = false;
    }
    freed_.notify_one();
  }

  void access_in_turn(bool writes) {
    const int mine = next_.fetch_add(1, heddle::memory_order_relaxed);
    for (int now = served_.load(heddle::memory_order_acquire); now != mine;
         now = served_.load(heddle::memory_order_acquire))
      served_.wait(now, heddle::memory_order_relaxed);
    touch(writes);
    served_.store(mine + 1, heddle::memory_order_release);
    served_.notify_all();
  }

  guard by_;
  heddle::var<int> value_{0, "value"};
  heddle::mutex mutex_;
  heddle::recursive_mutex recursive_;
  heddle::timed_mutex timed_;
  heddle::shared_mutex shared_;
  heddle::shared_timed_mutex shared_timed_;
  heddle::binary_semaphore permit_{1};
  heddle::channel<int> message_{1};
  heddle::atomic_flag flag_;
  heddle::condition_variable freed_;
  heddle::var<bool> busy_{false, "busy"};
  heddle::atomic<int> next_{0};
  heddle::atomic<int> served_{0};
};

/// A variable that the first task (of `call_once`: somebody) writes, and all others read after.
class handed_variable {
 public:
  handed_variable(handover by, std::ptrdiff_t tasks)
      : by_(by), others_(tasks - 1), barrier_{tasks}, taken_(promise_.get_future()) {}

  void give() {
    if (by_ == handover::call_once) return take();
    if (by_ == handover::condition) return give_by_condition();
    if (by_ == handover::nothing) return;
    value_.set(1);
    switch (by_) {
      case handover::published:
        there_.store(true, heddle::memory_order_release);
        return;
      case handover::awaited:
        there_.store(true, heddle::memory_order_release);
        there_.notify_all();
        return;
      case handover::fenced:
        heddle::atomic_thread_fence(heddle::memory_order_release);
        there_.store(true, heddle::memory_order_relaxed);
        return;
      case handover::latch:
        latch_.count_down();
        return;
      case handover::barrier:
        barrier_.arrive_and_wait();
        return;
      case handover::event:
        event_.set();
        return;
      case handover::promise:
        promise_.set_value();
        return;
      case handover::messages:
        for (std::ptrdiff_t other = 0; other < others_; ++other) messages_.send(1);
        return;
      default:
        return;
    }
  }

  void take() {
    if (by_ == handover::nothing || !is_there()) return;
    (void)value_.get();
  }

  void look() { (void)value_.get(); }

 private:
  /// Whether it has been handed over; waits for it unless the handover is one to look for.
  bool is_there() {
    switch (by_) {
      case handover::published:
        return there_.load(heddle::memory_order_acquire);
      case handover::awaited:
        there_.wait(false, heddle::memory_order_acquire);
        return true;
      case handover::fenced:
        if (!there_.load(heddle::memory_order_relaxed)) return false;
        heddle::atomic_thread_fence(heddle::memory_order_acquire);
        return true;
      case handover::latch:
        latch_.wait();
        return true;
      case handover::barrier:
        barrier_.arrive_and_wait();
        return true;
      case handover::event:
        event_.wait();
        return true;
      case handover::promise:
        taken_.get();
        return true;
      case handover::condition: {
        heddle::unique_lock<heddle::mutex> held{mutex_};
        changed_.wait(held, [this] { return given_.get(); });
        return true;
      }
      case handover::call_once:
        heddle::call_once(once_, [this] { value_.set(1); });
        return true;
      case handover::messages:
        (void)messages_.receive();
        return true;
      default:
        return false;
    }
  }

  void give_by_condition() {
    value_.set(1);
    const heddle::lock_guard<heddle::mutex> held{mutex_};
    given_ = true;
    changed_.notify_all();
  }

  handover by_;
  std::ptrdiff_t others_;
  heddle::var<int> value_{0, "handed"};
  heddle::atomic<bool> there_{false};
  heddle::latch latch_{1};
  heddle::barrier<> barrier_;
  heddle::manual_event event_;
  heddle::promise<void> promise_;
  heddle::shared_future<void> taken_;
  heddle::mutex mutex_;
  heddle::condition_variable changed_;
  heddle::var<bool> given_{false, "given"};
  heddle::once_flag once_;
  heddle::channel<int> messages_{1};
};

const char* name_of(guard by) {
  static constexpr const char* names[guards] = {
      "mutex",       "recursive_mutex",  "timed_mutex",
      "tried_mutex", "shared_mutex",     "shared_timed_mutex",
      "semaphore",   "channel",          "atomic_flag",
      "monitor",     "read_modify_write"};
  return names[static_cast<std::size_t>(by)];
}

const char* name_of(handover by) {
  static constexpr const char* names[handovers] = {"nothing",   "published", "awaited", "fenced",
                                                   "latch",     "barrier",   "event",   "promise",
                                                   "condition", "call_once", "messages"};
  return names[static_cast<std::size_t>(by)];
}

std::string text_of(const std::vector<step>& steps) {
  std::string text;
  for (const step& each : steps)
    text += std::string(each.writes ? " write " : " read ") + std::to_string(each.variable) +
            (each.guarded ? "" : " without its lock");
  return text;
}

/// Whether some task but the first accesses what `first` does, and one of the two writes.
bool conflicts(const program& all, const step& first) {
  for (std::size_t other = 1; other < all.tasks.size(); ++other)
    for (const step& each : all.tasks[other].before)
      if (each.variable == first.variable && (each.writes || first.writes)) return true;
  return false;
}

}  // namespace

void program::run() const {
  guarded_variable first{guarded_by[0]};
  guarded_variable second{guarded_by[1]};
  handed_variable handed{by, static_cast<std::ptrdiff_t>(tasks.size())};
  std::vector<std::function<void()>> bodies;
  for (const task& each : tasks)
    bodies.emplace_back([&] {
      const auto access = [&](const step& one) {
        (one.variable == 0 ? first : second).access(one);
      };
      for (const step& one : each.before) access(one);
      &each == tasks.data() ? handed.give() : handed.take();
      for (const step& one : each.after) access(one);
    });
  if (joined)
    families::spawn_and_join(bodies);
  else
    heddle::together(bodies);
  first.look();
  second.look();
  handed.look();
}

std::string program::text() const {
  std::string all = joined ? "joined;" : "together;";
  for (const guard each : guarded_by) all += std::string(" ") + name_of(each);
  all += std::string("; handed over by ") + name_of(by) + "\n";
  for (const task& each : tasks)
    all += "task:" + text_of(each.before) + " | " + text_of(each.after) + "\n";
  return all;
}

program make(std::uint64_t seed) {
  std::mt19937_64 random{seed};
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  const auto steps = [&](std::size_t most) {
    std::vector<step> made(below(most + 1));
    for (step& each : made) {
      each.variable = below(2);
      each.writes = below(3) != 0;
    }
    return made;
  };
  program made;
  for (int variable = 0; variable < 2; ++variable)
    made.guarded_by.push_back(static_cast<guard>(below(guards)));
  made.by = static_cast<handover>(below(handovers));
  made.joined = below(2) == 0;
  made.tasks.resize(2 + below(2));
  const bool few = made.tasks.size() == 2;
  for (task& each : made.tasks) {
    each.before = steps(few ? 2 : 1);
    each.after = steps(1);
  }
  return made;
}

program with_one_lock_dropped(program from) {
  std::vector<step>& before = from.tasks[0].before;
  if (before.empty() || !conflicts(from, before.front()))
    from.tasks.clear();
  else
    before.front().guarded = false;
  return from;
}

}  // namespace correct_program
