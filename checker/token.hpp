#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "checker/finished_run.hpp"
#include "scheduler/options.hpp"

namespace heddle::checker {

/// One decision where there was more than one choice: a task by the order of its creation in the
/// execution, and which of its ways, by rank.
struct decision {
  std::uint32_t task = 0;
  std::uint32_t way = 0;

  friend bool operator==(const decision&, const decision&) = default;
};

/// What a token says: the model, the options that change its behaviour, the decisions, and a hash
/// of who was created and what was done, to notice when the model has changed.
///
/// Text form, `r1.<model>.<options and schedule>.<shape>.<checksum>` in `[a-z0-9._~-]`, parsed
/// from the right. Options: `q` quiescent time, `p` invisible plain variables, `w` spurious
/// wake-ups, `s<n>` steps; defaults omitted. Then `-`. Then runs of decisions, each the letters of
/// a task, followed by a count where it was chosen several times, or by `~k` for way k > 0. The
/// letters count in base 26 without a zero, a to z, aa to zz; two letters are announced by `_`.
/// The shape is eight hexadecimal digits, the checksum six digits of base 32: the CRC-30 of all
/// before it.
struct token {
  std::string model;
  scheduler::execution_options options;
  std::vector<decision> decisions;
  std::uint32_t shape = 0;
};

/// The version of the format, the `1` of `r1`.
inline constexpr int token_version = 1;

/// A token that cannot be read; `what()` says where and why.
class token_error : public std::exception {
 public:
  explicit token_error(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

 private:
  std::string text_;
};

/// The text of a token.
std::string to_string(const token& from);

/// Reads a token. Throws `token_error`.
token parse_token(std::string_view text);

/// The decisions that led to this run.
std::vector<decision> decisions_of(const finished_run& run);

/// The shape of a run: its options, who was created by whom in which order, and which kinds of
/// operations were done by whom on what; never names, lines, addresses or types.
std::uint32_t shape_of(const finished_run& run);

/// What replays this run.
token token_of(std::string_view model, const finished_run& run);

}  // namespace heddle::checker
