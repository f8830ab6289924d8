#include "checker/finding_kind.hpp"

#include <algorithm>
#include <array>

namespace heddle {
namespace {

constexpr std::array<std::string_view, finding_kinds> names{
    "invariant",   "exception",          "deadlock",   "partial_deadlock", "self_deadlock",
    "lost_wakeup", "livelock",           "starvation", "data_race",        "misuse",
    "leak",        "potential_deadlock", "crash",      "nondeterminism",
};
static_assert(!names.back().empty());

bool is_deadlock(finding_kind kind) {
  return kind == finding_kind::deadlock || kind == finding_kind::partial_deadlock ||
         kind == finding_kind::self_deadlock || kind == finding_kind::lost_wakeup;
}

}  // namespace

std::string_view name_of(finding_kind kind) { return names[static_cast<std::size_t>(kind)]; }

std::optional<finding_kind> finding_kind_of(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<finding_kind>(found - names.begin());
}

bool covers(finding_kind declared, finding_kind found) {
  if (found == finding_kind::nondeterminism) return false;
  return declared == found || (declared == finding_kind::deadlock && is_deadlock(found));
}

}  // namespace heddle
