#include "tests/checker/shrink/failures.hpp"

#include <vector>

#include "checker/detector.hpp"
#include "checker/recorded_run.hpp"
#include "tests/catch.hpp"
#include "tests/checker/shrink/every_schedule.hpp"

namespace failures {

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

namespace {

void add(smallest& into, const checker::finished_run& run) {
  std::vector<checker::symptom> seen;
  checker::detect_all(run, seen);
  const checker::schedule_size size = checker::size_of(run);
  for (const checker::symptom& one : seen) {
    const auto [known, is_new] = into.try_emplace(one.key, size);
    if (!is_new && size < known->second) known->second = size;
  }
}

}  // namespace

std::optional<smallest> within(const std::function<void()>& body,
                               const scheduler::execution_options& options,
                               std::uint32_t preemptions, std::uint64_t limit) {
  smallest all;
  const bool complete = every_schedule(body, options, preemptions, limit,
                                       [&](const auto& run) { add(all, checker::view_of(run)); });
  return complete ? std::optional(all) : std::nullopt;
}

smallest shown_by(const std::function<void()>& body, const checker::token& how) {
  const checker::recorded_run again(body, how);
  REQUIRE(again.divergence().empty());
  smallest all;
  add(all, again.left());
  return all;
}

std::uint64_t key_of(const std::function<void()>& body, const checker::finding& from) {
  const checker::recorded_run again(body, checker::parse_token(from.token));
  REQUIRE(again.divergence().empty());
  std::vector<checker::symptom> seen;
  checker::detect_all(again.left(), seen);
  for (const checker::symptom& one : seen)
    if (checker::describe(one, again.left(), again.told()).signature == from.signature)
      return one.key;
  FAIL("the schedule does not show " << from.signature);
  return 0;
}

}  // namespace failures
