#include "checker/nondeterminism/repetition.hpp"

#include "checker/check.hpp"
#include "checker/recorded_run.hpp"
#include "checker/replay.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"

namespace {

using namespace heddle::checker;
using what = divergence_side::what;

class first_task final : public heddle::scheduler::decider {
 public:
  heddle::scheduler::choice pick(const heddle::scheduler::scheduling_point& point) override {
    const auto task = point.enabled().first();
    return {task, point.nth_way(task, 0)};
  }
};

/// Runs a body, which gets the number of its run, and repeats it.
struct compared {
  explicit compared(const std::function<void(int)>& body,
                    heddle::scheduler::numbering places = heddle::scheduler::numbering::stable)
      : runtime({}, places) {
    int runs = 0;
    const std::function<void()> counted = [&] { body(runs++); };
    first_task first;
    runtime.run(main_task(counted), first);
    same = repeat.same_again(runtime, counted);
  }

  heddle::scheduler::controlled_runtime runtime;
  repetition repeat;
  bool same = false;
};

}  // namespace

TEST_CASE("what is the same goes the same way again") {
  const compared got{[](int) {
    heddle::atomic<int> x{0, "x"};
    heddle::thread other{"other", [&] { x = 1; }};
    heddle::observe("x", x.load());
    other.join();
  }};
  CHECK(got.same);
}

TEST_CASE("another operation has two sides") {
  const auto body = [](int run) {
    heddle::atomic<int> x{0, "x"};
    x.store(1);
    if (run == 0)
      x.store(2);
    else
      (void)x.load();
  };
  for (const auto places :
       {heddle::scheduler::numbering::stable, heddle::scheduler::numbering::per_execution}) {
    const compared got{body, places};
    CHECK_FALSE(got.same);
    CHECK(got.repeat.message() == "step 2 went another way under the same schedule");
    REQUIRE(got.repeat.sides());
    CHECK(got.repeat.sides()->step == 2);
    CHECK(got.repeat.sides()->before.kind == heddle::scheduler::operation_kind::store);
    CHECK(got.repeat.sides()->now.kind == heddle::scheduler::operation_kind::load);
    CHECK(got.repeat.sides()->now.how == what::done);
  }
}

TEST_CASE("an execution that ends early has one side less") {
  const compared got{[](int run) {
    heddle::atomic<int> x{0, "x"};
    x.store(1);
    if (run == 0) x.store(2);
  }};
  CHECK_FALSE(got.same);
  // The object is destroyed in place of the second store.
  REQUIRE(got.repeat.sides());
  CHECK(got.repeat.sides()->step == 2);
  const compared shorter{[](int run) {
    if (run == 0) (void)heddle::choose(2);
  }};
  REQUIRE(shorter.repeat.sides());
  CHECK(shorter.repeat.sides()->now.how == what::ended);
}

TEST_CASE("a task that cannot go on has another side") {
  const compared got{[](int run) {
    heddle::binary_semaphore gate{run == 0 ? 1 : 0, "gate"};
    heddle::atomic<int> x{0, "x"};
    heddle::thread other{"other", [&] { gate.release(); }};
    x.store(1);
    gate.acquire();
    other.join();
  }};
  CHECK_FALSE(got.same);
  REQUIRE(got.repeat.sides());
  CHECK(got.repeat.sides()->now.how == what::announced);
  CHECK(got.repeat.sides()->could_go_on.size() == 1);
}

TEST_CASE("another value of what is observed is another end, of a variable it is not") {
  const compared observed{[](int run) { heddle::observe("run", run); }};
  CHECK_FALSE(observed.same);
  CHECK(observed.repeat.message() == "the same schedule came to another value of run");
  const compared stored{[](int run) {
    heddle::atomic<int> x{0, "x"};
    x.store(run);
  }};
  CHECK(stored.same);
}

TEST_CASE("another failure is another end") {
  const compared got{[](int run) { heddle::check(run == 0, "only once"); }};
  CHECK_FALSE(got.same);
  CHECK(got.repeat.message() == "the same schedule failed in another way");
}

TEST_CASE("samples are repeated now and then") {
  int runs = 0;
  const std::function<void()> body = [&] {
    heddle::atomic<int> x{0, "x"};
    x.store(1);
    if (++runs > 10) heddle::observe("runs", runs);
  };
  strategy_options options;
  options.executions = 1000;
  const auto how = make_strategy("random", options);
  const result found = check("repetition_test.late", body, *how);
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].kind == heddle::finding_kind::nondeterminism);
  // The first repetition after the tenth run is that of the 64th execution.
  CHECK(found.executions == 64);
}

TEST_CASE("replays are repeated, too") {
  int runs = 0;
  const std::function<void()> body = [&] {
    heddle::atomic<int> x{0, "x"};
    x.store(1);
    if (runs++ > 0) x.store(2);
  };
  token what;
  what.model = "repetition_test.replay";
  first_task first;
  heddle::scheduler::controlled_runtime runtime({});
  runtime.run(main_task(body), first);
  what = token_of("repetition_test.replay", view_of(runtime));
  runs = 0;
  const replay_result replayed = replay("repetition_test.replay", body, what);
  CHECK(replayed.divergence.empty());
  REQUIRE(replayed.found.findings.size() == 1);
  const finding& stray = replayed.found.findings[0];
  CHECK(stray.kind == heddle::finding_kind::nondeterminism);
  REQUIRE(stray.divergence);
  CHECK(stray.divergence->step == 2);
  CHECK(stray.divergence->now.operation == "store x");
}
