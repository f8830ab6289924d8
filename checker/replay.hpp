#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "checker/finding.hpp"
#include "checker/model.hpp"
#include "checker/replay_schedule.hpp"
#include "checker/result.hpp"
#include "checker/token.hpp"

namespace heddle::checker {

class recorded_run;

/// What replaying a token gave.
struct replay_result {
  /// One execution; its findings carry the token that was replayed.
  result found;
  scheduler::execution execution;
  /// Why the execution did not go as the token says, with both sides; empty if it did.
  std::string divergence;
  /// How it went on where it did not go as the token says.
  replay_mode mode = replay_mode::strict;
  /// Replays just this execution: the token that was replayed, unless the execution departed from
  /// it.
  std::string token;
};

/// Runs the execution a token stands for, with recording on.
replay_result replay(const model& subject, const token& what,
                     replay_mode mode = replay_mode::strict);
replay_result replay(std::string_view name, const std::function<void()>& body, const token& what,
                     std::span<const expectation> expect = {},
                     replay_mode mode = replay_mode::strict);

/// The result that consists of one recorded execution, without its findings and outcomes.
result result_of(std::string_view name, std::string_view how, const recorded_run& one);

}  // namespace heddle::checker
