#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace heddle {

/// What kind of thing was found.
enum class finding_kind : std::uint8_t {
  invariant,           ///< a failed `heddle::check`
  exception,           ///< an exception left a task
  deadlock,            ///< the main task, or without one every unfinished task, is stuck
  partial_deadlock,    ///< main has ended while a closed set of tasks is stuck
  self_deadlock,       ///< a task waits for itself
  lost_wakeup,         ///< a notification came before anybody waited for it
  livelock,            ///< tasks run for ever and get nowhere
  starvation,          ///< a task is passed over for ever
  data_race,           ///< two unordered accesses to a plain variable, one a write
  misuse,              ///< a primitive was used as it must not
  leak,                ///< a completed execution left a lock held
  potential_deadlock,  ///< lock order only; never an active deadlock
  crash,               ///< the model crashed the process
  nondeterminism,      ///< the model went differently under the same schedule
};

/// The number of kinds.
inline constexpr std::size_t finding_kinds =
    static_cast<std::size_t>(finding_kind::nondeterminism) + 1;

/// The name as in reports, JSON and expectations: `partial_deadlock`.
std::string_view name_of(finding_kind kind);

/// The kind of that name; nothing if there is none.
std::optional<finding_kind> finding_kind_of(std::string_view name);

/// Whether an expectation of `declared` covers a finding of kind `found`: the same kind, or
/// `deadlock` for a self, partial or lost-wakeup deadlock. Nothing covers `nondeterminism`.
bool covers(finding_kind declared, finding_kind found);

}  // namespace heddle
