#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "reports/ci/sarif.hpp"
#include "scheduler/location.hpp"

/// What the parts of a SARIF log have in common. Not for others: it needs nlohmann-json.
namespace heddle::reports {

/// Members in the order in which they were added.
using sarif_json = nlohmann::ordered_json;

/// A `message`: braces, and brackets that would make a link, are escaped (SARIF 3.11.5, 3.11.6);
/// control characters are written out.
sarif_json sarif_message(std::string_view text);

/// A `physicalLocation`, or null where nothing of the project's own is known. The path is relative
/// to `%SRCROOT%` if it can be.
sarif_json sarif_place(const scheduler::source_line& where, const sarif_options& options);

/// A `location` with what happened there. Without a known place it has only the message.
sarif_json sarif_location(const scheduler::source_line& where, std::string_view text,
                          const sarif_options& options);

}  // namespace heddle::reports
