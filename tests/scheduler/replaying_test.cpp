#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/scheduler/controlled_support.hpp"

/// Runs compared with the events of an earlier one, and what a recorder hears.

using namespace heddle::testing;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using s::controlled_runtime;
using s::ending;
using s::failure_kind;
using s::numbering;
using s::operation_kind;

namespace {

std::vector<heddle::scheduler::event> copy_of(std::span<const heddle::scheduler::event> events) {
  return {events.begin(), events.end()};
}

/// Writes down whatever it hears.
class diary final : public s::recorder {
 public:
  std::string text;
  bool states_follow = true;

  void task_created(s::task_index task, s::task_index parent, std::uint32_t number,
                    const s::task_entry& entry) override {
    add("task " + std::to_string(task) +
        (parent == s::no_task ? "" : " of " + std::to_string(parent)) + " #" +
        std::to_string(number) + (entry.name.empty() ? "" : " " + std::string(entry.name)));
  }
  void object_created(s::object_index object, s::task_index creator, std::uint32_t number,
                      const s::object_description& description, s::object_index original) override {
    add(std::string(name_of(description.kind)) + " " + std::to_string(object) +
        (creator == s::no_task ? "" : " of " + std::to_string(creator)) + " #" +
        std::to_string(number) + (original == s::no_object ? "" : " copied"));
  }
  void event_done(const s::event& done, const s::operation& announced,
                  const s::scheduling_point& point) override {
    add("event " + told({&done, 1}));
    states_follow = states_follow && announced.kind == done.kind;
    if (done.task == s::no_task) return;
    states_follow = states_follow && point.enabled().contains(done.task);
    if (done.kind == operation_kind::write)
      states_follow = states_follow && point.state().objects[done.object].value == done.after;
  }
  void task_finished(s::task_index task) override { add("finished " + std::to_string(task)); }
  void task_stuck(s::task_index task, const s::operation& pending) override {
    add("stuck " + std::to_string(task) + " " + std::string(name_of(pending.kind)));
  }
  void observed(s::task_index task, std::string_view name, std::string_view value) override {
    add("observed " + std::to_string(task) + " " + std::string(name) + "=" + std::string(value));
  }
  void noted(s::task_index task, std::string_view what, s::code_site) override {
    add("noted " + std::to_string(task) + " " + std::string(what));
  }
  void failed(const s::failure& what) override {
    add("failed " + std::to_string(what.task) + " " + what.text);
  }

 private:
  void add(const std::string& line) { text += line + '\n'; }
};

}  // namespace

TEST_CASE("the same schedule gives the same events", "[replaying]") {
  controlled_runtime runtime({}, GENERATE(numbering::per_execution, numbering::stable));
  const auto body = [] {
    cell value;
    lockable mutex;
    const auto use = [&] {
      const holder lock(mutex);
      value.write(value.read() + 1);
      check(value.read() < 3, "few");
    };
    worker one(use);
    worker two(use);
    worker three(use);
  };
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    random_walk decider(seed);
    const ending how = run(runtime, body, decider);
    const std::vector<s::event> first = copy_of(runtime.events());
    const std::size_t failures = runtime.failures().size();
    repeating again(first);
    CHECK(run(runtime, body, again, first.size()) == how);
    CHECK(again.asked() == 0);
    CHECK(told(runtime.events()) == told(first));
    CHECK(runtime.failures().size() == failures);
    // A prefix is as good.
    repeating third(first);
    CHECK(run(runtime, body, third, first.size() / 2) == how);
    CHECK(third.asked() == first.size() - first.size() / 2);
    CHECK(told(runtime.events()) == told(first));
  }
}

