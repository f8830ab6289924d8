#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "checker/finding.hpp"
#include "checker/shrink/failing_schedule.hpp"
#include "checker/token.hpp"
#include "scheduler/options.hpp"

/// What executions show, found out without shrinking anything.
namespace failures {

/// The smallest schedule for each symptom, by its key.
using smallest = std::map<std::uint64_t, heddle::checker::schedule_size>;

/// Of all schedules with at most so many preemptions; nothing if there are more than `limit`.
std::optional<smallest> within(const std::function<void()>& body,
                               const heddle::scheduler::execution_options& options,
                               std::uint32_t preemptions, std::uint64_t limit);

/// What a schedule shows, with its size. Fails if the token does not replay.
smallest shown_by(const std::function<void()>& body, const heddle::checker::token& how);

/// The key of the symptom that a finding tells of: one whose signature in the execution of the
/// finding's token is the finding's. Fails if there is none.
std::uint64_t key_of(const std::function<void()>& body, const heddle::checker::finding& from);

}  // namespace failures
