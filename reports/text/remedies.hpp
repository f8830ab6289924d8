#pragma once

#include <string>

#include "checker/finding.hpp"

namespace heddle::reports {

/// A change to the model, in the names of its objects, after which one of Coffman's conditions no
/// longer holds in this deadlock. For a circular wait that is none: after which what there is
/// instead of a cycle no longer happens.
std::string remedy_text(const checker::finding& found, checker::coffman condition);

}  // namespace heddle::reports
