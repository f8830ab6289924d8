#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "scheduler/execution.hpp"

/// What the parts of the JSON report have in common. Not for others: it needs nlohmann-json.
namespace heddle::reports {

/// Members in the order in which they were added.
using json = nlohmann::ordered_json;

/// The name at a place of a table, or null for none.
template <class Named>
json name_at(const std::vector<Named>& table, int place) {
  if (place == scheduler::execution::none) return nullptr;
  return table[static_cast<std::size_t>(place)].name;
}

/// Adds `file` and `line`, null if unknown.
inline void add_line(json& to, const scheduler::source_line& where) {
  to["file"] = where.file.empty() ? json(nullptr) : json(where.file);
  to["line"] = where.known() ? json(where.line) : json(nullptr);
}

}  // namespace heddle::reports
