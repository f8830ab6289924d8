#include "scheduler/operation_table.hpp"

#include <cstring>
#include <limits>
#include <set>
#include <string_view>

#include "tests/scheduler/table_scene.hpp"

using namespace heddle::scheduler;
using namespace heddle::scheduler::table_tests;

namespace {

template <class T>
std::uint64_t bits(T value) {
  std::uint64_t made = 0;
  std::memcpy(&made, &value, sizeof value);
  return made;
}

}  // namespace

TEST_CASE("every kind and misuse has a name of its own") {
  std::set<std::string_view> names;
  for (std::size_t each = 0; each < operation_kinds; ++each)
    names.insert(name_of(static_cast<kind>(each)));
  CHECK(names.size() == operation_kinds);
  CHECK(name_of(kind::notify_one) == "notify_one");
  CHECK(name_of(object_kind::condition_variable) == "condition variable");
  std::set<std::string_view> sentences;
  const auto count = static_cast<std::size_t>(misuse::too_many_events) + 1;
  for (std::size_t each = 0; each < count; ++each)
    sentences.insert(description_of(static_cast<misuse>(each)));
  CHECK(sentences.size() == count);
  CHECK(description_of(misuse::none).empty());
}

TEST_CASE("only operations that may wait and do not give up are not always enabled") {
  CHECK(always_enabled(make(kind::unlock)));
  CHECK(always_enabled(attempt(make(kind::lock))));
  CHECK_FALSE(always_enabled(make(kind::lock)));
  CHECK_FALSE(always_enabled(timed(make(kind::lock), 5)));
  CHECK_FALSE(always_enabled(make(kind::assume)));
  CHECK_FALSE(always_enabled(make(kind::wake)));
}

TEST_CASE("variables and atomics keep their bits") {
  scene here(object_kind::atomic);
  here.perform(alice, make(kind::store, 0, 7));
  CHECK(here.perform(alice, make(kind::load)).value == 7);
  CHECK(visible_value(here.objects[0]) == 7);
  operation add = make(kind::read_modify_write, 0, 3);
  add.function = rmw_function::add;
  add.type = value_type::i32;
  CHECK(here.perform(alice, add).value == 7);
  const result missed = here.perform(bob, expecting(make(kind::compare_exchange, 0, 1), 7));
  CHECK(missed.how == outcome::failed);
  CHECK(missed.value == 10);
  const result hit = here.perform(bob, expecting(make(kind::compare_exchange, 0, 1), 10));
  CHECK(hit.how == outcome::done);
  CHECK(hit.value == 10);
  here.perform(bob, make(kind::write, 1, 5));
  CHECK(here.perform(bob, make(kind::read, 1)).value == 5);
  CHECK(here.objects[0].value == 1);
}

TEST_CASE("tasks are started and joined") {
  scene here(object_kind::mutex);
  here.tasks[bob].started = false;
  here.perform(alice, make(kind::spawn, bob));
  CHECK(here.tasks[bob].started);
  CHECK_FALSE(enabled(here.view(), alice, make(kind::join, bob)));
  here.tasks[bob].finished = true;
  CHECK(here.perform(alice, make(kind::join, bob)).how == outcome::done);
}

TEST_CASE("operations without an object") {
  scene here(object_kind::mutex);
  CHECK(here.ways(alice, make(kind::choose, no_object, 3)) == ways_list{0, 1, 2});
  CHECK(here.perform(alice, make(kind::choose, no_object, 3), 2).value == 2);
  CHECK_FALSE(enabled(here.view(), alice, make(kind::assume, no_object)));
  CHECK(here.perform(alice, make(kind::fence, no_object)).how == outcome::done);
  operation sleep{kind::sleep};
  sleep.deadline = virtual_time{3};
  here.time = time_mode::quiescent;
  CHECK(here.ways(alice, sleep).empty());
  here.now = virtual_time{3};
  CHECK(here.ways(alice, sleep) == ways_list{0});
}

TEST_CASE("objects in use must not be destroyed") {
  const auto destroyed_as = [](scene& here) {
    const result given = here.perform(carol, make(kind::destroy));
    CHECK(here.objects[0].destroyed);
    return given.wrong;
  };
  scene held(object_kind::mutex);
  held.perform(alice, make(kind::lock));
  CHECK(destroyed_as(held) == misuse::destroyed_while_held);
  scene shared(object_kind::shared_mutex);
  shared.perform(alice, make(kind::lock_shared));
  CHECK(destroyed_as(shared) == misuse::destroyed_while_held);
  scene waited_on(object_kind::condition_variable);
  waited_on.perform(alice, make(kind::wait));
  CHECK(destroyed_as(waited_on) == misuse::destroyed_while_waited_on);
  scene woken(object_kind::condition_variable);
  woken.perform(alice, make(kind::wait));
  woken.perform(bob, make(kind::notify_all));
  CHECK(destroyed_as(woken) == misuse::none);
  CHECK(woken.perform(alice, make(kind::wake)).how == outcome::done);
  CHECK(woken.wrong(bob, make(kind::notify_all)) == misuse::notified_object_destroyed);
}

