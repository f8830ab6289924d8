#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "checker/check.hpp"
#include "checker/detector.hpp"
#include "checker/replay.hpp"
#include "checker/strategy.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"
#include "tests/checker/strategies/families.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;
using heddle::finding_kind;
using scheduler::execution;
using scheduler::operation_kind;
using scheduler::plain_mode;

namespace {

checker::result explore(const std::function<void()>& body, plain_mode plain = plain_mode::visible) {
  const auto how = checker::make_strategy("dpor", {});
  checker::check_options options;
  options.execution.plain = plain;
  return checker::check("model", body, *how, options);
}

std::vector<checker::finding> races_of(const checker::result& found) {
  std::vector<checker::finding> races;
  std::ranges::copy_if(found.findings, std::back_inserter(races),
                       [](const auto& each) { return each.kind == finding_kind::data_race; });
  return races;
}

/// The only race of a model.
checker::finding only_race(const checker::result& found) {
  const auto races = races_of(found);
  REQUIRE(races.size() == 1);
  REQUIRE(races[0].race.has_value());
  return races[0];
}

const std::string& task_name(const checker::finding& found, int task) {
  return found.execution.tasks.at(static_cast<std::size_t>(task)).name;
}

/// The text of the step that a race's accesses have in common; empty: none.
std::string common_step(const checker::finding& found) {
  const std::uint32_t step = found.race->last_common;
  return step == 0 ? "" : found.execution.steps.at(step - 1).text;
}

std::set<std::string> signatures(const checker::result& found) {
  std::set<std::string> all;
  for (const checker::finding& each : races_of(found)) all.insert(each.signature);
  return all;
}

/// A run written by hand: tasks 1 and 2 of main (0), variable 0 and mutex 1.
struct hand_written {
  std::vector<checker::finished_run::identity> tasks{
      {0, scheduler::no_task, 1, {}, false, 0}, {1, 0, 1, {}, false, 0}, {2, 0, 2, {}, false, 0}};
  std::vector<checker::finished_run::identity> created{
      {0, 0, 1, scheduler::object_kind::variable, false, 0},
      {1, 0, 2, scheduler::object_kind::mutex, false, 0}};
  std::vector<scheduler::object_state> objects = std::vector<scheduler::object_state>(2);
  std::vector<scheduler::event> events;
  scheduler::ending how = scheduler::ending::completed;

  hand_written& add(scheduler::task_index task, operation_kind kind, std::uint32_t object,
                    scheduler::outcome outcome_of = scheduler::outcome::done) {
    scheduler::event done;
    done.task = task;
    done.kind = kind;
    done.object = object;
    done.how = outcome_of;
    events.push_back(done);
    return *this;
  }
  [[nodiscard]] std::vector<checker::symptom> seen() const {
    std::vector<checker::symptom> symptoms;
    checker::detect_all({.how = how,
                         .events = events,
                         .objects = objects,
                         .created_tasks = tasks,
                         .created_objects = created},
                        symptoms);
    return symptoms;
  }
};

}  // namespace

TEST_CASE("data race: two accesses, one a write, of two tasks, that nothing orders") {
  using enum operation_kind;
  const auto seen = hand_written().add(1, write, 0).add(2, read, 0).seen();
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].kind == finding_kind::data_race);
  CHECK(seen[0].object == 0);
  CHECK(seen[0].task == 2);
  CHECK(seen[0].earlier == 0);
  CHECK(seen[0].later == 1);
  CHECK(hand_written().add(1, read, 0).add(2, read, 0).seen().empty());
  CHECK(hand_written().add(1, write, 0).add(1, read, 0).seen().empty());
  CHECK(hand_written()
            .add(1, write, 0)
            .add(1, unlock, 1)
            .add(2, lock, 1)
            .add(2, read, 0)
            .seen()
            .empty());
  // What was not allowed did not happen.
  CHECK(hand_written().add(1, write, 0).add(2, read, 0, scheduler::outcome::misuse).seen().empty());
}

TEST_CASE("data race: how the execution ends does not matter, unless it does not count") {
  hand_written run;
  run.add(1, operation_kind::write, 0).add(2, operation_kind::write, 0);
  for (const auto how : {scheduler::ending::completed, scheduler::ending::stuck,
                         scheduler::ending::truncated, scheduler::ending::diverged}) {
    run.how = how;
    CHECK_FALSE(run.seen().empty());
  }
  for (const auto how : {scheduler::ending::pruned, scheduler::ending::given_up}) {
    run.how = how;
    CHECK(run.seen().empty());
  }
}

