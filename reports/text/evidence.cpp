#include "reports/text/evidence.hpp"

#include "reports/text/cause.hpp"
#include "reports/text/crash.hpp"
#include "reports/text/deadlock.hpp"
#include "reports/text/divergence.hpp"
#include "reports/text/endless.hpp"
#include "reports/text/lock_order.hpp"
#include "reports/text/misuse.hpp"
#include "reports/text/race.hpp"

namespace heddle::reports {

std::string evidence_text(const checker::finding& found, const text_options& options) {
  const std::string text = cause_text(found, options) + deadlock_text(found, options) +
                           race_text(found, options) + lock_order_text(found, options) +
                           endless_text(found, options) + misuse_text(found, options) +
                           crash_text(found, options) + divergence_text(found, options);
  return text.empty() ? "" : "\n" + text;
}

}  // namespace heddle::reports
