#include "tests/checker/random_program.hpp"

#include <array>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <random>
#include <span>
#include <stdexcept>

#include "heddle.hpp"
#include "tests/checker/strategies/families.hpp"

namespace random_program {
namespace {

using namespace std::chrono_literals;

/// What the tasks of one execution share.
struct world {
  heddle::atomic<int> values[2]{{0, "x"}, {0, "y"}};
  heddle::var<int> plain[2]{{0, "a"}, {0, "b"}};
  heddle::timed_mutex locks[2];
  heddle::mutex mutex{"m"};
  heddle::condition_variable condition{"c"};
  heddle::counting_semaphore<> permits{1};
  heddle::shared_timed_mutex book{"book"};
  heddle::channel<int> messages{1};
  heddle::manual_event event{"event"};
  heddle::latch latch{2};
  heddle::barrier<> meeting{2};
};

/// One task: what it holds, and what it does next.
class actor {
 public:
  explicit actor(world& shared) : shared_(shared) {}

  void act(const step& next) {
    heddle::atomic<int>& value = shared_.values[next.which % 2];
    heddle::timed_mutex& lock = shared_.locks[next.which % 2];
    switch (next.what) {
      case action::load:
        seen_ = value.load();
        return;
      case action::store:
        value.store(next.which + 1);
        return;
      case action::add:
        seen_ = value.fetch_add(1);
        return;
      case action::exchange_if_zero: {
        int expected = 0;
        value.compare_exchange_strong(expected, next.which + 1);
        return;
      }
      case action::lock:
        lock.lock();
        lock.unlock();
        return;
      case action::try_lock:
        if (lock.try_lock()) {
          seen_ = value.load();
          lock.unlock();
        }
        return;
      case action::lock_for:
        if (lock.try_lock_for(1s)) lock.unlock();
        return;
      case action::wait:
      case action::wait_for: {
        heddle::unique_lock<heddle::mutex> held{shared_.mutex};
        if (next.what == action::wait)
          shared_.condition.wait(held);
        else
          shared_.condition.wait_for(held, std::chrono::seconds(1 + next.which));
        return;
      }
      case action::notify_one:
        shared_.condition.notify_one();
        return;
      case action::notify_all:
        shared_.condition.notify_all();
        return;
      case action::acquire:
        shared_.permits.acquire();
        return;
      case action::try_acquire:
        (void)shared_.permits.try_acquire();
        return;
      case action::acquire_for:
        (void)shared_.permits.try_acquire_for(1s);
        return;
      case action::release:
        shared_.permits.release();
        return;
      case action::share:
        shared_.book.lock_shared();
        seen_ = value.load();
        shared_.book.unlock_shared();
        return;
      case action::try_share:
        if (shared_.book.try_lock_shared()) shared_.book.unlock_shared();
        return;
      case action::own:
        shared_.book.lock();
        shared_.book.unlock();
        return;
      case action::try_own:
        if (shared_.book.try_lock()) shared_.book.unlock();
        return;
      case action::send:
        shared_.messages.send(next.which);
        return;
      case action::receive:
        (void)shared_.messages.receive();
        return;
      case action::try_receive:
        (void)shared_.messages.try_receive();
        return;
      case action::set:
        shared_.event.set();
        return;
      case action::wait_set:
        shared_.event.wait();
        return;
      case action::count_down:
        shared_.latch.count_down();
        return;
      case action::wait_latch:
        shared_.latch.wait();
        return;
      case action::meet:
        shared_.meeting.arrive_and_wait();
        return;
      case action::choose:
        seen_ = static_cast<int>(heddle::choose(2));
        return;
      case action::load_and_branch:
        seen_ = value.load();
        if (seen_ != 0) value.store(7);
        return;
      case action::check:
        heddle::check(seen_ == 0, "nothing was seen");
        return;
      case action::assume:
        heddle::assume(seen_ != 2);
        return;
      case action::fail:
        if (seen_ == 1) throw std::runtime_error("one was seen");
        return;
      default:
        access(next);
        order(next);
    }
  }

