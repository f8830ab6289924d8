#include "scheduler/operation.hpp"

namespace heddle::scheduler {

std::string_view name_of(operation_kind kind) {
  switch (kind) {
    case operation_kind::spawn:
      return "spawn";
    case operation_kind::join:
      return "join";
    case operation_kind::choose:
      return "choose";
    case operation_kind::assume:
      return "assume";
    case operation_kind::sleep:
      return "sleep";
    case operation_kind::fence:
      return "fence";
    case operation_kind::advance:
      return "advance";
    case operation_kind::read:
      return "read";
    case operation_kind::write:
      return "write";
    case operation_kind::load:
      return "load";
    case operation_kind::store:
      return "store";
    case operation_kind::read_modify_write:
      return "read_modify_write";
    case operation_kind::compare_exchange:
      return "compare_exchange";
    case operation_kind::park:
      return "park";
    case operation_kind::lock:
      return "lock";
    case operation_kind::unlock:
      return "unlock";
    case operation_kind::lock_shared:
      return "lock_shared";
    case operation_kind::unlock_shared:
      return "unlock_shared";
    case operation_kind::wait:
      return "wait";
    case operation_kind::wake:
      return "wake";
    case operation_kind::notify_one:
      return "notify_one";
    case operation_kind::notify_all:
      return "notify_all";
    case operation_kind::acquire:
      return "acquire";
    case operation_kind::release:
      return "release";
    case operation_kind::count_down:
      return "count_down";
    case operation_kind::latch_wait:
      return "latch_wait";
    case operation_kind::arrive:
      return "arrive";
    case operation_kind::complete_phase:
      return "complete_phase";
    case operation_kind::pass:
      return "pass";
    case operation_kind::send:
      return "send";
    case operation_kind::receive:
      return "receive";
    case operation_kind::close:
      return "close";
    case operation_kind::set:
      return "set";
    case operation_kind::reset:
      return "reset";
    case operation_kind::is_set:
      return "is_set";
    case operation_kind::event_wait:
      return "event_wait";
    case operation_kind::enter_once:
      return "enter_once";
    case operation_kind::leave_once:
      return "leave_once";
    case operation_kind::destroy:
      return "destroy";
    case operation_kind::await:
      return "await";
  }
  return "operation";
}

std::string_view description_of(misuse what) {
  switch (what) {
    case misuse::none:
      return "";
    case misuse::unlock_not_owner:
      return "unlocked by a task that does not hold it";
    case misuse::unlock_not_locked:
      return "unlocked while nobody held it";
    case misuse::wait_without_lock:
      return "waited on with a mutex that the waiting task does not hold";
    case misuse::notified_object_destroyed:
      return "notified after it was destroyed";
    case misuse::destroyed_while_held:
      return "destroyed while a task held it";
    case misuse::destroyed_while_waited_on:
      return "destroyed while a task waited on it";
    case misuse::use_after_destruction:
      return "used after it was destroyed";
    case misuse::semaphore_above_maximum:
      return "released above its maximum";
    case misuse::latch_below_zero:
      return "counted down below zero";
    case misuse::barrier_above_expected:
      return "arrived at by more tasks than it expects";
    case misuse::not_joinable:
      return "joined or detached although it stands for no running task";
    case misuse::joined_twice:
      return "joined or detached a second time";
    case misuse::joins_itself:
      return "joined by itself";
    case misuse::joinable_destroyed:
      return "destroyed or assigned to while still joinable";
    case misuse::no_mutex:
      return "used without a mutex";
    case misuse::already_locked:
      return "locked by a task that already holds it";
    case misuse::not_locked:
      return "unlocked although it holds no lock";
    case misuse::no_state:
      return "used without a shared state";
    case misuse::promise_already_satisfied:
      return "given a second result";
    case misuse::future_already_retrieved:
      return "asked for its future a second time";
    case misuse::bad_argument:
      return "given an argument outside its range";
    case misuse::swallowed_unwinding:
      return "caught the exception that ends a failed task and went on";
    case misuse::static_initialiser:
      return "used while a static variable of a function is initialised";
    case misuse::other_process:
      return "used by a process that has no copy of it";
    case misuse::too_many_tasks:
      return "started more tasks than one execution may have";
    case misuse::too_many_objects:
      return "created more objects than one execution may have";
    case misuse::too_many_events:
      return "went on for more events than one execution may have";
  }
  return "misused";
}

}  // namespace heddle::scheduler
