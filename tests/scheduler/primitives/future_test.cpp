#include "scheduler/primitives/future.hpp"

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "scheduler/primitives/async.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/packaged_task.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/primitives/outcomes.hpp"

using namespace std::chrono_literals;
using namespace heddle::testing;
using heddle::scheduler::misuse;

namespace {

/// What `get` of a future throws; empty if nothing.
template <class T>
std::string thrown_by(heddle::future<T> future) {
  try {
    (void)future.get();
  } catch (const heddle::future_error& error) {
    return error.code() == heddle::future_errc::broken_promise ? "broken promise" : "other";
  } catch (const std::exception& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a future waits for its promise and gets the value") {
  CHECK(outcomes_of([] {
          heddle::promise<std::string> promise{"word"};
          heddle::var<int> before{0};
          heddle::future<std::string> future = promise.get_future();
          heddle::together({[&] {
                              before = 1;
                              promise.set_value("hello");
                            },
                            [&] {
                              heddle::observe("word", future.get());
                              CHECK(!future.valid());
                              heddle::check(before == 1, "written before");
                            }});
        }) == texts{"word=hello"});
}

TEST_CASE("futures of references, of nothing and of what can only be moved") {
  CHECK(outcomes_of([] {
          int target = 0;
          heddle::promise<int&> to;
          to.set_value(target);
          CHECK(&to.get_future().get() == &target);
          heddle::promise<void> nothing;
          nothing.set_value();
          nothing.get_future().get();
          heddle::promise<std::unique_ptr<int>> moved;
          moved.set_value(std::make_unique<int>(5));
          CHECK(*moved.get_future().get() == 5);
          const std::string text = "copied";
          heddle::promise<std::string> copied;
          copied.set_value(text);
          CHECK(copied.get_future().get() == text);
        }) == texts{""});
}

TEST_CASE("exceptions go through a promise") {
  CHECK(outcomes_of([] {
          heddle::promise<int> promise;
          auto future = promise.get_future();
          heddle::together(
              {[&] { promise.set_exception(std::make_exception_ptr(std::runtime_error("no"))); },
               [&] { heddle::observe("thrown", thrown_by(std::move(future))); }});
        }) == texts{"thrown=no"});
}

TEST_CASE("a promise that ends without a value breaks") {
  CHECK(outcomes_of([] {
          auto promise = std::make_unique<heddle::promise<int>>();
          auto future = promise->get_future();
          heddle::together({[&] { promise.reset(); },
                            [&] { heddle::observe("thrown", thrown_by(std::move(future))); }});
        }) == texts{"thrown=broken promise"});
  // Also one that is overwritten; not one that was moved from.
  CHECK(outcomes_of([] {
          heddle::promise<int> first;
          auto future = first.get_future();
          heddle::promise<int> second{std::move(first)};
          first = heddle::promise<int>{};
          CHECK(future.wait_for(0s) == heddle::future_status::timeout);
          second = heddle::promise<int>{};
          heddle::observe("thrown", thrown_by(std::move(future)));
        }) == texts{"thrown=broken promise"});
}

TEST_CASE("the promise of a failed task stays silent") {
  CHECK(outcomes_of([] {
          heddle::promise<int> promise;
          auto future = promise.get_future();
          heddle::together({[&] {
                              const heddle::promise<int> mine{std::move(promise)};
                              heddle::check(false, "fails");
                            },
                            [&] { (void)future.get(); }});
        }) == texts{"[stuck] {check: fails}"});
}

TEST_CASE("waiting for a future with an end") {
  const auto body = [] {
    heddle::promise<void> promise;
    auto future = promise.get_future();
    heddle::together({[&] { promise.set_value(); },
                      [&] {
                        const auto how = future.wait_for(1s);
                        heddle::observe("ready", how == heddle::future_status::ready);
                        future.wait();
                        CHECK(future.valid());
                        CHECK(future.wait_for(0s) == heddle::future_status::ready);
                        future.get();
                      }});
  };
  CHECK(outcomes_of(body) == texts{"ready=false", "ready=true"});
  CHECK(outcomes_of(body, quiescent) == texts{"ready=true"});
}

TEST_CASE("a shared future gives its value to many") {
  CHECK(outcomes_of([] {
          heddle::promise<int> promise;
          const heddle::shared_future<int> first = promise.get_future().share();
          const heddle::shared_future<int> second = first;
          int sum = 0;
          heddle::together({[&] { sum += first.get(); }, [&] { sum += second.get(); },
                            [&] { promise.set_value(4); }});
          CHECK(&first.get() == &second.get());
          heddle::observe("sum", sum);
        }) == texts{"sum=8"});
  CHECK(outcomes_of([] {
          heddle::promise<void> promise;
          const heddle::shared_future<void> future{promise.get_future()};
          promise.set_exception(std::make_exception_ptr(std::runtime_error("no")));
          CHECK_THROWS_AS(future.get(), std::runtime_error);
          CHECK_THROWS_AS(future.get(), std::runtime_error);
        }) == texts{""});
}

TEST_CASE("misuse of promises and futures is reported") {
  CHECK(misuse_of([] {
          heddle::promise<int> promise;
          promise.set_value(1);
          promise.set_value(2);
        }) == misuse::promise_already_satisfied);
  CHECK(misuse_of([] {
          heddle::promise<int> promise;
          (void)promise.get_future();
          (void)promise.get_future();
        }) == misuse::future_already_retrieved);
  CHECK(misuse_of([] {
          heddle::promise<int> promise;
          const heddle::promise<int> other{std::move(promise)};
          promise.set_value(1);  // NOLINT: moved from, on purpose
        }) == misuse::no_state);
  CHECK(misuse_of([] { heddle::future<int>{}.get(); }) == misuse::no_state);
  CHECK(misuse_of([] { heddle::shared_future<int>{}.wait(); }) == misuse::no_state);
  CHECK(misuse_of([] { heddle::packaged_task<void()>{}(); }) == misuse::no_state);
  CHECK(misuse_of([] {
          heddle::packaged_task<void()> task{[] {}};
          task();
          task();
        }) == misuse::promise_already_satisfied);
}

TEST_CASE("the value that came first stays") {
  CHECK(outcomes_of([] {
          heddle::promise<int> promise;
          auto future = promise.get_future();
          heddle::together({[&] { promise.set_value(1); }, [&] { promise.set_value(2); }});
          heddle::observe("value", future.get());
        }) ==
        texts{"value=1 {misuse: " + std::string(description_of(misuse::promise_already_satisfied)) +
                  "}",
              "value=2 {misuse: " + std::string(description_of(misuse::promise_already_satisfied)) +
                  "}"});
}

TEST_CASE("a packaged task brings what its function returns or throws") {
  CHECK(outcomes_of([] {
          heddle::packaged_task task{[](int a, int b) { return a / b; }};
          auto quotient = task.get_future();
          heddle::thread worker{std::move(task), 6, 3};
          heddle::observe("quotient", quotient.get());
          worker.join();
          heddle::packaged_task<int&(int&)> same{[](int& value) -> int& { return value; }, "same"};
          int target = 0;
          same(target);
          CHECK(&same.get_future().get() == &target);
          same.reset();
          same(target);
          CHECK(same.valid());
          heddle::packaged_task<void()> throws{[] { throw std::runtime_error("no"); }};
          throws();
          heddle::observe("thrown", thrown_by(throws.get_future()));
        }) == texts{"quotient=2 thrown=no"});
}

TEST_CASE("a packaged task that is never called breaks its promise") {
  CHECK(outcomes_of([] {
          auto future = heddle::packaged_task<int()>{[] { return 1; }}.get_future();
          heddle::observe("thrown", thrown_by(std::move(future)));
        }) == texts{"thrown=broken promise"});
}

TEST_CASE("async runs beside its caller, and its future waits for it") {
  CHECK(outcomes_of([] {
          heddle::var<int> shared{0};
          auto future = heddle::async(
              [&](int value) {
                shared = value;
                return value + 1;
              },
              4);
          heddle::observe("early", shared);
          heddle::observe("got", future.get());
        }) == texts{"early=0 got=5", "early=4 got=5"});
  CHECK(outcomes_of([] {
          heddle::var<int> shared{0};
          {
            auto future = heddle::async(heddle::launch::async, [&] { shared = 1; });
          }
          heddle::observe("after", shared);
        }) == texts{"after=1"});
  CHECK(outcomes_of([] {
          heddle::observe(
              "thrown", thrown_by(heddle::async([]() -> int { throw std::runtime_error("no"); })));
        }) == texts{"thrown=no"});
}

TEST_CASE("an async task that fails ends alone") {
  CHECK(outcomes_of([] {
          auto future = heddle::async([] { heddle::check(false, "fails"); });
          heddle::observe("main", "goes on");
        }) == texts{"main=goes on {check: fails}"});
}

TEST_CASE("a deferred call runs in the first who waits, once") {
  CHECK(outcomes_of([] {
          int calls = 0;
          heddle::shared_future<int> future = heddle::async(
              heddle::launch::deferred,
              [&](int value) {
                ++calls;
                return value;
              },
              3);
          CHECK(future.wait_for(1s) == heddle::future_status::deferred);
          const heddle::shared_future<int> copy = future;
          heddle::together({[&] { CHECK(future.get() == 3); }, [&] { CHECK(copy.get() == 3); }});
          CHECK(future.wait_for(1s) == heddle::future_status::ready);
          heddle::observe("calls", calls);
        }) == texts{"calls=1"});
  CHECK(outcomes_of([] {
          const auto never = heddle::async(heddle::launch::deferred, [] { heddle::check(false); });
        }) == texts{""});
}

TEST_CASE("async knows its line with and without a policy") {
  constexpr unsigned line = __LINE__;
  const auto body = [] {
    auto first = heddle::async([] {});
    auto second = heddle::async(heddle::launch::async, [] {});
  };
  CHECK(lines_of(heddle::scheduler::operation_kind::spawn, body) ==
        std::vector{line + 2, line + 3});
}

TEST_CASE("a static promise begins each execution without a value") {
  static heddle::promise<int> promise{"outside"};
  const auto body = [] {
    auto future = promise.get_future();
    promise.set_value(3);
    heddle::observe("got", future.get());
  };
  CHECK(outcomes_of(body) == texts{"got=3"});
  CHECK(outcomes_of(body) == texts{"got=3"});
}

TEST_CASE("the end of a future's state is no event") {
  CHECK(operations_of([] {
          heddle::promise<int> promise;
          heddle::future<int> future = promise.get_future();
          heddle::together({[&] { heddle::promise<int>{std::move(promise)}.set_value(1); },
                            [&] { (void)heddle::future<int>{std::move(future)}.get(); }});
        }) == "set event_wait");
}

TEST_CASE("a promise that has kept its word ends without an event, whoever has taken the value") {
  CHECK(operations_of([] {
          heddle::promise<int> promise;
          heddle::future<int> future = promise.get_future();
          promise.set_value(1);
          (void)future.get();
        }) == "set event_wait");
}
