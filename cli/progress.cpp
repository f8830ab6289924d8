#include "cli/progress.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/text/columns.hpp"

namespace heddle::cli {

namespace {

using namespace std::chrono_literals;

constexpr auto between_plain_lines = 10s;
/// One column less than the usual width, so that no terminal goes to the next line.
constexpr std::size_t width = 79;

/// `12 431`.
std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ' ');
  }
  return digits;
}

/// `3.1 M/s`, `12 k/s`, `8 /s`.
std::string rate_text(double per_second) {
  if (per_second >= 1e6) return fmt::format("{:.1f} M/s", per_second / 1e6);
  if (per_second >= 1e4) return fmt::format("{:.0f} k/s", per_second / 1e3);
  return fmt::format("{:.0f} /s", per_second);
}

/// `412`, `38 k`, `1.2 M`, `3.1e+12`.
std::string rounded(double number) {
  if (number < 1e3) return fmt::format("{:.0f}", number);
  if (number < 1e6) return fmt::format("{:.3g} k", number / 1e3);
  if (number < 1e9) return fmt::format("{:.3g} M", number / 1e6);
  return fmt::format("{:.1e}", number);
}

std::string time_left(double seconds) {
  if (seconds < 120) return fmt::format("{:.0f} s left", seconds);
  if (seconds < 7200) return fmt::format("{:.0f} min left", seconds / 60);
  return "hours left";
}

/// How many executions there will have been, given the share that is done.
double all_executions(const checker::progress& now) {
  return static_cast<double>(now.executions) / now.share.value_or(1);
}

constexpr std::size_t remembered_estimates = 10;

}  // namespace

std::string progress_text(const checker::progress& now, double spread) {
  std::string text = fmt::format("{} executions", grouped(now.executions));
  if (now.seconds > 0) text += "  " + rate_text(static_cast<double>(now.executions) / now.seconds);
  if (now.findings > 0) text += "  " + reports::counted(now.findings, "finding");
  // Below a thousandth an estimate says nothing.
  if (now.share && *now.share > 0.001 && *now.share < 1)
    text += fmt::format("  about {}{}  {}", rounded(all_executions(now)),
                        spread < 0.005 ? "" : fmt::format(" +-{:.0f} %", spread * 100),
                        time_left(now.seconds * (1 - *now.share) / *now.share));
  return text;
}

progress_line::progress_line(when wanted)
    : rewrites_(wanted == when::always || (wanted == when::automatic && error_is_terminal())),
      silent_(wanted == when::never) {}

void progress_line::begin(const std::string& model) {
  model_ = model;
  estimates_.clear();
}

/// Half the distance between the largest and the smallest of the last estimates, over the newest.
double progress_line::spread_with(const checker::progress& now) {
  if (!now.share || *now.share <= 0) return 0;
  estimates_.push_back(all_executions(now));
  if (estimates_.size() > remembered_estimates) estimates_.pop_front();
  const auto [least, most] = std::minmax_element(estimates_.begin(), estimates_.end());
  return (*most - *least) / 2 / estimates_.back();
}

void progress_line::update(const checker::progress& now) {
  if (silent_) return;
  const std::string text =
      reports::elide_end(progress_text(now, spread_with(now)) + "  " + model_, width);
  if (rewrites_) {
    print_error("\r\x1b[K" + text);
    shown_ = true;
  } else if (clock::now() - last_line_ >= between_plain_lines) {
    print_error(text + "\n");
    last_line_ = clock::now();
  }
}

void progress_line::clear_of_others() {
  shown_ = rewrites_;
  clear();
}

void progress_line::clear() {
  if (shown_) print_error("\r\x1b[K");
  shown_ = false;
}

}  // namespace heddle::cli