TEST_CASE("every operation on a destroyed object is enabled and a misuse") {
  for (auto each = static_cast<std::size_t>(kind::read); each < operation_kinds; ++each) {
    const auto what = static_cast<kind>(each);
    if (what == kind::wake) continue;
    CAPTURE(name_of(what));
    scene here(object_kind::mutex);
    here.objects[0].destroyed = true;
    const bool notifies = what == kind::notify_one || what == kind::notify_all;
    const misuse expected =
        notifies ? misuse::notified_object_destroyed : misuse::use_after_destruction;
    CHECK(here.wrong(alice, make(what)) == expected);
    CHECK(here.wrong(alice, attempt(make(what))) == expected);
    CHECK(here.wrong(alice, timed(make(what), 0)) == expected);
  }
}

TEST_CASE("arithmetic is that of the type") {
  const auto add = rmw_function::add;
  const auto subtract = rmw_function::subtract;
  CHECK(combine(add, value_type::i8, bits<std::int8_t>(127), bits<std::int8_t>(1)) ==
        bits<std::int8_t>(-128));
  CHECK(combine(subtract, value_type::i16, bits<std::int16_t>(-32768), bits<std::int16_t>(1)) ==
        bits<std::int16_t>(32767));
  CHECK(combine(add, value_type::i32, bits(std::numeric_limits<std::int32_t>::max()), bits(1)) ==
        bits(std::numeric_limits<std::int32_t>::min()));
  CHECK(combine(add, value_type::i64, bits(std::numeric_limits<std::int64_t>::max()),
                bits<std::int64_t>(1)) == bits(std::numeric_limits<std::int64_t>::min()));
  CHECK(combine(add, value_type::u8, 255, 1) == 0);
  CHECK(combine(subtract, value_type::u16, 0, 1) == 0xffff);
  CHECK(combine(subtract, value_type::u32, 0, 1) == 0xffff'ffff);
  CHECK(combine(subtract, value_type::u64, 0, 1) == ~std::uint64_t{0});
  CHECK(combine(add, value_type::i32, bits(-5), bits(-6)) == bits(-11));
  CHECK(combine(add, value_type::f32, bits(1.5F), bits(0.25F)) == bits(1.75F));
  CHECK(combine(subtract, value_type::f64, bits(1.5), bits(2.0)) == bits(-0.5));
  CHECK(combine(rmw_function::exchange, value_type::f32, bits(1.5F), bits(0.25F)) == bits(0.25F));
  CHECK(combine(rmw_function::exchange, value_type::opaque, 1, 2) == 2);
  CHECK(combine(rmw_function::bit_and, value_type::u8, 0b1100, 0b1010) == 0b1000);
  CHECK(combine(rmw_function::bit_or, value_type::i32, 0b1100, 0b1010) == 0b1110);
  CHECK(combine(rmw_function::bit_xor, value_type::u64, 0b1100, 0b1010) == 0b0110);
}

TEST_CASE("starting a process depends on whatever changes an object") {
  event fork;
  fork.task = alice;
  fork.kind = kind::spawn;
  fork.object = bob;
  fork.flag = true;
  event other;
  other.task = carol;
  other.object = 5;
  const auto depends_on = [&](kind what, outcome how = outcome::done) {
    other.kind = what;
    other.how = how;
    const bool found = dependent(fork, other);
    CHECK(dependent(other, fork) == found);
    return found;
  };
  CHECK(depends_on(kind::store));
  CHECK(depends_on(kind::lock));
  CHECK(depends_on(kind::lock_shared));
  CHECK(depends_on(kind::wait));
  CHECK(depends_on(kind::compare_exchange));
  CHECK(depends_on(kind::enter_once, outcome::last));
  CHECK_FALSE(depends_on(kind::load));
  CHECK_FALSE(depends_on(kind::compare_exchange, outcome::failed));
  CHECK_FALSE(depends_on(kind::lock, outcome::timed_out));
  CHECK_FALSE(depends_on(kind::spawn));
  CHECK_FALSE(depends_on(kind::choose));
  fork.flag = false;
  CHECK_FALSE(depends_on(kind::store));
}

TEST_CASE("time passing depends on everything") {
  event passed;
  passed.kind = kind::advance;
  for (std::size_t each = 0; each < operation_kinds; ++each) {
    event other;
    other.task = alice;
    other.kind = static_cast<kind>(each);
    other.object = 0;
    CHECK(dependent(passed, other, relation::strict));
    CHECK(dependent(other, passed));
  }
}
