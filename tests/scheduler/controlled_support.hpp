#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "scheduler/controlled_runtime.hpp"
#include "scheduler/runtime.hpp"

/// What the tests of the controlled runtime share: the thinnest possible primitives, deciders, and
/// the enumeration of all schedules. Stands on the runtime alone, not on the primitives.
namespace heddle::testing {

namespace s = heddle::scheduler;

/// An object with nothing around it.
class thing {
 public:
  explicit thing(const s::object_description& description) : handle_(description) {}
  explicit thing(s::object_kind kind, std::uint64_t value = 0, std::string_view name = {})
      : thing(s::object_description{.kind = kind, .value = value, .name = name}) {}

  s::result perform(s::operation pending) { return s::current().perform(pending, handle_); }
  s::result perform(s::operation_kind kind, std::uint64_t argument = 0) {
    return perform({.kind = kind, .argument = argument});
  }
  s::object_handle& handle() { return handle_; }

 protected:
  s::object_handle handle_;
};

/// A plain variable: each read and each write is an operation.
class cell : public thing {
 public:
  explicit cell(std::uint64_t value = 0, std::string_view name = {})
      : thing(s::object_kind::variable, value, name) {}

  std::uint64_t read() { return perform(s::operation_kind::read).value; }
  void write(std::uint64_t value) { perform(s::operation_kind::write, value); }
};

/// A mutex; `lock_for` says whether it was taken.
class lockable : public thing {
 public:
  explicit lockable(std::string_view name = {}) : thing(s::object_kind::mutex, 0, name) {}

  void lock() { perform(s::operation_kind::lock); }
  bool try_lock() {
    return perform({.kind = s::operation_kind::lock, .timing = s::patience::attempt}).succeeded();
  }
  bool lock_for(s::virtual_time duration) {
    return perform({.kind = s::operation_kind::lock,
                    .timing = s::patience::timed,
                    .deadline = s::current().deadline_after(duration)})
        .succeeded();
  }
  void unlock() { perform(s::operation_kind::unlock); }
};

/// Holds a mutex for a scope.
class holder {
 public:
  explicit holder(lockable& mutex) : mutex_(mutex) { mutex_.lock(); }
  holder(const holder&) = delete;
  holder& operator=(const holder&) = delete;
  ~holder() { mutex_.unlock(); }

 private:
  lockable& mutex_;
};

/// Something to wait for.
class signal : public thing {
 public:
  signal() : thing(s::object_kind::event) {}
  void set() { perform(s::operation_kind::set); }
  void wait() { perform(s::operation_kind::event_wait); }
};

/// An entry that runs `body`, which must live as long as the task.
template <class Body>
s::task_entry entry_of(Body& body, std::string_view name = {}, bool process = false) {
  return {.run = [](void* context) { (*static_cast<Body*>(context))(); },
          .context = const_cast<void*>(static_cast<const void*>(&body)),
          .name = name,
          .process = process};
}

/// A task that is joined at the end of its scope, whatever happens.
class worker {
 public:
  explicit worker(std::function<void()> body, bool process = false)
      : body_(std::move(body)), task_(s::current().spawn(entry_of(body_, {}, process))) {}
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;
  ~worker() { join(); }

  void join() {
    if (task_.valid()) s::current().join(task_, {});
    task_ = {};
  }

 private:
  std::function<void()> body_;
  s::task_handle task_;
};

/// Starts all bodies at once and waits for them, without events of the caller.
inline void together(std::vector<std::function<void()>> bodies) {
  std::vector<s::task_entry> entries;
  for (auto& body : bodies) entries.push_back(entry_of(body));
  s::current().together(entries);
}

/// As `heddle::check` and `heddle::assume`.
inline void check(bool condition, std::string_view message = "checked") {
  if (!condition) s::current().fail_check(message, {});
}
inline void assume(bool condition) {
  if (!condition) s::current().fail_assumption({});
}

/// The `rank`-th of all choices at a point, tasks in ascending order and then ways.
s::choice nth_choice(const s::scheduling_point& point, std::uint32_t rank);

/// Asks a function. Keeps what was chosen.
class asking final : public s::decider {
 public:
  using question = std::function<s::choice(const s::scheduling_point&)>;
  explicit asking(question ask) : ask_(std::move(ask)) {}
  s::choice pick(const s::scheduling_point& point) override { return ask_(point); }

 private:
  question ask_;
};

/// Stays with the running task while it can go on, else takes the first; never times out while
/// something else is possible.
class staying final : public s::decider {
 public:
  s::choice pick(const s::scheduling_point& point) override;
};

/// Goes round the tasks, leaving at every point.
class rotating final : public s::decider {
 public:
  s::choice pick(const s::scheduling_point& point) override;
};

/// Any choice, all with the same probability.
class random_walk final : public s::decider {
 public:
  explicit random_walk(std::uint64_t seed) : source_(seed) {}
  s::choice pick(const s::scheduling_point& point) override {
    return nth_choice(point, static_cast<std::uint32_t>(source_() % point.count_choices()));
  }

 private:
  std::mt19937_64 source_;
};

/// The tasks in the order given, each in its first way, and then whoever comes first.
class scripted final : public s::decider {
 public:
  explicit scripted(std::vector<s::task_index> tasks) : tasks_(std::move(tasks)) {}
  s::choice pick(const s::scheduling_point& point) override;

 private:
  std::vector<s::task_index> tasks_;
  std::size_t next_ = 0;
};

/// The choices of an earlier execution once more.
class repeating final : public s::decider {
 public:
  explicit repeating(std::span<const s::event> trace);
  s::choice pick(const s::scheduling_point& point) override;
  [[nodiscard]] std::size_t asked() const { return asked_; }

 private:
  std::vector<s::event> trace_;
  std::size_t asked_ = 0;
};

/// Every schedule, one per run.
class all_schedules final : public s::decider {
 public:
  s::choice pick(const s::scheduling_point& point) override;
  /// Turns to the next schedule; false if there is none.
  bool advance();

 private:
  struct step {
    std::uint32_t taken = 0;
    std::uint32_t choices = 0;
  };
  std::vector<step> path_;
  std::size_t depth_ = 0;
};

/// Runs `body` under a decider.
template <class Body>
s::ending run(s::controlled_runtime& runtime, Body&& body, s::decider& decider,
              std::size_t repeated = 0, s::recorder* records = nullptr) {
  return runtime.run(entry_of(body), decider, repeated, records);
}

/// Runs `body` under every schedule; `visit` sees the runtime after each. Returns their number.
template <class Body, class Visit>
std::size_t explore(s::controlled_runtime& runtime, Body&& body, Visit&& visit) {
  all_schedules decider;
  std::size_t count = 0;
  do {
    run(runtime, body, decider);
    ++count;
    visit(runtime);
  } while (decider.advance());
  return count;
}

/// The kinds of the events as words: `0:spawn 1:read 0:join`.
std::string told(std::span<const s::event> events);

/// How many events are of a kind.
std::size_t count_of(std::span<const s::event> events, s::operation_kind kind);

}  // namespace heddle::testing
