#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "checker/shrink.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::reports {

/// `1 preemption (fewest possible)` if that is proved, `3 preemptions (fewest found)` if not; no
/// more than the number if nobody has looked for fewer, or there is none.
std::string preemptions_text(std::size_t preemptions,
                             const std::optional<checker::shrinking>& shrunk);

/// What a token was shrunk to, finding by finding. Wraps at the width of `options`.
std::string shrink_report(const checker::shrink_result& from, const text_options& options);

}  // namespace heddle::reports
