#include "reports/text/table_rows.hpp"

#include <fmt/format.h>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

/// More rows than `rows_kept_whole` are folded to the first and last ones.
constexpr std::size_t rows_kept_whole = 48;
constexpr std::size_t rows_kept_first = 12;
constexpr std::size_t rows_kept_last = 28;

std::string in_words(const trace_row& row) {
  switch (row.what) {
    case trace_row::sort::preemption:
      return row.text.empty() ? "--- preempted ---"
                              : fmt::format("--- preempted, about to: {} ---", row.text);
    case trace_row::sort::problem:
      return "!!! " + row.text;
    case trace_row::sort::note:
      return "note: " + row.text;
    case trace_row::sort::waiting:
      return fmt::format("--- waits for ever: {} ---", row.text);
    case trace_row::sort::repetition:
      return "--- from here to the end: again and again ---";
    default:
      return row.text;
  }
}

void fold_middle(table_rows& to) {
  std::vector<trace_row>& rows = to.chosen.rows;
  if (rows.size() <= rows_kept_whole) return;
  const auto first = rows.begin() + static_cast<std::ptrdiff_t>(rows_kept_first);
  const auto last = rows.end() - static_cast<std::ptrdiff_t>(rows_kept_last);
  trace_row fold;
  fold.what = trace_row::sort::fold;
  std::size_t preemptions = 0;
  std::size_t left_out = 0;
  for (auto row = first; row != last; ++row) {
    left_out += row->steps;
    preemptions += row->what == trace_row::sort::preemption ? 1 : 0;
  }
  to.chosen.steps_shown -= left_out;
  to.folded = true;
  fold.text = fmt::format("... {} with {} left out ...", counted(left_out, "step"),
                          counted(preemptions, "preemption"));
  *first = std::move(fold);
  rows.erase(first + 1, last);
}

}  // namespace

table_rows rows_of_table(const scheduler::execution& execution, const checker::finding* about,
                         bool everything) {
  table_rows made{select_rows(execution, about, everything)};
  if (!everything) fold_middle(made);
  for (trace_row& row : made.chosen.rows) row.text = in_words(row);
  return made;
}

std::string step_label(const trace_row& row) {
  if (row.what != trace_row::sort::step) return "";
  return row.first == row.last ? std::to_string(row.first)
                               : fmt::format("{}-{}", row.first, row.last);
}

}  // namespace heddle::reports
