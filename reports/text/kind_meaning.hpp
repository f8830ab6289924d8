#pragma once

#include <string_view>

#include "checker/finding_kind.hpp"

namespace heddle::reports {

/// What findings of a kind are, for somebody who has never met one: a few sentences, no names.
std::string_view meaning_of(finding_kind kind);

}  // namespace heddle::reports
