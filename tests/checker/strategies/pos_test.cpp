#include "checker/strategies/pos.hpp"

#include "scheduler/primitives/together.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/checker/strategies/families.hpp"
#include "tests/checker/strategies/sampled.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

namespace {

scheduler::event done(scheduler::operation_kind kind, std::uint32_t object,
                      std::uint32_t second = scheduler::no_object) {
  scheduler::event one;
  one.task = 1;
  one.kind = kind;
  one.object = object;
  one.second = second;
  return one;
}

scheduler::operation pending(scheduler::operation_kind kind, std::uint32_t object) {
  scheduler::operation one{kind};
  one.object = object;
  return one;
}

}  // namespace

TEST_CASE("operations race on one object, unless both read") {
  using kind = scheduler::operation_kind;
  CHECK(checker::races(done(kind::write, 3), pending(kind::read, 3)));
  CHECK(checker::races(done(kind::load, 3), pending(kind::store, 3)));
  CHECK(checker::races(done(kind::unlock, 3), pending(kind::lock, 3)));
  CHECK_FALSE(checker::races(done(kind::read, 3), pending(kind::read, 3)));
  CHECK_FALSE(checker::races(done(kind::write, 3), pending(kind::write, 4)));
  // A wait releases its mutex.
  CHECK(checker::races(done(kind::wait, 3, 4), pending(kind::lock, 4)));
  // The objects of these are tasks.
  CHECK_FALSE(checker::races(done(kind::spawn, 3), pending(kind::write, 3)));
  CHECK_FALSE(checker::races(done(kind::write, 3), pending(kind::join, 3)));
  CHECK_FALSE(checker::races(done(kind::fence, scheduler::no_object),
                             pending(kind::fence, scheduler::no_object)));
}

TEST_CASE("pos draws again what races, and only that") {
  // A writes x, B and C are about to, too; whoever of them came second in the first draw comes
  // second again only if nothing is drawn again. Uniform over the 3! orders if all draws are
  // independent: each of six, 2000 of 12000; deviation sqrt(12000 * 1/6 * 5/6) = 41.
  const auto orders = sampled::frequencies(
      "pos", [] { families::writers(3); }, 12'000);
  CHECK(orders.size() == 6);
  for (const auto& [order, count] : orders)
    CHECK(std::abs(static_cast<int>(count) - 2'000) < 5 * 41);

  // One task writes x three times, another once. If the other's priority stayed as it was drawn,
  // it would be the lowest of four by chance, and come last in 1/4 of all executions, as in a walk
  // that is uniform over interleavings. Drawn anew at each race, it comes last if it loses three
  // fair draws: 1/8. 8000 executions: 1000, deviation sqrt(8000 * 1/8 * 7/8) = 30.
  const auto late = sampled::frequencies(
      "pos",
      [] {
        heddle::var<int> x{0, "x"};
        heddle::together({[&] {
                            for (int times = 0; times < 3; ++times) x = times;
                          },
                          [&] { x = 7; }});
      },
      8'000);
  CHECK(std::abs(static_cast<int>(late.at("1 1 1 2")) - 1'000) < 5 * 30);

  // On two variables nothing races: it is the lowest of four draws.
  const auto apart = sampled::frequencies(
      "pos",
      [] {
        heddle::var<int> x{0, "x"};
        heddle::var<int> y{0, "y"};
        heddle::together({[&] {
                            for (int times = 0; times < 3; ++times) x = times;
                          },
                          [&] { y = 7; }});
      },
      8'000);
  CHECK(std::abs(static_cast<int>(apart.at("1 1 1 2")) - 2'000) < 5 * 39);
}
