#pragma once

#include <cstdint>
#include <functional>

#include "scheduler/controlled_runtime.hpp"
#include "scheduler/options.hpp"

/// Runs a body under every schedule with at most `preemptions` preemptions, each from its
/// beginning: a search that shares nothing with the strategies. Calls `visit` after each. Returns
/// false if there are more than `limit`.
bool every_schedule(const std::function<void()>& body,
                    const heddle::scheduler::execution_options& options, std::uint32_t preemptions,
                    std::uint64_t limit,
                    const std::function<void(const heddle::scheduler::controlled_runtime&)>& visit);