TEST_CASE("a model that remembers diverges", "[replaying]") {
  controlled_runtime runtime({}, GENERATE(numbering::per_execution, numbering::stable));
  staying decider;
  int runs = 0;
  const auto twice = [&](auto body) {
    runs = 0;
    CHECK(run(runtime, body, decider) == ending::completed);
    ++runs;
    CHECK(run(runtime, body, decider, runtime.events().size()) == ending::diverged);
    REQUIRE(runtime.failures().size() == 1);
    CHECK(runtime.failures()[0].kind == failure_kind::nondeterminism);
    return runtime.failures()[0].text;
  };
  SECTION("by another operation") {
    const std::string text = twice([&] {
      cell value;
      value.read();
      runs == 0 ? static_cast<void>(value.read()) : value.write(1);
    });
    CHECK_THAT(text, Contains("read") && Contains("write") && Contains("step 2"));
  }
  SECTION("by another object") {
    const std::string text = twice([&] {
      cell one;
      cell two;
      (runs == 0 ? one : two).read();
    });
    CHECK_THAT(text, Contains("object 0") && Contains("object 1"));
  }
  SECTION("by another outcome") {
    const std::string text = twice([&] {
      thing atomic(s::object_kind::atomic, 0);
      atomic.perform(
          {.kind = operation_kind::compare_exchange, .expected = static_cast<std::uint64_t>(runs)});
    });
    CHECK_THAT(text, Contains("compare_exchange") && Contains("failed"));
  }
  SECTION("by ending early") {
    const std::string text = twice([&] {
      cell value;
      value.read();
      if (runs == 0) value.write(1);
    });
    CHECK_THAT(text, Contains("ended") && Contains("1"));
  }
  SECTION("by another clock") {
    s::execution_options options;
    options.time = s::time_mode::quiescent;
    controlled_runtime timed(options);
    const auto body = [&] {
      cell value;
      if (runs == 0)
        value.read();
      else
        s::current().sleep_until(s::virtual_time{1s}, {});
    };
    run(timed, body, decider);
    ++runs;
    CHECK(run(timed, body, decider, timed.events().size()) == ending::diverged);
    CHECK(timed.failures().size() == 1);
  }
  // Afterwards all is well.
  CHECK(run(
            runtime, [] { cell().read(); }, decider) == ending::completed);
}

TEST_CASE("a model that remembers diverges under its own schedule", "[replaying]") {
  controlled_runtime runtime({});
  int runs = 0;
  const auto body = [&] {
    cell value;
    const auto use = [&] { value.read(), value.read(); };
    together({[&] {
                if (runs == 0) use();
              },
              use});
  };
  rotating decider;
  run(runtime, body, decider);
  ++runs;
  CHECK(run(runtime, body, decider, runtime.events().size()) == ending::diverged);
  CHECK(runtime.failures().size() == 1);
}

TEST_CASE("what is not repeated is as it comes", "[replaying]") {
  controlled_runtime runtime({});
  staying decider;
  const auto body = [] {
    cell value;
    value.read();
    value.read();
  };
  run(runtime, body, decider);
  CHECK(run(runtime, body, decider, 1) == ending::completed);
  CHECK(runtime.events().size() == 2);
}

TEST_CASE("a recorder hears everything in its order", "[replaying]") {
  controlled_runtime runtime({});
  diary heard;
  staying decider;
  const auto body = [] {
    cell value;
    s::current().note("begins", {});
    signal never_set;
    {
      auto use = [&] {
        const cell own;
        value.write(1);
        s::current().observe("x", "1");
        check(false, "failed");
      };
      auto task = s::current().spawn(entry_of(use, "alice"));
      s::current().join(task, {});
    }
    never_set.wait();
  };
  CHECK(run(runtime, body, decider, 0, &heard) == ending::stuck);
  CHECK(heard.text ==
        "task 0 #1\n"
        "variable 0 of 0 #1\n"
        "noted 0 begins\n"
        "event 1 of 0 #2\n"
        "event 0:spawn\n"
        "task 1 of 0 #1 alice\n"
        "variable 2 of 1 #1\n"
        "event 1:write\n"
        "observed 1 x=1\n"
        "failed 1 failed\n"
        "event 1:destroy\n"
        "finished 1\n"
        "event 0:join\n"
        "stuck 0 event_wait\n");
  CHECK(heard.states_follow);
  CHECK_FALSE(runtime.recording());
}

TEST_CASE("a recorder hears of the clock and of copies", "[replaying]") {
  s::execution_options options;
  options.time = s::time_mode::quiescent;
  controlled_runtime runtime(options);
  diary heard;
  staying decider;
  const auto body = [] {
    cell value;
    worker child([&] { value.read(); }, true);
    s::current().sleep_until(s::virtual_time{1s}, {});
  };
  CHECK(run(runtime, body, decider, 0, &heard) == ending::completed);
  CHECK(heard.text ==
        "task 0 #1\n"
        "variable 0 of 0 #1\n"
        "event 0:spawn\n"
        "task 1 of 0 #1\n"
        "variable 1 of 1 #0 copied\n"
        "event 1:read\n"
        "finished 1\n"
        "event clock:advance\n"
        "event 0:sleep\n"
        "event 0:join\n"
        "finished 0\n");
  CHECK(heard.states_follow);
}