TEST_CASE("data race: each racing pair of lines is found once, in however many executions") {
  const checker::result found = explore([] {
    heddle::var<int> x{0, "x"};
    heddle::together({[&] {
                        x.set(1);
                        x.set(2);
                      },
                      [&] {
                        (void)x.get();
                        x.set(3);
                      },
                      [&] { (void)x.get(); }});
  });
  // The lines of the first task race with each of the three others, those of the second with the
  // third's read if they write: 2 * 3 + 1.
  CHECK(races_of(found).size() == 7);
  CHECK(signatures(found).size() == 7);
  CHECK(found.findings.size() == 7);
  // No trace has them ordered.
  for (const checker::finding& each : found.findings) CHECK(each.occurrences == found.executions);
}

TEST_CASE("data race: one line may race with itself, and for several variables") {
  const checker::result found = explore([] {
    heddle::var<int> x{0, "x"};
    heddle::var<int> y{0, "y"};
    const auto write = [](heddle::var<int>& variable) { variable.set(1); };
    const auto body = [&] {
      write(x);
      write(y);
    };
    heddle::together({body, body});
  });
  REQUIRE(races_of(found).size() == 2);
  CHECK(found.findings[0].message == "nothing orders two accesses to x");
  CHECK(found.findings[1].message == "nothing orders two accesses to y");
}

TEST_CASE("data race: what is told of the accesses") {
  const checker::finding found = only_race(explore([] {
    heddle::var<int> x{5, "x"};
    heddle::mutex m{"m"};
    heddle::thread alice{"alice", [&] {
                           const heddle::lock_guard held{m};
                           x.set(7);
                         }};
    heddle::thread bob{"bob", [&] { (void)x.get(); }};
    alice.join();
    bob.join();
  }));
  CHECK(found.message == "nothing orders two accesses to x");
  CHECK(found.execution.objects.at(static_cast<std::size_t>(found.object)).name == "x");
  CHECK(found.preemptions == 0);
  // Without a preemption alice goes first: she was started first.
  const checker::data_race& race = *found.race;
  CHECK(task_name(found, race.earlier.task) == "alice");
  CHECK(race.earlier.writes);
  CHECK(race.earlier.value == "7");
  CHECK(race.earlier.where.brief().starts_with("data_race_test.cpp:"));
  REQUIRE(race.earlier.holds.size() == 1);
  CHECK(found.execution.objects.at(static_cast<std::size_t>(race.earlier.holds[0].object)).name ==
        "m");
  CHECK(race.earlier.holds[0].since == race.earlier.step - 1);
  CHECK_FALSE(race.earlier.holds[0].shared);
  CHECK(task_name(found, race.later.task) == "bob");
  CHECK_FALSE(race.later.writes);
  CHECK(race.later.value == "7");
  CHECK(race.later.holds.empty());
  CHECK(race.later.step > race.earlier.step);
  CHECK(found.where == race.later.where);
  CHECK(found.signature.starts_with("data_race|nothing orders two accesses to x|data_race_test."));
  CHECK(found.signature.ends_with("|x"));
  // Main started alice before everything both did.
  CHECK(common_step(found) == "start alice");
  CHECK(race.remedy == "hold m at both: alice holds it there, bob does not");
}

TEST_CASE("data race: the last that comes before both accesses") {
  CHECK(common_step(only_race(explore([] {
          heddle::var<int> x{0, "x"};
          heddle::together({[&] { x = 1; }, [&] { x = 2; }});
        }))) == "");
  const checker::finding after_sign = only_race(explore([] {
    heddle::var<int> x{0, "x"};
    heddle::counting_semaphore<> sign{0, "sign"};
    heddle::together({[&] {
                        sign.release();
                        x = 1;
                      },
                      [&] {
                        sign.acquire();
                        x = 2;
                      }});
  }));
  CHECK(common_step(after_sign) == "release sign");
}

