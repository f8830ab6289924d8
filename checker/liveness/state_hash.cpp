#include "checker/liveness/state_hash.hpp"

#include "checker/finished_run.hpp"
#include "scheduler/operation_rules.hpp"

namespace heddle::checker {

using scheduler::object_kind;
using scheduler::operation_kind;

std::uint64_t hash_of_state(const scheduler::object_state& object) {
  std::uint64_t hash = mix(static_cast<std::uint64_t>(object.kind),
                           (object.destroyed ? 1U : 0U) + (object.flag ? 2U : 0U));
  hash = mix(hash, object.owner);
  hash = mix(mix(hash, object.count), object.limit);
  if (object.kind == object_kind::channel)
    hash = mix(hash, scheduler::messages_in(object));
  else if (object.kind != object_kind::barrier)
    hash = mix(hash, object.value);
  object.tasks.for_each([&](scheduler::task_index task) { hash = mix(hash, task); });
  return hash;
}

std::uint64_t quick_hash_of(const scheduler::code_site& site) {
  return mix(reinterpret_cast<std::uintptr_t>(site.where.file_name()) + site.where.line(),
             reinterpret_cast<std::uintptr_t>(site.return_address) + site.where.column());
}

std::uint64_t hash_of_pending(const scheduler::operation* pending,
                              const scheduler::state_view& state) {
  if (pending == nullptr) return 0;
  std::uint64_t argument = pending->argument;
  if (pending->kind == operation_kind::pass) argument -= state.objects[pending->object].value;
  std::uint64_t hash = mix(static_cast<std::uint64_t>(pending->kind) +
                               (static_cast<std::uint64_t>(pending->timing) << 8),
                           quick_hash_of(pending->site));
  hash = mix(mix(hash, pending->object), pending->second);
  hash = mix(mix(hash, argument), pending->expected);
  const bool timed = pending->deadline != scheduler::never;
  if (timed && state.time == scheduler::time_mode::quiescent)
    hash = mix(hash, static_cast<std::uint64_t>((pending->deadline - state.now).count()));
  return hash;
}

}  // namespace heddle::checker
