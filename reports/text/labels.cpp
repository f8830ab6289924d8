#include "reports/text/labels.hpp"

#include <fmt/format.h>

#include "reports/text/columns.hpp"

namespace heddle::reports {

std::string labelled(std::string_view label, std::string_view text, const text_options& options) {
  if (text.empty()) return paint(label, tone::strong, options) + "\n";
  return paint(pad(label, label_width), tone::strong, options) + std::string{text} + "\n";
}

std::string labelled_and_wrapped(std::string_view label, std::string_view text,
                                 const text_options& options) {
  return labelled(label, wrap(text, label_width, options.width), options);
}

std::string replay_line(const checker::finding& found, const text_options& options) {
  if (found.token.empty()) return "";
  return labelled("Replay", fmt::format("{} replay {}", options.command, found.token), options);
}

}  // namespace heddle::reports
