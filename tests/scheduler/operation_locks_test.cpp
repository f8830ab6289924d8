#include "tests/scheduler/table_scene.hpp"

using namespace heddle::scheduler;
using namespace heddle::scheduler::table_tests;

TEST_CASE("a mutex has one owner") {
  scene here(object_kind::mutex);
  CHECK(here.perform(alice, make(kind::lock)).how == outcome::done);
  CHECK(visible_value(here.objects[0]) == alice);
  CHECK_FALSE(enabled(here.view(), bob, make(kind::lock)));
  CHECK_FALSE(enabled(here.view(), alice, make(kind::lock)));
  CHECK(here.perform(bob, attempt(make(kind::lock))).how == outcome::failed);
  CHECK(here.wrong(bob, make(kind::unlock)) == misuse::unlock_not_owner);
  CHECK(here.perform(alice, make(kind::unlock)).how == outcome::done);
  CHECK(visible_value(here.objects[0]) == no_task);
  CHECK(here.wrong(alice, make(kind::unlock)) == misuse::unlock_not_locked);
  CHECK(here.perform(bob, attempt(make(kind::lock))).how == outcome::done);
  CHECK(here.objects[0].owner == bob);
}

TEST_CASE("a recursive mutex counts") {
  scene here(object_kind::recursive_mutex);
  here.perform(alice, make(kind::lock));
  CHECK(here.perform(alice, make(kind::lock)).how == outcome::done);
  CHECK_FALSE(enabled(here.view(), bob, make(kind::lock)));
  CHECK(visible_value(here.objects[0]) == (2U << 16 | alice));
  here.perform(alice, make(kind::unlock));
  CHECK_FALSE(enabled(here.view(), bob, make(kind::lock)));
  here.perform(alice, make(kind::unlock));
  CHECK(enabled(here.view(), bob, make(kind::lock)));
  CHECK(here.wrong(alice, make(kind::unlock)) == misuse::unlock_not_locked);
}

TEST_CASE("a shared mutex has one exclusive or many shared owners") {
  scene here(object_kind::shared_mutex);
  here.perform(alice, make(kind::lock_shared));
  here.perform(bob, make(kind::lock_shared));
  CHECK(visible_value(here.objects[0]) == (2U << 16 | no_task));
  CHECK_FALSE(enabled(here.view(), carol, make(kind::lock)));
  CHECK(here.perform(carol, attempt(make(kind::lock))).how == outcome::failed);
  CHECK(here.wrong(alice, make(kind::lock_shared)) == misuse::already_locked);
  CHECK(here.wrong(carol, make(kind::unlock_shared)) == misuse::unlock_not_owner);
  CHECK(here.wrong(carol, make(kind::unlock)) == misuse::unlock_not_owner);
  here.perform(alice, make(kind::unlock_shared));
  CHECK_FALSE(enabled(here.view(), carol, make(kind::lock)));
  here.perform(bob, make(kind::unlock_shared));
  here.perform(carol, make(kind::lock));
  CHECK_FALSE(enabled(here.view(), alice, make(kind::lock_shared)));
  CHECK(here.perform(alice, attempt(make(kind::lock_shared))).how == outcome::failed);
  here.perform(carol, make(kind::unlock));
  CHECK(here.wrong(carol, make(kind::unlock_shared)) == misuse::unlock_not_locked);
}

TEST_CASE("a timed operation gives up at any moment, or at its deadline in quiescent time") {
  scene here(object_kind::mutex);
  const operation lock = timed(make(kind::lock), 5);
  CHECK(here.ways(bob, lock) == ways_list{0});
  here.perform(alice, make(kind::lock));
  CHECK(here.ways(bob, lock) == ways_list{0});
  CHECK(here.perform(bob, lock).how == outcome::timed_out);
  CHECK(here.objects[0].owner == alice);

  here.time = time_mode::quiescent;
  here.now = virtual_time{4};
  CHECK(here.ways(bob, lock).empty());
  here.now = virtual_time{5};
  CHECK(here.ways(bob, lock) == ways_list{1});
  CHECK(here.perform(bob, lock, 1).how == outcome::timed_out);
  here.perform(alice, make(kind::unlock));
  CHECK(here.ways(bob, lock) == ways_list{0, 1});
  CHECK(here.perform(bob, lock, 1).how == outcome::timed_out);
  CHECK(here.objects[0].owner == no_task);
  CHECK(here.perform(bob, lock, 0).how == outcome::done);
}

TEST_CASE("waiting releases the mutex and sleeps in one step") {
  scene here(object_kind::condition_variable);
  const operation wait = with_second(make(kind::wait), 1);
  const operation wake = with_second(make(kind::wake), 1);
  CHECK(here.wrong(alice, wait) == misuse::wait_without_lock);
  here.perform(bob, make(kind::lock, 1));
  CHECK(here.wrong(alice, wait) == misuse::wait_without_lock);
  here.tasks[bob].woken = true;
  here.perform(bob, wait);
  CHECK_FALSE(here.tasks[bob].woken);
  CHECK(here.objects[1].owner == no_task);
  CHECK(visible_value(here.objects[0]) == 1);
  CHECK(here.ways(bob, wake).empty());

  const result notified = here.perform(alice, make(kind::notify_one), bob);
  CHECK(notified.how == outcome::done);
  CHECK(notified.value == bob);
  CHECK(here.objects[0].tasks.empty());
  here.perform(carol, make(kind::lock, 1));
  CHECK(here.ways(bob, wake).empty());
  CHECK(here.ways(bob, timed(wake, 0)).empty());
  here.perform(carol, make(kind::unlock, 1));
  CHECK(here.ways(bob, wake) == ways_list{0});
  CHECK(here.perform(bob, wake).how == outcome::done);
  CHECK(here.objects[1].owner == bob);
  CHECK_FALSE(here.tasks[bob].woken);
}

