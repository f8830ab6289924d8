#pragma once

#include <string>

#include "reports/html/page_view.hpp"

namespace heddle::reports {

/// Why the finding is one: what the check read and the cause, the circle and Coffman's conditions,
/// both sides of a race, ...; and what findings of its kind are. Precondition: there is a finding.
std::string why_pane(const page_view& from);

/// The part of it about tasks that wait for ever; empty for other findings.
std::string waiting_html(const page_view& from);

}  // namespace heddle::reports
