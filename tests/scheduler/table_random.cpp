#include "tests/scheduler/table_random.hpp"

#include <random>

namespace heddle::scheduler::table_tests {

namespace {

class generator {
 public:
  explicit generator(std::uint64_t seed) : random_(seed) {}

  program make() {
    made_.time = one_in(3) ? time_mode::quiescent : time_mode::any;
    made_.spurious = one_in(4);
    const unsigned themes = one_in(3) ? 1 : 2;
    for (unsigned count = 0; count < themes; ++count) add_objects();
    const std::uint64_t tasks = 2 + pick(2);
    made_.tasks.resize(tasks);
    if (one_in(6)) spawn_last();
    for (body& each : made_.tasks) {
      const std::uint64_t snippets = 1 + pick(tasks == 2 ? 3 : 2);
      for (std::uint64_t count = 0; count < snippets; ++count) add_snippet(each);
    }
    if (one_in(6)) join(made_.tasks.front());
    return made_;
  }

 private:
  std::uint64_t pick(std::uint64_t count) { return random_() % count; }
  bool one_in(std::uint64_t count) { return pick(count) == 0; }

  patience any_patience() { return static_cast<patience>(pick(3)); }
  int any_deadline() { return 1 + static_cast<int>(pick(3)); }

  object_index add(const object_state& object) {
    made_.objects.push_back(object);
    return static_cast<object_index>(made_.objects.size() - 1);
  }

  void add_objects() {
    switch (pick(11)) {
      case 0:
        add(make_object(object_kind::variable));
        break;
      case 1:
        add(make_object(object_kind::atomic));
        break;
      case 2:
        add(make_object(object_kind::mutex));
        break;
      case 3:
        add(make_object(object_kind::recursive_mutex));
        break;
      case 4:
        add(make_object(object_kind::shared_mutex));
        break;
      case 5:
        mutex_ = add(make_object(one_in(4) ? object_kind::recursive_mutex : object_kind::mutex));
        add(make_object(object_kind::condition_variable));
        break;
      case 6:
        add(one_in(2) ? make_semaphore(pick(3))
                      : make_object(object_kind::semaphore, pick(2), 1 + pick(3)));
        break;
      case 7:
        add(make_object(object_kind::latch, 1 + pick(3)));
        break;
      case 8:
        add(make_object(object_kind::barrier, 0, 1 + pick(3), one_in(3)));
        break;
      case 9:
        add(make_object(object_kind::channel, 0, 1 + pick(2)));
        break;
      default:
        add(make_object(one_in(2) ? object_kind::event : object_kind::once));
        break;
    }
  }

  void spawn_last() {
    made_.tasks.back().started = false;
    made_.tasks.front().perform(operation_kind::spawn,
                                static_cast<object_index>(made_.tasks.size() - 1));
  }

  void join(body& joiner) {
    joiner.perform(operation_kind::join, static_cast<object_index>(made_.tasks.size() - 1));
  }

  void add_snippet(body& to) {
    if (one_in(14)) return add_without_object(to);
    const auto object = static_cast<object_index>(pick(made_.objects.size()));
    if (one_in(14)) {
      to.perform(operation_kind::destroy, object);
      return;
    }
    add_operation(to, object, made_.objects[object].kind);
  }

  void add_without_object(body& to) {
    operation sleep{operation_kind::sleep};
    sleep.deadline = virtual_time{any_deadline()};
    if (one_in(3))
      to.perform(operation_kind::choose, no_object, 2);
    else if (one_in(2))
      to.perform(operation_kind::fence);
    else if (made_.time == time_mode::quiescent)
      to.perform(sleep);
  }

  void add_operation(body& to, object_index object, object_kind kind) {
    switch (kind) {
      case object_kind::variable:
        return add_plain(to, object);
      case object_kind::atomic:
        return add_atomic(to, object);
      case object_kind::mutex:
      case object_kind::recursive_mutex:
        return add_mutex(to, object);
      case object_kind::shared_mutex:
        return add_shared_mutex(to, object);
      case object_kind::condition_variable:
        return add_condition(to, object);
      case object_kind::semaphore:
        return add_semaphore(to, object);
      case object_kind::latch:
        return add_latch(to, object);
      case object_kind::barrier:
        return add_barrier(to, object);
      case object_kind::channel:
        return add_channel(to, object);
      case object_kind::event:
        return add_event(to, object);
      case object_kind::once:
        to.call_once(object, one_in(2));
    }
  }

