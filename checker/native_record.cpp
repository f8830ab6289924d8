#include "checker/native_record.hpp"

#include <algorithm>

namespace heddle::checker {

namespace {

/// Whether a run of a model with such a finding may never end.
bool may_hang(finding_kind kind) {
  return covers(finding_kind::deadlock, kind) || kind == finding_kind::livelock ||
         kind == finding_kind::starvation;
}

}  // namespace

std::string_view name_of(native_ending how) {
  switch (how) {
    case native_ending::finished:
      return "finished";
    case native_ending::discarded:
      return "discarded";
    case native_ending::cut_off:
      return "cut_off";
    case native_ending::crashed:
      return "crashed";
    case native_ending::refused:
      return "refused";
  }
  return "";
}

bool native_record::as_declared() const {
  return std::ranges::all_of(failures, &native_failure::expected) &&
         (how != native_ending::cut_off || !declared_reason.empty());
}

void apply_expectations(std::span<const expectation> declared, native_record& to) {
  for (native_failure& failure : to.failures)
    failure.expected = std::ranges::any_of(declared, [&](const expectation& each) {
      return covers(each.kind, failure.kind) &&
             (each.message.empty() || each.message == failure.message);
    });
  if (to.how != native_ending::cut_off) return;
  const auto reason =
      std::ranges::find_if(declared, [](const expectation& each) { return may_hang(each.kind); });
  if (reason != declared.end()) to.declared_reason = heddle::name_of(reason->kind);
}

void forget_expectations(native_record& of) {
  for (native_failure& failure : of.failures) failure.expected = false;
  of.declared_reason.clear();
}

}  // namespace heddle::checker
