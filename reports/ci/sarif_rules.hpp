#pragma once

#include <cstddef>
#include <string_view>

#include "checker/finding_kind.hpp"
#include "reports/ci/sarif_parts.hpp"

/// What a SARIF log says about heddle itself.
namespace heddle::reports {

/// Things to tell that are no findings.
enum class sarif_notice : std::uint8_t {
  expected_missing,
  not_complete,
  interrupted,
  internal_error,
};

std::string_view name_of(sarif_notice notice);

/// The `driver`: a rule for each kind of finding at the kind's place, a notification for each
/// notice at the notice's.
sarif_json sarif_driver();

/// `error`, or `warning` for what has not happened.
std::string_view sarif_level(finding_kind kind);

}  // namespace heddle::reports