TEST_CASE("a wait releases a recursive mutex once") {
  scene here(object_kind::condition_variable, object_kind::recursive_mutex);
  here.perform(alice, make(kind::lock, 1));
  here.perform(alice, make(kind::lock, 1));
  here.perform(alice, with_second(make(kind::wait), 1));
  CHECK(here.objects[1].owner == alice);
  here.perform(bob, make(kind::notify_all));
  here.perform(alice, with_second(make(kind::wake), 1));
  CHECK(here.objects[1].count == 2);
}

TEST_CASE("each sleeper is an alternative of notify_one") {
  scene here(object_kind::condition_variable);
  CHECK(here.ways(carol, make(kind::notify_one)) == ways_list{0});
  CHECK(here.perform(carol, make(kind::notify_one)).how == outcome::failed);
  CHECK(here.perform(carol, make(kind::notify_all)).how == outcome::failed);
  here.perform(alice, make(kind::wait));
  here.perform(bob, make(kind::wait));
  CHECK(here.ways(carol, make(kind::notify_one)) == ways_list{alice, bob});
  here.perform(carol, make(kind::notify_one), bob);
  CHECK(here.tasks[bob].woken);
  CHECK_FALSE(here.tasks[alice].woken);
  here.perform(bob, make(kind::wake));
  here.perform(bob, make(kind::wait));
  CHECK(here.perform(carol, make(kind::notify_all)).value == (1U << alice | 1U << bob));
  CHECK(here.tasks[alice].woken);
  CHECK(here.tasks[bob].woken);
  CHECK(here.objects[0].tasks.empty());
}

TEST_CASE("a sleeper times out by leaving the queue, and then wakes again") {
  scene here(object_kind::condition_variable);
  here.perform(alice, make(kind::lock, 1));
  here.perform(alice, with_second(make(kind::wait), 1));
  const operation wake = timed(with_second(make(kind::wake), 1), 5);
  CHECK(here.ways(alice, wake) == ways_list{1});
  here.time = time_mode::quiescent;
  CHECK(here.ways(alice, wake).empty());
  here.now = virtual_time{5};
  CHECK(here.ways(alice, wake) == ways_list{1});
  CHECK(here.perform(alice, wake, 1).how == outcome::timed_out);
  CHECK(here.objects[0].tasks.empty());
  CHECK(here.objects[1].owner == no_task);
  CHECK(here.ways(alice, wake) == ways_list{0});
  CHECK(here.perform(alice, with_second(make(kind::wake), 1)).how == outcome::done);
  CHECK(here.objects[1].owner == alice);
}

TEST_CASE("spurious wake-ups are for condition variables, if asked for") {
  for (const object_kind each : {object_kind::condition_variable, object_kind::atomic}) {
    scene here(each);
    here.perform(alice, make(kind::wait));
    CHECK(here.ways(alice, make(kind::wake)).empty());
    here.spurious = true;
    const bool may = each == object_kind::condition_variable;
    CHECK(here.ways(alice, make(kind::wake)) == (may ? ways_list{2} : ways_list{}));
    CHECK(here.ways(alice, timed(make(kind::wake), 1)) == (may ? ways_list{1, 2} : ways_list{1}));
    if (!may) continue;
    CHECK(here.perform(alice, make(kind::wake), 2).how == outcome::spurious);
    CHECK(here.ways(alice, make(kind::wake)) == ways_list{0});
  }
}

TEST_CASE("a task parks while the value is the expected one") {
  scene here(object_kind::atomic);
  const result changed = here.perform(alice, expecting(make(kind::park), 1));
  CHECK(changed.how == outcome::failed);
  CHECK(changed.value == 0);
  CHECK(here.objects[0].tasks.empty());
  CHECK(here.perform(alice, expecting(make(kind::park), 0)).how == outcome::done);
  CHECK(here.objects[0].tasks.contains(alice));
  here.perform(bob, make(kind::notify_one), alice);
  CHECK(here.perform(alice, make(kind::wake)).how == outcome::done);
}

TEST_CASE("a mutex that was destroyed during a wait is a misuse of the one who wakes") {
  scene here(object_kind::condition_variable);
  here.perform(alice, make(kind::lock, 1));
  here.perform(alice, with_second(make(kind::wait), 1));
  here.perform(bob, make(kind::destroy, 1));
  here.perform(bob, make(kind::notify_one), alice);
  CHECK(here.wrong(alice, with_second(make(kind::wake), 1)) == misuse::use_after_destruction);
  CHECK(here.wrong(bob, with_second(make(kind::wait), 1)) == misuse::use_after_destruction);
}