TEST_CASE("data race: what would order the accesses") {
  const auto remedy = [](const std::function<void()>& body) {
    return only_race(explore(body)).race->remedy;
  };
  using heddle::lock_guard;
  CHECK(remedy([] {
          heddle::var<int> x{0, "x"};
          heddle::together({[&] { x = 1; }, [&] { x = 2; }});
        }) == "hold one lock at both accesses, or make x an atomic");
  CHECK(remedy([] {
          heddle::var<int> x{0, "x"};
          heddle::mutex a{"a"};
          heddle::mutex b{"b"};
          heddle::thread one{"one", [&] {
                               const lock_guard held{a};
                               x = 1;
                             }};
          heddle::thread two{"two", [&] {
                               const lock_guard held{b};
                               x = 2;
                             }};
          one.join();
          two.join();
        }) == "hold one lock at both: one holds a, but two holds b");
  CHECK(remedy([] {
          heddle::var<int> x{0, "x"};
          heddle::shared_mutex book{"book"};
          const auto write = [&] {
            const heddle::shared_lock held{book};
            x = 1;
          };
          heddle::together({write, write});
        }) == "where it is written, hold book exclusively, not shared");
  CHECK(remedy([] {
          heddle::var<int> x{0, "x"};
          heddle::thread child{"child", [&] { x = 1; }};
          x = 2;
          child.join();
        }).starts_with("access it in main only after the join of child (data_race_test.cpp:"));
  CHECK(remedy([] {
          heddle::var<int> x{0, "x"};
          heddle::atomic<bool> ready{false, "ready"};
          heddle::together({[&] {
                              x = 1;
                              ready.store(true, heddle::memory_order_relaxed);
                            },
                            [&] {
                              if (ready.load()) (void)x.get();
                            }});
        }).starts_with("write ready with memory_order_release (data_race_test.cpp:"));
}

TEST_CASE("data race: found although no execution goes wrong otherwise, and where one does") {
  // Both write the same, whoever comes first.
  const checker::result harmless = explore([] {
    heddle::var<int> x{0, "x"};
    heddle::together({[&] { x = 1; }, [&] { x = 1; }});
  });
  CHECK(harmless.failed == 0);
  CHECK(races_of(harmless).size() == 1);
  // In one execution, without an update lost.
  const auto how = checker::make_strategy("dpor", {});
  checker::check_options options;
  options.max_executions = 1;
  const checker::result first = checker::check(
      "model",
      [] {
        heddle::var<int> x{0, "x"};
        heddle::together({[&] { ++x; }, [&] { ++x; }});
        heddle::check(x == 2, "none is lost");
      },
      *how, options);
  CHECK(first.failed == 0);
  CHECK_FALSE(races_of(first).empty());
  // In executions that end in a deadlock, in a failed check.
  const checker::result stuck = explore([] {
    heddle::var<int> x{0, "x"};
    heddle::counting_semaphore<> never{0};
    heddle::together({[&] { x = 1; },
                      [&] {
                        x = 2;
                        never.acquire();
                      }});
  });
  CHECK(stuck.deadlocked == stuck.executions);
  CHECK(races_of(stuck).size() == 1);
  const checker::result failing = explore([] {
    heddle::var<int> x{0, "x"};
    heddle::together({[&] { x = 1; },
                      [&] {
                        x = 2;
                        heddle::check(false, "no");
                      }});
  });
  CHECK(failing.failed == failing.executions);
  CHECK(races_of(failing).size() == 1);
}

TEST_CASE("data race: invisible accesses race as visible ones do") {
  const std::function<void()> models[] = {[] {
                                            heddle::var<int> x{0, "x"};
                                            heddle::mutex m;
                                            heddle::together({[&] {
                                                                x.set(1);
                                                                const heddle::lock_guard held{m};
                                                                x.set(2);
                                                              },
                                                              [&] {
                                                                {
                                                                  const heddle::lock_guard held{m};
                                                                  (void)x.get();
                                                                }
                                                                x.set(3);
                                                              },
                                                              [&] { (void)x.get(); }});
                                          },
                                          [] {
                                            heddle::var<int> x{100, "x"};
                                            families::unsafe_bank({80, 70}, x);
                                          },
                                          [] {
                                            heddle::var<int> x{0, "x"};
                                            heddle::counting_semaphore<> sign{0};
                                            heddle::together({[&] {
                                                                x.set(1);
                                                                sign.release();
                                                                x.set(2);
                                                              },
                                                              [&] {
                                                                sign.acquire();
                                                                x.set(3);
                                                              }});
                                          }};
  for (const auto& body : models) {
    const checker::result visible = explore(body);
    const checker::result invisible = explore(body, plain_mode::invisible);
    CHECK_FALSE(signatures(visible).empty());
    CHECK(signatures(invisible) == signatures(visible));
    CHECK(invisible.executions < visible.executions);
  }
}

TEST_CASE("data race: its token shows it again") {
  const auto body = [] {
    heddle::var<int> x{0, "x"};
    heddle::together({[&] { x = 1; }, [&] { x = 2; }});
  };
  for (const plain_mode plain : {plain_mode::visible, plain_mode::invisible}) {
    const checker::finding race = only_race(explore(body, plain));
    const checker::replay_result again =
        checker::replay("model", body, checker::parse_token(race.token));
    CHECK(again.divergence.empty());
    REQUIRE(again.found.findings.size() == 1);
    CHECK(again.found.findings[0].signature == race.signature);
  }
}
