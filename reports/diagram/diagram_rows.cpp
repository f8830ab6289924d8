#include "reports/diagram/diagram_rows.hpp"

#include <algorithm>
#include <string>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;

/// How many rows are shown before and after one that matters.
constexpr std::size_t context_before = 2;
constexpr std::size_t context_after = 1;

bool shows_step(const trace_row& row, std::uint32_t number) {
  return row.what == trace_row::sort::step && row.first <= number && number <= row.last;
}

/// Whether a row must not be folded away, if there is room.
bool is_essential(const diagram_row& row) {
  switch (row.told.what) {
    case trace_row::sort::problem:
    case trace_row::sort::waiting:
    case trace_row::sort::repetition:
      return true;
    default:
      return row.told.matters || row.wrong;
  }
}

bool is_preemption(const diagram_row& row) { return row.told.what == trace_row::sort::preemption; }

/// Which rows to keep of too many.
class row_folding {
 public:
  row_folding(std::vector<diagram_row> rows, std::size_t limit)
      : rows_(std::move(rows)), limit_(limit), kept_(rows_.size(), false) {}

  std::vector<diagram_row> fold() {
    choose();
    std::vector<diagram_row> folded;
    for (std::size_t at = 0; at < rows_.size();) {
      if (kept_[at]) {
        folded.push_back(std::move(rows_[at++]));
        continue;
      }
      const std::size_t begin = at;
      while (at < rows_.size() && !kept_[at]) ++at;
      if (const auto one = fold_of(begin, at); one.told.steps > 0) folded.push_back(one);
    }
    return folded;
  }

 private:
  /// What matters first, else the preemptions; of too many the first third and the last ones.
  void choose() {
    std::vector<std::size_t> chosen = places(is_essential);
    if (chosen.size() < 2)
      for (const std::size_t at : places(is_preemption)) chosen.push_back(at);
    std::ranges::sort(chosen);
    const std::size_t room =
        std::max<std::size_t>(limit_ / (context_before + context_after + 1), 3);
    if (chosen.size() > room)
      chosen.erase(chosen.begin() + static_cast<std::ptrdiff_t>(room / 3),
                   chosen.end() - static_cast<std::ptrdiff_t>(room - room / 3));
    keep(0);
    keep(1);
    for (const std::size_t at : chosen)
      for (std::size_t near = at - std::min(at, context_before); near <= at + context_after; ++near)
        keep(near);
    keep(rows_.size() - 1);
    if (chosen.empty())
      for (std::size_t at = rows_.size(); at-- > 0 && count_ < limit_ / 2;) keep(at);
  }

  template <class Wanted>
  std::vector<std::size_t> places(Wanted wanted) const {
    std::vector<std::size_t> found;
    for (std::size_t at = 0; at < rows_.size(); ++at)
      if (wanted(rows_[at])) found.push_back(at);
    return found;
  }

  void keep(std::size_t at) {
    if (at >= rows_.size() || kept_[at]) return;
    kept_[at] = true;
    ++count_;
  }

  /// One row in place of those from `begin` to `end`.
  diagram_row fold_of(std::size_t begin, std::size_t end) const {
    diagram_row fold;
    fold.told.what = trace_row::sort::fold;
    std::size_t preemptions = 0;
    for (std::size_t at = begin; at < end; ++at) {
      preemptions += is_preemption(rows_[at]) ? 1 : 0;
      if (rows_[at].told.what != trace_row::sort::step) continue;
      if (fold.told.first == 0) fold.told.first = rows_[at].told.first;
      fold.told.last = rows_[at].told.last;
    }
    if (fold.told.first == 0) return fold;
    fold.told.steps = fold.told.last - fold.told.first + 1;
    fold.told.text = "\u2026 " + counted(fold.told.steps, "step");
    if (preemptions > 0) fold.told.text += " with " + counted(preemptions, "preemption");
    fold.told.text += " left out \u2026";
    return fold;
  }

  std::vector<diagram_row> rows_;
  std::size_t limit_;
  std::vector<bool> kept_;
  std::size_t count_ = 0;
};

/// The last change of `object` before a step; 0: none.
std::uint32_t last_change(const execution& from, int object, std::uint32_t before) {
  for (std::size_t at = std::min<std::size_t>(before, from.steps.size()); at-- > 0;) {
    const execution::step& step = from.steps[at];
    if (step.object == object && step.before != step.after) return step.number;
  }
  return 0;
}

}  // namespace

std::vector<std::uint32_t> wrong_steps_of(const execution& from, const checker::finding* about) {
  std::vector<std::uint32_t> steps;
  if (about == nullptr) return steps;
  if (about->race) return {about->race->earlier.step, about->race->later.step};
  for (const checker::value_read& read : about->values)
    if (const std::uint32_t change = last_change(from, read.object, read.step); change != 0)
      steps.push_back(change);
  return steps;
}

std::vector<diagram_row> diagram_rows_of(const execution& from, const checker::finding* about,
                                         bool everything, std::size_t limit) {
  trace_rows chosen = select_rows(from, about, everything);
  const std::vector<std::uint32_t> wrong = wrong_steps_of(from, about);
  std::vector<diagram_row> rows;
  rows.reserve(chosen.rows.size());
  for (trace_row& told : chosen.rows) {
    diagram_row row{std::move(told)};
    row.wrong = std::ranges::any_of(
        wrong, [&](std::uint32_t number) { return shows_step(row.told, number); });
    const bool may_be_pale =
        row.told.what == trace_row::sort::step || row.told.what == trace_row::sort::preemption;
    row.pale = chosen.mixed && may_be_pale && !row.told.matters && !row.wrong;
    rows.push_back(std::move(row));
  }
  return rows.size() <= limit ? rows : row_folding{std::move(rows), limit}.fold();
}

}  // namespace heddle::reports
