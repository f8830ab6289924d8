#include "tests/catch.hpp"
#include "tests/scheduler/table_explorer.hpp"
#include "tests/scheduler/table_random.hpp"

using namespace heddle::scheduler;
using namespace heddle::scheduler::table_tests;

namespace {

bool share_access(const event& left, const event& right) {
  for (const auto& mine : accesses(left))
    for (const auto& other : accesses(right))
      if (mine.to == other.to && (mine.writes || other.writes)) return true;
  return false;
}

/// The strict relation; notes whether each relation contains the next, whether the parts of events
/// that decide suffice, and whether the accesses tell all that is dependent but for what tasks a
/// `notify_all` woke.
dependence watched_relation(bool& contained) {
  return [&contained](const event& left, const event& right) {
    const bool strict = dependent(left, right, relation::strict);
    const bool cautious = dependent(left, right, relation::cautious);
    const bool refined = dependent(left, right, relation::refined);
    if ((refined && !cautious) || (cautious && !strict)) contained = false;
    const event part = dependence_part(left);
    const event other = dependence_part(right);
    if (dependent(part, other, relation::strict) != strict ||
        dependent(part, other, relation::cautious) != cautious ||
        dependent(part, other, relation::refined) != refined)
      contained = false;
    const bool wakes_all =
        left.kind == operation_kind::notify_all || right.kind == operation_kind::notify_all;
    if (strict && !wakes_all && !share_access(left, right)) contained = false;
    return strict;
  };
}

event arrival(task_index task, std::uint64_t phase) {
  event done;
  done.task = task;
  done.kind = operation_kind::arrive;
  done.object = 0;
  done.value = phase;
  return done;
}

event passing(task_index task, std::uint64_t phase) {
  event done;
  done.task = task;
  done.kind = operation_kind::pass;
  done.object = 0;
  done.argument = phase;
  return done;
}

/// Checks the relations on the programs of some seeds. The refined one may only be wrong where
/// some trace says so itself. Returns how many programs have such a trace.
std::size_t check_programs(std::uint64_t first, std::uint64_t count) {
  std::size_t overfilled = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    CAPTURE(seed);
    const program what = random_program(seed);
    bool contained = true;
    if (const auto wrong = find_violation(what, watched_relation(contained))) FAIL(*wrong);
    REQUIRE(contained);
    if (const auto wrong = find_violation(what, table_dependence(relation::cautious))) FAIL(*wrong);
    const auto wrong = find_violation(what, table_dependence(relation::refined));
    if (!wrong) continue;
    INFO(*wrong);
    REQUIRE(count_traces(what, table_dependence(relation::strict)).overfills);
    ++overfilled;
  }
  return overfilled;
}

/// A failed exclusive attempt on a shared mutex taken for a read: the first shared owner is a read
/// too, and changes how the attempt ends.
bool failed_attempts_read(const event& left, const event& right) {
  const auto reads = [](const event& done) {
    return done.kind == operation_kind::lock_shared ||
           (done.kind == operation_kind::lock && done.how == outcome::failed);
  };
  return !(reads(left) && reads(right)) && dependent(left, right, relation::strict);
}

}  // namespace

TEST_CASE("independent operations commute in random programs") {
  CHECK(check_programs(1, 1500) > 0);
}

TEST_CASE("independent operations commute in many random programs", "[slow]") {
#if defined(__SANITIZE_ADDRESS__)
  CHECK(check_programs(100'000, 8'000) > 0);
#else
  CHECK(check_programs(100'000, 40'000) > 0);
#endif
}

TEST_CASE("the check of dependences finds a wrong one") {
  program what{{make_object(object_kind::shared_mutex)}, {}};
  what.tasks.push_back(body().lock_and_unlock(0, patience::attempt));
  what.tasks.push_back(body().lock_and_unlock_shared(0));
  what.tasks.push_back(body().lock_and_unlock_shared(0));
  CHECK(find_violation(what, failed_attempts_read));
  CHECK_FALSE(find_violation(what, table_dependence(relation::strict)));
  // By the oracle, `traces.py`, for the same program.
  CHECK(count_traces(what, table_dependence(relation::strict)).traces == 9);
}

TEST_CASE("a trace tells when more tasks arrive than a barrier expects") {
  const std::vector<event> in_step{arrival(0, 0), arrival(1, 0), passing(1, 0),
                                   arrival(1, 1), passing(0, 0), arrival(0, 1)};
  CHECK_FALSE(overfills(in_step));
  CHECK_FALSE(overfills({}));
  // Twice in a row, without waiting.
  CHECK(overfills(std::vector{arrival(0, 0), arrival(0, 0)}));
  // Straight to the second phase.
  CHECK(overfills(std::vector{arrival(0, 0), arrival(1, 1)}));
  // One phase late.
  CHECK(overfills(std::vector{arrival(0, 0), passing(0, 0), arrival(0, 2)}));
  // With a completion function arrivals are ordered anyway.
  std::vector<event> completing{arrival(0, 0), arrival(0, 0)};
  for (event& each : completing) each.completion = true;
  CHECK_FALSE(overfills(completing));
}

TEST_CASE("a join depends on the start of its task, joins do not on each other") {
  event start;
  start.kind = operation_kind::spawn;
  start.task = 0;
  start.object = 2;
  event join = start;
  join.kind = operation_kind::join;
  join.task = 1;
  event other = join;
  other.task = 3;
  CHECK(dependent(start, join));
  CHECK_FALSE(dependent(join, other));
  CHECK_FALSE(dependent(join, other, relation::strict));
}

TEST_CASE("a notification of all depends on whoever it woke, and on nobody else") {
  event notification;
  notification.kind = operation_kind::notify_all;
  notification.task = 0;
  notification.object = 5;
  notification.value = task_bit(1) | task_bit(70);
  event wake;
  wake.kind = operation_kind::wake;
  wake.object = 5;
  const auto depends_on = [&](task_index task) {
    wake.task = task;
    return dependent(wake, notification, relation::strict);
  };
  CHECK(depends_on(1));
  CHECK(depends_on(70));
  CHECK_FALSE(depends_on(2));
}

TEST_CASE("a release that goes too far depends on every other") {
  event release;
  release.kind = operation_kind::release;
  release.task = 0;
  release.object = 0;
  release.argument = 1;
  release.expected = std::uint64_t{1} << 63;
  event other = release;
  other.task = 1;
  CHECK_FALSE(dependent(release, other));
  CHECK_FALSE(dependent(release, other, relation::cautious));
  CHECK(dependent(release, other, relation::strict));
  other.how = outcome::misuse;
  CHECK(dependent(release, other));
  // Not much room left: only those who know that it will do may take it to commute.
  other.how = outcome::done;
  other.before = other.expected - 5;
  CHECK_FALSE(dependent(release, other));
  CHECK(dependent(release, other, relation::cautious));
}
