#include <limits>

#include "tests/scheduler/table_scene.hpp"

using namespace heddle::scheduler;
using namespace heddle::scheduler::table_tests;

TEST_CASE("a semaphore counts permits up to its maximum") {
  scene here(object_kind::semaphore);
  here.objects[0].limit = 2;
  CHECK_FALSE(enabled(here.view(), alice, make(kind::acquire, 0, 1)));
  CHECK(here.perform(alice, attempt(make(kind::acquire, 0, 1))).how == outcome::failed);
  CHECK(here.perform(alice, timed(make(kind::acquire, 0, 1), 1)).how == outcome::timed_out);
  here.perform(bob, make(kind::release, 0, 2));
  CHECK(visible_value(here.objects[0]) == 2);
  CHECK(here.wrong(bob, make(kind::release, 0, 1)) == misuse::semaphore_above_maximum);
  here.objects[0].limit = std::numeric_limits<std::uint64_t>::max();
  CHECK(here.wrong(bob, make(kind::release, 0, std::numeric_limits<std::uint64_t>::max())) ==
        misuse::semaphore_above_maximum);
  CHECK_FALSE(enabled(here.view(), alice, make(kind::acquire, 0, 3)));
  CHECK(here.perform(alice, make(kind::acquire, 0, 2)).how == outcome::done);
  CHECK(here.objects[0].count == 0);
}

TEST_CASE("a latch opens at zero") {
  scene here(object_kind::latch);
  here.objects[0].count = 2;
  CHECK_FALSE(enabled(here.view(), alice, make(kind::latch_wait)));
  CHECK(here.perform(alice, attempt(make(kind::latch_wait))).how == outcome::failed);
  CHECK(here.wrong(bob, make(kind::count_down, 0, 3)) == misuse::latch_below_zero);
  here.perform(bob, make(kind::count_down, 0, 2));
  CHECK(here.perform(alice, make(kind::latch_wait)).how == outcome::done);
  CHECK(here.perform(alice, attempt(make(kind::latch_wait))).how == outcome::done);
}

TEST_CASE("the last arrival ends the phase of a barrier") {
  scene here(object_kind::barrier);
  here.objects[0].limit = 2;
  const result first = here.perform(alice, make(kind::arrive));
  CHECK(first.how == outcome::done);
  CHECK(first.value == 0);
  CHECK(visible_value(here.objects[0]) == 1);
  CHECK_FALSE(enabled(here.view(), alice, make(kind::pass, 0, 0)));
  CHECK(here.perform(bob, make(kind::arrive)).how == outcome::done);
  CHECK(here.perform(alice, make(kind::pass, 0, 0)).how == outcome::done);
  CHECK(here.perform(carol, make(kind::arrive)).value == 1);
}

TEST_CASE("with a completion function, the last arrival leaves the phase to be ended") {
  scene here(object_kind::barrier);
  here.objects[0].limit = 2;
  here.objects[0].flag = true;
  here.perform(alice, make(kind::arrive));
  CHECK(here.perform(bob, make(kind::arrive)).how == outcome::last);
  CHECK_FALSE(enabled(here.view(), alice, make(kind::pass, 0, 0)));
  CHECK(here.wrong(carol, make(kind::arrive)) == misuse::barrier_above_expected);
  CHECK(here.perform(bob, make(kind::complete_phase)).value == 0);
  CHECK(enabled(here.view(), alice, make(kind::pass, 0, 0)));
  CHECK(here.objects[0].count == 0);
}

TEST_CASE("a task that drops arrives, and is not expected any more") {
  scene here(object_kind::barrier);
  here.objects[0].limit = 3;
  operation drop = make(kind::arrive);
  drop.flag = true;
  here.perform(alice, make(kind::arrive));
  CHECK(here.perform(bob, drop).value == 0);
  CHECK(here.objects[0].value == 0);
  here.perform(carol, make(kind::arrive));
  CHECK(here.objects[0].value == 1);
  here.perform(alice, make(kind::arrive));
  CHECK(here.objects[0].value == 1);
  here.perform(carol, drop);
  CHECK(here.objects[0].value == 2);
  here.perform(alice, drop);
  CHECK(here.objects[0].value == 3);
  CHECK(here.wrong(alice, make(kind::arrive)) == misuse::barrier_above_expected);
}

TEST_CASE("a channel numbers its messages") {
  scene here(object_kind::channel);
  here.objects[0].limit = 2;
  CHECK_FALSE(enabled(here.view(), bob, make(kind::receive)));
  const result empty = here.perform(bob, attempt(make(kind::receive)));
  CHECK(empty.how == outcome::failed);
  CHECK(empty.value == 0);
  CHECK(here.perform(alice, make(kind::send)).value == 0);
  CHECK(here.perform(alice, make(kind::send)).value == 1);
  CHECK(visible_value(here.objects[0]) == 2);
  CHECK_FALSE(enabled(here.view(), alice, make(kind::send)));
  CHECK(here.perform(alice, timed(make(kind::send), 1)).how == outcome::timed_out);
  CHECK(here.perform(bob, make(kind::receive)).value == 0);
  CHECK(here.perform(alice, make(kind::send)).value == 2);
}

TEST_CASE("a closed channel gives what it holds and takes nothing") {
  scene here(object_kind::channel);
  here.objects[0].limit = 1;
  here.perform(alice, make(kind::send));
  CHECK(here.perform(alice, make(kind::close)).how == outcome::done);
  CHECK(here.perform(alice, make(kind::close)).how == outcome::failed);
  const result refused = here.perform(alice, make(kind::send));
  CHECK(refused.how == outcome::failed);
  CHECK(refused.value == 1);
  CHECK(here.perform(bob, make(kind::receive)).how == outcome::done);
  const result at_end = here.perform(bob, make(kind::receive));
  CHECK(at_end.how == outcome::failed);
  CHECK(at_end.value == 1);
}

TEST_CASE("an event is set until it is reset") {
  scene here(object_kind::event);
  CHECK_FALSE(enabled(here.view(), alice, make(kind::event_wait)));
  CHECK(here.perform(alice, attempt(make(kind::event_wait))).how == outcome::failed);
  CHECK(here.perform(bob, make(kind::is_set)).value == 0);
  CHECK(here.perform(bob, make(kind::set)).how == outcome::done);
  CHECK(here.perform(bob, make(kind::set)).how == outcome::failed);
  CHECK(here.perform(bob, make(kind::is_set)).value == 1);
  CHECK(visible_value(here.objects[0]) == 1);
  CHECK(here.perform(alice, make(kind::event_wait)).how == outcome::done);
  here.perform(bob, make(kind::reset));
  CHECK_FALSE(enabled(here.view(), alice, make(kind::event_wait)));
}

TEST_CASE("one task at a time runs the function of a once flag, until it returns") {
  scene here(object_kind::once);
  CHECK(here.perform(alice, make(kind::enter_once)).how == outcome::last);
  CHECK(visible_value(here.objects[0]) == 1);
  CHECK_FALSE(enabled(here.view(), bob, make(kind::enter_once)));
  here.perform(alice, make(kind::leave_once, 0, 0));
  CHECK(visible_value(here.objects[0]) == 0);
  CHECK(here.perform(bob, make(kind::enter_once)).how == outcome::last);
  here.perform(bob, make(kind::leave_once, 0, 1));
  CHECK(visible_value(here.objects[0]) == 2);
  CHECK(here.perform(alice, make(kind::enter_once)).how == outcome::done);
  CHECK(here.objects[0].owner == no_task);
}
