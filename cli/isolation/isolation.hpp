#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "checker/crashes/record_bytes.hpp"
#include "cli/isolation/black_box.hpp"
#include "cli/isolation/process.hpp"

namespace heddle::cli {

/// How models are kept from taking the program along when they crash.
struct isolation_settings {
  /// Each model runs in a process of its own from the start. Otherwise it runs in this one, where
  /// debuggers and profilers expect it, with a spare process behind it.
  bool always = false;
  /// CPU time that a task may take without a scheduling point; zero: any.
  std::chrono::nanoseconds patience = std::chrono::seconds{10};
};

/// Runs what may crash.
class isolation {
 public:
  explicit isolation(const isolation_settings& settings) : settings_(settings) {}

  /// What `work` returns; if a model ends the process meanwhile, what `recover` makes of it, in a
  /// process that has nothing of what `work` did. Exceptions pass, those from another process as
  /// `usage_error`.
  template <class Result>
  Result run(const std::function<Result()>& work,
             const std::function<Result(const crash_note&)>& recover) {
    if (settings_.always) {
      const outcome found = in_child(voice::heard, [&work] { return checker::to_bytes(work()); });
      return found.crashed ? recover(*found.crashed) : checker::from_bytes<Result>(found.bytes);
    }
    std::optional<Result> found;
    const std::optional<crash_note> crashed = here([&] { found = work(); });
    return crashed ? recover(*crashed) : std::move(*found);
  }

  /// What work in another process came to: bytes, or a crash. After a crash there are bytes, too,
  /// if the work had sent some.
  struct outcome {
    std::string bytes;
    std::optional<crash_note> crashed;
  };

  /// Runs `work` in a process of its own.
  outcome in_child(voice how, const std::function<std::string()>& work);
  outcome in_child(voice how, const std::function<void(const send_function& send)>& work);

  /// Where a search keeps how far it is; survives crashes.
  [[nodiscard]] checker::search_position& position() { return box_.position(); }

 private:
  std::optional<crash_note> here(const std::function<void()>& work);

  isolation_settings settings_;
  black_box box_;
};

}  // namespace heddle::cli
