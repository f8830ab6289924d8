#include "bench/support/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace bench {
namespace {

std::string scaled(double value, int digits) {
  if (value >= 1e6) return fmt::format("{:.{}f} M", value / 1e6, digits);
  if (value >= 1e3) return fmt::format("{:.{}f} k", value / 1e3, digits);
  return fmt::format("{:.0f}  ", value);
}

/// Three digits of the mean: `2.9 / 2`, `141 / 94`.
std::string mean_and_median(const json& both) {
  const double mean = both.at("mean");
  return fmt::format("{:.{}f} / {}", mean, mean < 10 ? 1 : 0, both.at("median").dump());
}

std::string cell(const json& row, const column& of) {
  const auto found = row.find(of.key);
  if (found == row.end() || found->is_null()) return "";
  if (found->is_string()) return found->get<std::string>();
  if (found->is_boolean()) return found->get<bool>() ? "yes" : "no";
  if (found->is_object()) return mean_and_median(*found);
  if (of.scaled) return scaled(found->get<double>(), of.digits);
  if (found->is_number_float()) return fmt::format("{:.{}f}", found->get<double>(), of.digits);
  return found->dump();
}

using line = std::vector<std::string>;

std::string aligned(const std::vector<line>& lines) {
  std::vector<std::size_t> widths(lines.front().size());
  for (const line& each : lines)
    for (std::size_t place = 0; place < each.size(); ++place)
      widths[place] = std::max(widths[place], each[place].size());
  std::string text;
  for (const line& each : lines) {
    std::string row = fmt::format("{:<{}}", each.front(), widths.front());
    for (std::size_t place = 1; place < each.size(); ++place)
      row += fmt::format("  {:>{}}", each[place], widths[place]);
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + "\n";
  }
  return text;
}

}  // namespace

table::table(std::string key, std::string title, std::vector<column> columns)
    : key_(std::move(key)), title_(std::move(title)), columns_(std::move(columns)) {}

void table::add(json row) { rows_.push_back(std::move(row)); }

std::vector<std::vector<std::string>> table::lines() const {
  std::vector<line> lines(1);
  for (const column& each : columns_) lines.front().push_back(each.heading);
  for (const json& row : rows_) {
    line& added = lines.emplace_back();
    for (const column& each : columns_) added.push_back(cell(row, each));
  }
  return lines;
}

std::string table::text() const { return title_ + "\n\n" + aligned(lines()); }

std::string table::markdown() const {
  std::vector<line> all = lines();
  all.insert(all.begin() + 1, line(columns_.size(), "---"));
  std::string text;
  for (const line& each : all) text += fmt::format("| {} |\n", fmt::join(each, " | "));
  return text;
}

}  // namespace bench
