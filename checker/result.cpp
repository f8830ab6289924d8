#include "checker/result.hpp"

#include <algorithm>
#include <array>

namespace heddle::checker {

std::string_view name_of(coverage_kind kind) {
  constexpr std::array<std::string_view, 4> names{"complete", "bounded", "sampled", "interrupted"};
  return names[static_cast<std::size_t>(kind)];
}

result::result() = default;
result::result(const result&) = default;
result::result(result&&) noexcept = default;
result& result::operator=(const result&) = default;
result& result::operator=(result&&) noexcept = default;
result::~result() = default;

bool result::as_declared() const {
  return missing.empty() && std::all_of(findings.begin(), findings.end(), [](const finding& one) {
           return one.expected || one.kind == finding_kind::potential_deadlock;
         });
}

}  // namespace heddle::checker
