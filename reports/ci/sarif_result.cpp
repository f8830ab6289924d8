#include "reports/ci/sarif_result.hpp"

#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "reports/ci/sarif_flow.hpp"
#include "reports/ci/sarif_rules.hpp"
#include "reports/text/cause.hpp"
#include "reports/text/deadlock_names.hpp"
#include "reports/text/endless.hpp"
#include "reports/text/misuse.hpp"

namespace heddle::reports {

namespace {

/// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo) in 64 bits: short, and the same everywhere.
std::string fingerprint_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char letter : text) {
    hash ^= static_cast<unsigned char>(letter);
    hash *= 0x100000001b3;
  }
  return fmt::format("{:016x}", hash);
}

std::string named_access(const checker::finding& found, const checker::data_race::access& access) {
  return fmt::format("{} {}s {}", name_of_task(found, access.task),
                     access.writes ? "write" : "read", name_of_object(found, found.object));
}

/// Why, in a sentence; empty if nobody knows.
std::string sarif_reason(const checker::finding& found) {
  if (found.because) return cause_sentence(found);
  if (const std::string cycle = cycle_text(found); !cycle.empty()) return "circular wait: " + cycle;
  if (found.race)
    return fmt::format("{} ({}), {} ({}), and nothing orders the two",
                       named_access(found, found.race->earlier), found.race->earlier.where.brief(),
                       named_access(found, found.race->later), found.race->later.where.brief());
  return "";
}

/// How to mend it, in a sentence; empty if nobody knows.
std::string sarif_remedy(const checker::finding& found) {
  if (found.race) return found.race->remedy;
  if (found.endless) return endless_remedy(found);
  if (found.kind == finding_kind::misuse || found.kind == finding_kind::leak)
    return misuse_remedy(found);
  return "";
}

/// Sentences: services show the first one alone where there is little room.
std::string message_of(const checker::result& from, const checker::finding& found,
                       const sarif_options& options) {
  std::string text =
      fmt::format("{}: {} (model {}).", heddle::name_of(found.kind), found.message, from.model);
  const auto add = [&text](std::string_view label, const std::string& sentence) {
    if (sentence.empty()) return;
    text += fmt::format(" {}{}{}", label, sentence, sentence.ends_with('.') ? "" : ".");
  };
  add("Why: ", sarif_reason(found));
  add("Remedy: ", sarif_remedy(found));
  if (!found.token.empty())
    text += fmt::format(" Replay: {} replay {}", options.command, found.token);
  return text;
}

/// Where the finding is: its own line, else where a member of the deadlock waits, else the last
/// line known.
scheduler::source_line main_line(const checker::finding& found, const sarif_options& options) {
  const auto usable = [&](const scheduler::source_line& where) {
    return !sarif_place(where, options).is_null();
  };
  if (usable(found.where)) return found.where;
  for (const checker::blocked_task& waiter : found.blocked)
    if (!waiter.bystander && usable(waiter.waits_at)) return waiter.waits_at;
  if (found.crash && usable(found.crash->last_line)) return found.crash->last_line;
  for (std::size_t step = found.execution.steps.size(); step > 0; --step)
    if (usable(found.execution.steps[step - 1].where)) return found.execution.steps[step - 1].where;
  return {};
}

sarif_json main_location(const checker::result& from, const checker::finding& found,
                         const sarif_options& options) {
  sarif_json location;
  if (sarif_json place = sarif_place(main_line(found, options), options); !place.is_null())
    location["physicalLocation"] = std::move(place);
  sarif_json subject;
  subject["name"] = from.model;
  subject["fullyQualifiedName"] = from.model;
  subject["kind"] = "function";
  location["logicalLocations"] = sarif_json::array({std::move(subject)});
  return location;
}

/// Other lines that take part: accesses, locks taken, waits.
class related_lines {
 public:
  explicit related_lines(const sarif_options& options) : options_(options) {}

  void add(const scheduler::source_line& where, const std::string& text) {
    if (sarif_place(where, options_).is_null()) return;
    sarif_json one;
    one["id"] = all_.size() + 1;
    one.update(sarif_location(where, text, options_));
    all_.push_back(std::move(one));
  }
  sarif_json take() { return std::move(all_); }

 private:
  const sarif_options& options_;
  sarif_json all_ = sarif_json::array();
};

void add_deadlock(related_lines& to, const checker::finding& found) {
  for (const checker::blocked_task& waiter : found.blocked) {
    const std::string task = name_of_task(found, waiter.task);
    for (const checker::blocked_task::holding& held : waiter.holds)
      to.add(held.taken_at, fmt::format("{} holds {}", task, name_of_object(found, held.object)));
    to.add(waiter.waits_at, fmt::format("{} waits for ever: {}", task, waiter.waits_for));
  }
}

void add_order(related_lines& to, const checker::lock_order& order) {
  for (const checker::lock_order_edge& edge : order.edges) {
    to.add(edge.taken_at, fmt::format("{} takes {}", edge.task, edge.held));
    to.add(edge.wanted_at,
           fmt::format("{} takes {} while it holds {}", edge.task, edge.wanted, edge.held));
  }
}

sarif_json related_locations(const checker::finding& found, const sarif_options& options) {
  related_lines lines{options};
  if (found.race) {
    lines.add(found.race->earlier.where, named_access(found, found.race->earlier));
    lines.add(found.race->later.where, named_access(found, found.race->later));
  }
  add_deadlock(lines, found);
  if (found.predicted && found.kind == finding_kind::potential_deadlock)
    add_order(lines, *found.predicted);
  return lines.take();
}

sarif_json suppression(const checker::result& from) {
  sarif_json one;
  one["kind"] = "inSource";
  one["status"] = "accepted";
  one["justification"] = fmt::format("the model {} declares it (.expect)", from.model);
  return one;
}

sarif_json properties_of(const checker::result& from, const checker::finding& found) {
  sarif_json all;
  all["model"] = from.model;
  all["token"] = found.token;
  all["signature"] = found.signature;
  all["expected"] = found.expected;
  all["steps"] = found.execution.steps.size();
  all["preemptions"] = found.preemptions;
  all["strategy"] = from.strategy;
  all["coverage"] = checker::name_of(from.covered.kind);
  return all;
}

}  // namespace

sarif_json sarif_result(const checker::result& from, const checker::finding& found,
                        const strictness& demands, const sarif_options& options) {
  const bool accepted = found.expected && !fails(found, demands);
  sarif_json one;
  one["ruleId"] = heddle::name_of(found.kind);
  one["ruleIndex"] = static_cast<int>(found.kind);
  one["kind"] = "fail";
  one["level"] = accepted ? "note" : sarif_level(found.kind);
  one["message"] = sarif_message(message_of(from, found, options));
  one["locations"] = sarif_json::array({main_location(from, found, options)});
  if (sarif_json lines = related_locations(found, options); !lines.empty())
    one["relatedLocations"] = std::move(lines);
  if (sarif_json flow = sarif_code_flow(found, options); !flow.is_null())
    one["codeFlows"] = sarif_json::array({std::move(flow)});
  one["partialFingerprints"]["heddleSignature/v1"] =
      fingerprint_of(from.model + "|" + found.signature);
  one["suppressions"] = accepted ? sarif_json::array({suppression(from)}) : sarif_json::array();
  if (found.occurrences > 0) one["occurrenceCount"] = found.occurrences;
  one["properties"] = properties_of(from, found);
  return one;
}

}  // namespace heddle::reports