 private:
  /// Each access stands on a line of its own, so that they can be told apart.
  void access(const step& next) {
    heddle::var<int>& variable = shared_.plain[next.which % 2];
    heddle::timed_mutex& lock = shared_.locks[next.which / 2 % 2];
    switch (next.what) {
      case action::read:
        (void)variable.get();
        return;
      case action::write:
        variable.set(1);
        return;
      case action::read_locked:
        lock.lock();
        (void)variable.get();
        lock.unlock();
        return;
      case action::write_locked:
        lock.lock();
        variable.set(2);
        lock.unlock();
        return;
      case action::read_shared:
        shared_.book.lock_shared();
        (void)variable.get();
        shared_.book.unlock_shared();
        return;
      case action::write_shared:
        shared_.book.lock_shared();
        variable.set(3);
        shared_.book.unlock_shared();
        return;
      case action::write_owned:
        shared_.book.lock();
        variable.set(4);
        shared_.book.unlock();
        return;
      default:
        return;
    }
  }

  void order(const step& next) {
    heddle::atomic<int>& value = shared_.values[next.which % 2];
    switch (next.what) {
      case action::store_release:
        value.store(1, heddle::memory_order_release);
        return;
      case action::store_relaxed:
        value.store(2, heddle::memory_order_relaxed);
        return;
      case action::load_acquire:
        (void)value.load(heddle::memory_order_acquire);
        return;
      case action::load_relaxed:
        (void)value.load(heddle::memory_order_relaxed);
        return;
      case action::add_relaxed:
        value.fetch_add(1, heddle::memory_order_relaxed);
        return;
      case action::add_acquire:
        value.fetch_add(1, heddle::memory_order_acquire);
        return;
      case action::try_exchange: {
        int expected = 1;
        value.compare_exchange_strong(expected, 3, heddle::memory_order_acquire,
                                      heddle::memory_order_relaxed);
        return;
      }
      case action::fence_release:
        heddle::atomic_thread_fence(heddle::memory_order_release);
        return;
      case action::fence_acquire:
        heddle::atomic_thread_fence(heddle::memory_order_acquire);
        return;
      default:
        return;
    }
  }

