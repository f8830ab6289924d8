#pragma once

#include <string>
#include <string_view>

#include "checker/finding.hpp"
#include "reports/text/text_options.hpp"

/// Lines that begin with a label: `Search    dpor: 24 executions`.
namespace heddle::reports {

/// The column at which what a label is about begins.
inline constexpr std::size_t label_width = 10;

/// The label and the text in one line.
std::string labelled(std::string_view label, std::string_view text, const text_options& options);

/// The same in as many lines as it takes.
std::string labelled_and_wrapped(std::string_view label, std::string_view text,
                                 const text_options& options);

/// The command that replays a finding; nothing if it has no token.
std::string replay_line(const checker::finding& found, const text_options& options);

}  // namespace heddle::reports
