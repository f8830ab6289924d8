#include "reports/text/outcomes.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using checker::model_outcome;

constexpr std::size_t widest_value = 24;
/// More outcomes than this are counted in the line, not listed; the table has all.
constexpr std::size_t most_in_line = 16;

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || std::isnan(value))
    return std::nullopt;
  return value;
}

/// Numbers by value before words by letters: a strict weak order.
bool value_before(const std::string& left, const std::string& right) {
  const std::optional<double> a = number(left);
  const std::optional<double> b = number(right);
  if (a.has_value() != b.has_value()) return a.has_value();
  if (a.has_value() && *a != *b) return *a < *b;
  return left < right;
}

bool outcome_before(const model_outcome* left, const model_outcome* right) {
  const auto entry_before = [](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    return value_before(a.second, b.second);
  };
  return std::ranges::lexicographical_compare(left->values, right->values, entry_before);
}

std::vector<const model_outcome*> sorted(const checker::result& from, bool deadlocked) {
  std::vector<const model_outcome*> chosen;
  for (const model_outcome& one : from.outcomes)
    if (one.deadlocked == deadlocked) chosen.push_back(&one);
  std::ranges::stable_sort(chosen, outcome_before);
  return chosen;
}

std::set<std::string> names_of(const std::vector<const model_outcome*>& outcomes) {
  std::set<std::string> names;
  for (const model_outcome* one : outcomes)
    for (const auto& [name, value] : one->values) names.insert(name);
  return names;
}

std::string value_of(const model_outcome& one, const std::string& name) {
  const auto found = one.values.find(name);
  return found == one.values.end() ? "-" : elide_end(printable(found->second), widest_value);
}

std::string all_values(const model_outcome& one) {
  std::string text;
  for (const auto& [name, value] : one.values)
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", printable(name),
                        elide_end(printable(value), widest_value));
  return "{" + text + "}";
}

/// The values one after the other: those of one name behind it, several as `{a: 1, b: 2}`.
std::string listing(const std::vector<const model_outcome*>& outcomes) {
  const std::set<std::string> names = names_of(outcomes);
  std::string text = names.size() == 1 ? printable(*names.begin()) + ": " : "";
  for (std::size_t i = 0; i < outcomes.size() && i < most_in_line; ++i)
    text += fmt::format(
        "{}{}", i == 0 ? "" : ", ",
        names.size() == 1 ? value_of(*outcomes[i], *names.begin()) : all_values(*outcomes[i]));
  if (outcomes.size() > most_in_line) text += ", ...";
  return text + fmt::format(" ({} distinct)", outcomes.size());
}

bool observed_anything(const std::vector<const model_outcome*>& outcomes) {
  return std::ranges::any_of(outcomes,
                             [](const model_outcome* one) { return !one->values.empty(); });
}

std::string table_of(const std::vector<const model_outcome*>& outcomes,
                     const text_options& options) {
  const std::set<std::string> names = names_of(outcomes);
  std::vector<std::vector<std::string>> lines{{}};
  for (const std::string& name : names)
    lines.front().push_back(elide_end(printable(name), widest_value));
  lines.front().emplace_back("executions");
  for (const model_outcome* one : outcomes) {
    std::vector<std::string>& cells = lines.emplace_back();
    for (const std::string& name : names) cells.push_back(value_of(*one, name));
    cells.push_back(std::to_string(one->executions));
  }
  std::vector<std::size_t> widths(lines.front().size(), 0);
  for (const auto& cells : lines)
    for (std::size_t i = 0; i < cells.size(); ++i)
      widths[i] = std::max(widths[i], width_of(cells[i]));

  std::string text;
  for (std::size_t row = 0; row < lines.size(); ++row) {
    std::string line(margin, ' ');
    for (std::size_t i = 0; i < widths.size(); ++i)
      line += (i + 1 == widths.size() ? pad_left(lines[row][i], widths[i])
                                      : pad(lines[row][i], widths[i])) +
              "  ";
    if (row == 0)
      line += "replay";
    else if (!outcomes[row - 1]->token.empty())
      line += fmt::format("{} replay {}", options.command, outcomes[row - 1]->token);
    while (line.back() == ' ') line.pop_back();
    text += (row == 0 ? paint(line, tone::strong, options) : line) + "\n";
  }
  return text;
}

}  // namespace

std::string outcomes_line(const checker::result& from, std::size_t hanging,
                          const text_options& options) {
  const auto ended = sorted(from, false);
  const auto deadlocked = sorted(from, true);
  std::string text;
  if (observed_anything(ended)) text = wrap(listing(ended), hanging, options.width);
  if (observed_anything(deadlocked)) {
    if (!text.empty()) text += "\n" + std::string(hanging, ' ');
    text += wrap("in deadlocks: " + listing(deadlocked), hanging, options.width);
  }
  return text;
}

std::string outcomes_table(const checker::result& from, const text_options& options) {
  const auto ended = sorted(from, false);
  const auto deadlocked = sorted(from, true);
  std::string text;
  if (!ended.empty()) text += table_of(ended, options);
  if (!deadlocked.empty()) {
    text.append(margin, ' ') += "in deadlocks:\n";
    text += table_of(deadlocked, options);
  }
  return text;
}

}  // namespace heddle::reports
