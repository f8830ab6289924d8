#include "scheduler/primitives/stop_token.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/jthread.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/thread.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/support.hpp"

using heddle::check;
using heddle::jthread;
using heddle::stop_callback;
using heddle::stop_source;
using heddle::stop_token;
using heddle::scheduler::testing::all_schedules;
using heddle::scheduler::testing::run_once;

namespace {

using texts = std::set<std::string>;

}  // namespace

TEST_CASE("sources and tokens share a request") {
  CHECK(run_once([] {
          stop_source source{"stop"};
          const stop_token token = source.get_token();
          check(token.stop_possible() && !token.stop_requested() && !source.stop_requested());
          check(source.request_stop() && !source.request_stop(), "only the first request counts");
          check(token.stop_requested() && source.get_token() == token, "seen by all");
          check(!stop_token().stop_requested() && !stop_token().stop_possible(), "no state");
          check(!stop_source(heddle::nostopstate).request_stop(), "no state to request");
          std::optional<stop_source> brief(std::in_place, "brief");
          const stop_token orphan = brief->get_token();
          stop_source copy = *brief;
          brief.reset();
          check(orphan.stop_possible(), "a copy of the source is left");
          copy = stop_source(heddle::nostopstate);
          check(!orphan.stop_possible(), "nobody can request any more");
        }).text() == "");
}

TEST_CASE("asking to stop is visible") {
  const auto found = all_schedules([] {
    stop_source source;
    heddle::thread asker{
        [token = source.get_token()] { heddle::observe("stopped", token.stop_requested()); }};
    source.request_stop();
    asker.join();
  });
  CHECK(found.outcomes() == texts{"stopped=false", "stopped=true"});
}

TEST_CASE("callbacks run once, in the task that requests or that registers too late") {
  const auto found = all_schedules([] {
    stop_source source;
    heddle::var<int> calls{0, "calls"};
    heddle::thread registrar{[&, token = source.get_token()] {
      const auto me = heddle::this_thread::get_id();
      const stop_callback callback(token, [&calls, me] {
        ++calls;
        heddle::observe("by the registrar", heddle::this_thread::get_id() == me);
      });
    }};
    source.request_stop();
    registrar.join();
    heddle::observe("calls", calls);
  });
  // Too early: it is taken out before the request; in time; too late.
  CHECK(found.outcomes() ==
        texts{"calls=0", "by the registrar=false calls=1", "by the registrar=true calls=1"});
}

TEST_CASE("the end of a callback waits while another task runs it") {
  const auto found = all_schedules([] {
    stop_source source;
    heddle::var<bool> alive{true, "alive"};
    std::optional<stop_callback<std::function<void()>>> callback;
    callback.emplace(source.get_token(), [&alive] {
      check(alive, "alive when it begins");
      check(alive, "alive while it runs");
    });
    heddle::thread requester{[&] { source.request_stop(); }};
    callback.reset();
    alive = false;
    requester.join();
  });
  CHECK(found.outcomes() == texts{""});
}

TEST_CASE("a callback may end itself") {
  CHECK(run_once([] {
          stop_source source;
          std::optional<stop_callback<std::function<void()>>> first;
          int calls = 0;
          first.emplace(source.get_token(), [&] {
            ++calls;
            first.reset();
          });
          const stop_callback second(source.get_token(), [&] { ++calls; });
          source.request_stop();
          check(calls == 2 && !first.has_value(), "both ran");
        }).text() == "");
}

TEST_CASE("a callback that waits for ever is abandoned without harm") {
  const auto found = all_schedules([] {
    stop_source source;
    heddle::atomic<int> never{0};
    auto callback = std::make_unique<stop_callback<std::function<void()>>>(source.get_token(),
                                                                           [&] { never.wait(0); });
    heddle::thread requester{[&] { source.request_stop(); }};
    callback.reset();
    requester.join();
  });
  CHECK(found.outcomes() == texts{"", "[stuck]"});
}

TEST_CASE("a jthread stops and joins at its end") {
  const auto found = all_schedules([] {
    heddle::var<int> x{0, "x"};
    {
      const jthread worker{"worker",
                           [&x](const stop_token& token, int by) {
                             if (!token.stop_requested()) x += by;
                             x += 10;
                           },
                           1};
      check(worker.joinable(), "running");
    }
    heddle::observe("x", x);
  });
  CHECK(found.outcomes() == texts{"x=10", "x=11"});
  CHECK(run_once([] {
          jthread plain{[] {}};
          check(plain.request_stop() && plain.get_stop_token().stop_requested(), "a source");
          jthread moved = std::move(plain);
          moved.join();
          moved = jthread{[](const stop_token& token) { check(token.stop_possible()); }};
          swap(moved, plain);
          check(!moved.joinable() && plain.joinable(), "swapped");
          check(!jthread().get_stop_token().stop_possible(), "no task, no request");
        }).text() == "");
}
