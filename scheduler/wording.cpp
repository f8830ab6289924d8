#include "scheduler/wording.hpp"

#include <fmt/format.h>

#include <utility>

namespace heddle::scheduler {
namespace {

template <class Entry>
Entry& at(std::vector<Entry>& entries, std::size_t place) {
  if (place >= entries.size()) entries.resize(place + 1);
  return entries[place];
}

std::string held_by(const vocabulary& words, const object_state& state) {
  if (state.owner == no_task) return "free";
  std::string text = "held by " + words.task(state.owner);
  if (state.kind == object_kind::recursive_mutex && state.count > 1)
    text += fmt::format(" {} times", state.count);
  return text;
}

std::string shared_text(const vocabulary& words, const object_state& state) {
  if (state.tasks.empty()) return held_by(words, state);
  return "shared by " + words.tasks(state.tasks);
}

std::string channel_text(const object_state& state) {
  return fmt::format("{} of {}{}", state.value - state.received, state.limit,
                     state.flag ? ", closed" : "");
}

std::string once_text(const vocabulary& words, const object_state& state) {
  if (state.flag) return "done";
  return state.owner == no_task ? "not done" : "run by " + words.task(state.owner);
}

std::string_view rmw_name(rmw_function function) {
  switch (function) {
    case rmw_function::exchange:
      return "exchange";
    case rmw_function::add:
      return "fetch_add";
    case rmw_function::subtract:
      return "fetch_sub";
    case rmw_function::bit_and:
      return "fetch_and";
    case rmw_function::bit_or:
      return "fetch_or";
    case rmw_function::bit_xor:
      return "fetch_xor";
  }
  return "?";
}

/// The verb of the standard's member function, which depends on the patience.
std::string patient(std::string_view verb, patience timing) {
  if (timing == patience::attempt) return fmt::format("try_{}", verb);
  if (timing == patience::timed) return fmt::format("try_{} with time-out", verb);
  return std::string(verb);
}

std::string amount(std::uint64_t argument) {
  return argument == 1 ? std::string() : fmt::format(" {}", argument);
}

/// The operands of a change of a value, as far as they are known before it happens.
std::string value_operands(const vocabulary& words, const operation& pending) {
  const auto text = [&](std::uint64_t value) { return words.value(pending.object, value); };
  switch (pending.kind) {
    case operation_kind::write:
    case operation_kind::store:
    case operation_kind::read_modify_write:
      return " " + text(pending.argument);
    case operation_kind::compare_exchange:
      return fmt::format(" {} by {}", text(pending.expected), text(pending.argument));
    default:
      return {};
  }
}

/// What an operation tells about its result.
std::string result_text(const vocabulary& words, const operation& announced, const event& done) {
  switch (done.kind) {
    case operation_kind::read:
    case operation_kind::load:
    case operation_kind::read_modify_write:
      return " -> " + words.value(announced.object, done.value);
    case operation_kind::compare_exchange:
      return done.how == outcome::failed
                 ? fmt::format(" failed: it is {}", words.value(announced.object, done.before))
                 : std::string();
    case operation_kind::park:
      return done.how == outcome::failed ? ": it has changed already" : "";
    case operation_kind::choose:
      return fmt::format(" -> {}", done.value);
    case operation_kind::is_set:
      return done.value != 0 ? " -> true" : " -> false";
    case operation_kind::notify_one:
    case operation_kind::notify_all:
      if (done.how == outcome::failed) return ": nobody waits";
      return done.kind == operation_kind::notify_one
                 ? " -> " + words.task(static_cast<task_index>(done.chosen))
                 : std::string();
    case operation_kind::enter_once:
      return done.how == outcome::last ? ": runs the function" : ": already done";
    case operation_kind::send:
    case operation_kind::receive:
      return done.how == outcome::failed
                 ? (announced.timing == patience::attempt ? " failed" : ": closed")
                 : "";
    default:
      return done.how == outcome::failed ? " failed" : "";
  }
}

/// A task has no name before it has been started.
std::string new_task_text(const vocabulary& words, const operation& starting) {
  const auto task = static_cast<task_index>(starting.object);
  if (words.knows_task(task)) return words.task(task);
  return starting.flag ? "a process" : "a thread";
}

}  // namespace

void vocabulary::name_task(task_index task, std::string name) {
  at(tasks_, task) = std::move(name);
}

void vocabulary::name_object(object_index object, known_object known) {
  at(objects_, object) = std::move(known);
}

const std::string& vocabulary::task(task_index task) const {
  static const std::string nobody = "nobody";
  return task < tasks_.size() ? tasks_[task] : nobody;
}

bool vocabulary::knows_task(task_index task) const {
  return task < tasks_.size() && !tasks_[task].empty();
}

const std::string& vocabulary::object(object_index object) const {
  static const std::string nothing = "nothing";
  return object < objects_.size() ? objects_[object].name : nothing;
}

std::string vocabulary::value(object_index object, std::uint64_t value) const {
  const bool known = object < objects_.size() && objects_[object].format != nullptr;
  if (!known) return fmt::format("{}", static_cast<std::int64_t>(value));
  return objects_[object].format(objects_[object].face, value);
}

std::string vocabulary::tasks(const task_set& members) const {
  std::string text;
  members.for_each([&](task_index member) {
    if (!text.empty()) text += ", ";
    text += task(member);
  });
  return text.empty() ? "nobody" : text;
}

std::string state_text(const vocabulary& words, object_index object, const object_state& state) {
  if (state.destroyed) return "destroyed";
  switch (state.kind) {
    case object_kind::variable:
    case object_kind::atomic:
      return words.value(object, state.value);
    case object_kind::mutex:
    case object_kind::recursive_mutex:
      return held_by(words, state);
    case object_kind::shared_mutex:
      return shared_text(words, state);
    case object_kind::condition_variable:
      return "waited on by " + words.tasks(state.tasks);
    case object_kind::semaphore:
      return fmt::format("{} of {}", state.count, state.limit);
    case object_kind::latch:
      return fmt::format("{} left", state.count);
    case object_kind::barrier:
      return fmt::format("{} of {} arrived", state.count, state.limit);
    case object_kind::channel:
      return channel_text(state);
    case object_kind::event:
      return state.flag ? "set" : "not set";
    case object_kind::once:
      return once_text(words, state);
  }
  return "?";
}

std::string pending_text(const vocabulary& words, const operation& pending) {
  const auto with = [&](std::string_view verb) {
    return fmt::format("{} {}", verb, words.object(pending.object));
  };
  const auto task = [&] { return words.task(static_cast<task_index>(pending.object)); };
  switch (pending.kind) {
    case operation_kind::spawn:
      return "start " + new_task_text(words, pending);
    case operation_kind::join:
      return "join " + task();
    case operation_kind::choose:
      return fmt::format("choose one of {}", pending.argument);
    case operation_kind::assume:
      return "assume";
    case operation_kind::sleep:
      return "sleep";
    case operation_kind::fence:
      return "fence";
    case operation_kind::advance:
      return fmt::format("the clock moves to {} ms",
                         std::chrono::duration<double, std::milli>(pending.deadline).count());
    case operation_kind::read_modify_write:
      return with(rmw_name(pending.function)) + value_operands(words, pending);
    case operation_kind::park:
      return with("wait on");
    case operation_kind::lock:
      return with(patient("lock", pending.timing));
    case operation_kind::lock_shared:
      return with(patient("lock_shared", pending.timing));
    case operation_kind::wait:
      return with("wait on");
    case operation_kind::wake:
      return with("wake up from");
    case operation_kind::acquire:
      return with(patient("acquire", pending.timing)) + amount(pending.argument);
    case operation_kind::release:
    case operation_kind::count_down:
      return with(name_of(pending.kind)) + amount(pending.argument);
    case operation_kind::latch_wait:
    case operation_kind::event_wait:
      return with("wait for");
    case operation_kind::await:
      if (pending.second == no_object) return with("spin until a change of");
      return fmt::format("spin until a change of {} or {}", words.object(pending.object),
                         words.object(pending.second));
    case operation_kind::arrive:
      return with(pending.flag ? "arrive and drop at" : "arrive at");
    case operation_kind::complete_phase:
      return with("complete the phase of");
    case operation_kind::send:
      return with(patient("send", pending.timing));
    case operation_kind::receive:
      return with(patient("receive", pending.timing));
    case operation_kind::enter_once:
      return with("call_once");
    case operation_kind::leave_once:
      return with(pending.argument != 0 ? "return from call_once" : "throw from call_once");
    default:
      return with(name_of(pending.kind)) + value_operands(words, pending);
  }
}

std::string event_text(const vocabulary& words, const operation& announced, const event& done) {
  std::string text = pending_text(words, announced);
  switch (done.how) {
    case outcome::misuse:
      return text + ": not allowed";
    case outcome::timed_out:
      return announced.kind == operation_kind::wake
                 ? "time out waiting on " + words.object(announced.object)
                 : text + " timed out";
    case outcome::spurious:
      return text + " for no reason";
    default:
      return text + result_text(words, announced, done);
  }
}

}  // namespace heddle::scheduler