  world& shared_;
  int seen_ = 0;
};

using mix = std::vector<action>;

/// Programs of everything seldom interact; most are made of a few kinds that do.
const std::array<mix, 7>& mixes() {
  static const std::array<mix, 7> all{
      mix{action::load, action::store, action::add, action::exchange_if_zero,
          action::load_and_branch, action::check, action::choose},
      mix{action::lock, action::try_lock, action::lock_for, action::load, action::store},
      mix{action::wait, action::wait_for, action::wait_for, action::notify_one, action::notify_one,
          action::notify_all, action::store},
      mix{action::acquire, action::try_acquire, action::acquire_for, action::release,
          action::release, action::add},
      mix{action::share, action::try_share, action::own, action::try_own, action::store},
      mix{action::send, action::receive, action::try_receive, action::set, action::wait_set,
          action::count_down, action::wait_latch, action::meet},
      mix{action::load, action::add, action::lock, action::try_lock, action::wait_for,
          action::notify_one, action::release, action::acquire, action::share, action::own,
          action::send, action::receive, action::choose, action::check, action::assume,
          action::fail, action::count_down, action::wait_latch}};
  return all;
}

}  // namespace

void program::run() const {
  world shared;
  std::vector<std::function<void()>> bodies;
  for (const std::vector<step>& steps : tasks)
    bodies.emplace_back([&shared, &steps] {
      actor me{shared};
      for (const step& each : steps) me.act(each);
    });
  if (joined)
    families::spawn_and_join(bodies);
  else
    heddle::together(bodies);
}

std::string program::text() const {
  std::string all = joined ? "joined\n" : "";
  for (const std::vector<step>& steps : tasks) {
    all += "task:";
    for (const step& each : steps)
      all += " " + std::to_string(static_cast<int>(each.what)) + "/" + std::to_string(each.which);
    all += "\n";
  }
  return all;
}

std::uint64_t how_many(std::uint64_t usual) {
  const char* const wanted = std::getenv("HEDDLE_RANDOM_PROGRAMS");
  return wanted == nullptr ? usual : std::stoull(wanted);
}

program make(std::uint64_t seed) {
  std::mt19937_64 random{seed};
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  const mix& kinds = mixes()[below(mixes().size())];
  program made;
  made.tasks.resize(2 + below(2));
  for (std::vector<step>& steps : made.tasks) {
    steps.resize(1 + below(made.tasks.size() == 2 ? 4 : 3));
    for (step& each : steps) each = {kinds[below(kinds.size())], static_cast<int>(below(2))};
  }
  return made;
}

program make_wide(std::uint64_t seed) {
  static const std::array<mix, 2> kinds{mix{action::load, action::load, action::store, action::add,
                                            action::exchange_if_zero, action::load_and_branch},
                                        mix{action::lock, action::try_lock, action::lock_for,
                                            action::load, action::store, action::exchange_if_zero}};
  static constexpr std::array<std::size_t, 5> longest{0, 0, 5, 4, 2};
  std::mt19937_64 random{seed};
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  const mix& chosen = kinds[below(kinds.size())];
  program made;
  made.tasks.resize(2 + below(3));
  for (std::vector<step>& steps : made.tasks) {
    steps.resize(1 + below(longest[made.tasks.size()]));
    for (step& each : steps) each = {chosen[below(chosen.size())], static_cast<int>(below(2))};
  }
  return made;
}

namespace {

/// Tasks with so many steps of these kinds.
program of_kinds(std::uint64_t seed, std::span<const mix> all, std::array<std::size_t, 4> longest) {
  std::mt19937_64 random{seed};
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  const mix& kinds = all[below(all.size())];
  program made;
  made.tasks.resize(2 + below(2));
  for (std::vector<step>& steps : made.tasks) {
    steps.resize(1 + below(longest[made.tasks.size()]));
    for (step& each : steps) each = {kinds[below(kinds.size())], static_cast<int>(below(4))};
  }
  return made;
}

}  // namespace

program make_locked(std::uint64_t seed) {
  static const std::array<mix, 2> kinds{
      mix{action::read, action::write, action::read_locked, action::write_locked},
      mix{action::read, action::write_locked, action::read_shared, action::write_shared,
          action::write_owned, action::write_owned}};
  return of_kinds(seed, kinds, {0, 0, 3, 2});
}

namespace {

/// Plain accesses among what may or may not order them.
const std::array<mix, 6>& racy_mixes() {
  static const std::array<mix, 6> all{
      mix{action::read, action::write, action::write, action::store_release, action::store_relaxed,
          action::load_acquire, action::load_relaxed, action::add_relaxed, action::add_acquire,
          action::try_exchange, action::fence_release, action::fence_acquire},
      mix{action::read, action::write, action::store, action::load, action::add,
          action::exchange_if_zero},
      mix{action::read, action::write, action::lock, action::try_lock, action::lock_for,
          action::write_locked, action::wait, action::wait_for, action::notify_one,
          action::notify_all},
      mix{action::read, action::write, action::share, action::try_share, action::own,
          action::try_own, action::read_shared, action::write_shared, action::write_owned},
      mix{action::read, action::write, action::acquire, action::try_acquire, action::release,
          action::count_down, action::wait_latch, action::meet},
      mix{action::read, action::write, action::send, action::send, action::receive, action::receive,
          action::try_receive, action::set, action::wait_set}};
  return all;
}

}  // namespace

program make_racy(std::uint64_t seed) { return of_kinds(seed, racy_mixes(), {0, 0, 6, 4}); }

program make_small_racy(std::uint64_t seed) {
  program made = of_kinds(seed, racy_mixes(), {0, 0, 4, 2});
  std::mt19937_64 random{~seed};
  for (std::vector<step>& steps : made.tasks)
    steps[static_cast<std::size_t>(random() % steps.size())] = {
        random() % 3 == 0 ? action::read : action::write, 0};
  return made;
}

}  // namespace random_program