  void add_plain(body& to, object_index object) {
    if (one_in(2))
      to.perform(operation_kind::read, object);
    else
      to.perform(operation_kind::write, object, 1 + pick(2));
  }

  void add_atomic(body& to, object_index object) {
    operation change{operation_kind::read_modify_write};
    change.function = one_in(2) ? rmw_function::add : rmw_function::exchange;
    change.object = object;
    change.argument = 1;
    operation swap = change;
    swap.kind = operation_kind::compare_exchange;
    swap.expected = pick(2);
    switch (pick(7)) {
      case 0:
        to.perform(operation_kind::load, object);
        break;
      case 1:
        to.perform(operation_kind::store, object, pick(2));
        break;
      case 2:
        to.perform(change);
        break;
      case 3:
        to.perform(swap);
        break;
      case 4:
        to.perform(operation_kind::notify_one, object);
        break;
      case 5:
        to.perform(operation_kind::notify_all, object);
        break;
      default:
        to.park(object, pick(2), one_in(2) ? patience::blocking : patience::timed);
    }
  }

  void add_mutex(body& to, object_index object) {
    const auto single = one_in(2) ? operation_kind::unlock : operation_kind::lock;
    if (one_in(6))
      to.perform(single, object);
    else if (one_in(3))
      to.perform(operation_kind::lock, object, any_patience(), any_deadline());
    else
      to.lock_and_unlock(object, any_patience());
  }

  void add_shared_mutex(body& to, object_index object) {
    const auto single = one_in(2) ? operation_kind::unlock_shared : operation_kind::lock_shared;
    if (one_in(8))
      to.perform(single, object);
    else if (one_in(4))
      to.perform(operation_kind::lock_shared, object, any_patience());
    else if (one_in(2))
      to.lock_and_unlock(object, any_patience());
    else
      to.lock_and_unlock_shared(object, any_patience());
  }

  void add_condition(body& to, object_index object) {
    if (one_in(2)) {
      to.perform(one_in(2) ? operation_kind::notify_one : operation_kind::notify_all, object);
      return;
    }
    const patience timing = one_in(2) ? patience::blocking : patience::timed;
    if (one_in(4)) {
      to.wait(object, one_in(3) ? mutex_ : no_object, timing, any_deadline());
      return;
    }
    to.perform(operation_kind::lock, mutex_).wait(object, mutex_, timing, any_deadline());
    if (!one_in(4)) to.perform(operation_kind::unlock, mutex_);
  }

  void add_semaphore(body& to, object_index object) {
    if (one_in(2))
      to.perform(operation_kind::release, object, 1 + pick(2));
    else
      to.perform(operation_kind::acquire, object, any_patience(), any_deadline(), 1 + pick(2));
  }

  void add_latch(body& to, object_index object) {
    if (one_in(3))
      to.perform(operation_kind::latch_wait, object, any_patience(), any_deadline());
    else
      to.perform(operation_kind::count_down, object, 1 + pick(2));
  }

  void add_barrier(body& to, object_index object) {
    operation leaving{operation_kind::arrive};
    leaving.object = object;
    leaving.flag = true;
    if (one_in(6))
      to.perform(operation_kind::arrive, object);
    else if (one_in(5))
      to.perform(leaving)
          .jump_if(condition::not_last, 1)
          .perform(operation_kind::complete_phase, object);
    else
      to.arrive_and_wait(object);
  }

  void add_channel(body& to, object_index object) {
    if (one_in(6))
      to.perform(operation_kind::close, object);
    else
      to.perform(one_in(2) ? operation_kind::send : operation_kind::receive, object, any_patience(),
                 any_deadline());
  }

  void add_event(body& to, object_index object) {
    switch (pick(4)) {
      case 0:
        to.perform(operation_kind::set, object);
        break;
      case 1:
        to.perform(operation_kind::reset, object);
        break;
      case 2:
        to.perform(operation_kind::is_set, object);
        break;
      default:
        to.perform(operation_kind::event_wait, object, any_patience(), any_deadline());
    }
  }

  std::mt19937_64 random_;
  program made_;
  object_index mutex_ = no_object;
};

}  // namespace

program random_program(std::uint64_t seed) { return generator(seed).make(); }

}  // namespace heddle::scheduler::table_tests
