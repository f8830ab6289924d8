#include "scheduler/native_runtime.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/scheduler/native_model.hpp"

using namespace native_model;
using namespace std::chrono_literals;

namespace {

using milliseconds = std::chrono::duration<double, std::milli>;

double real_milliseconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return milliseconds(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

TEST_CASE("a native run ends when its tasks have ended") {
  int ran = 0;
  const native_result result = run([&] {
    task first([&] { ++ran; });
    first.join();
    task second([&] { ++ran; });
  });
  CHECK(ran == 2);
  CHECK(result.finished);
  CHECK_FALSE(result.discarded);
  CHECK(result.failures.empty());
}

TEST_CASE("a native run waits for detached tasks") {
  std::atomic<bool> ended{false};
  run([&] {
    task late([&] {
      current().sleep_until(current().deadline_after(20s), {});
      ended = true;
    });
    late.detach();
  });
  CHECK(ended);
}

TEST_CASE("a native spawn returns once the task has moved what it needs, before its end") {
  const native_result result = run([] {
    object go(object_kind::event);
    task waiting([&] { go.perform(blocking(operation_kind::event_wait)); });
    go.perform(blocking(operation_kind::set));
    waiting.join();
  });
  CHECK(result.finished);
}

TEST_CASE("a native spawn waits for a task that does not say when it has moved") {
  std::atomic<bool> ended{false};
  bool ended_before = false;
  run([&] {
    task_entry entry;
    entry.context = &ended;
    entry.run = [](void* context) {
      current().sleep_until(current().deadline_after(20s), {});
      *static_cast<std::atomic<bool>*>(context) = true;
    };
    task_handle started = current().spawn(entry);
    ended_before = ended;
    current().join(started, {});
  });
  CHECK(ended_before);
}

TEST_CASE("native tasks know themselves") {
  std::vector<task_index> seen;
  run([&] {
    seen.push_back(current().current_task());
    task other([&] { seen.push_back(current().current_task()); });
    other.join();
    CHECK(other.handle().index == seen.at(1));
  });
  CHECK(seen == std::vector<task_index>{0, 1});
  CHECK(current_or_null() == nullptr);
}

TEST_CASE("tasks started together natively meet") {
  // Each waits for both others: possible only if all three run at once.
  const native_result result = run([] {
    object_description three = object::described(object_kind::barrier);
    three.limit = 3;
    object barrier(three);
    auto body = [&] {
      const auto arrived = barrier.perform(blocking(operation_kind::arrive));
      barrier.perform(blocking(operation_kind::pass, arrived.value));
    };
    task_entry entry;
    entry.context = &body;
    entry.run = [](void* context) { (*static_cast<decltype(body)*>(context))(); };
    const std::vector<task_entry> entries(3, entry);
    current().together(entries);
    current().observe("met", "yes");
  });
  CHECK(observed(result, "met") == "yes");
}

TEST_CASE("a failed check ends its task only, and unwinds it") {
  struct guard {
    bool* left;
    ~guard() { *left = true; }
  };
  bool unwound = false;
  bool went_on = false;
  const native_result result = run([&] {
    task failing([&] {
      const guard here{&unwound};
      current().fail_check("two is three", {});
    });
    failing.join();
    went_on = true;
  });
  CHECK(unwound);
  CHECK(went_on);
  REQUIRE(result.failures.size() == 1);
  CHECK(result.failures[0].kind == failure_kind::check);
  CHECK(result.failures[0].task == 1);
  CHECK(result.failures[0].text == "two is three");
}

TEST_CASE("an exception that leaves a native task is a failure with its type and text") {
  const native_result result = run([] {
    task first([] { throw std::runtime_error("no such account"); });
    first.join();
    throw 5;
  });
  REQUIRE(result.failures.size() == 2);
  CHECK(result.failures[0].kind == failure_kind::exception);
  CHECK(result.failures[0].text == "std::runtime_error: no such account");
  CHECK(result.failures[1].text == "int");
}

TEST_CASE("a task that swallows its unwinding ends at its next native operation") {
  bool beyond = false;
  const native_result result = run([&] {
    object mutex(object_kind::mutex);
    try {
      current().fail_check("once", {});
    } catch (...) {  // what models must not do
    }
    mutex.perform(blocking(operation_kind::lock));
    beyond = true;
  });
  CHECK_FALSE(beyond);
  CHECK(result.failures.size() == 1);
}

TEST_CASE("native observations keep the last value of a name") {
  const native_result result = run([] {
    current().observe("turn", "main");
    task other([] { current().observe("turn", "other"); });
    other.join();
    current().observe("end", "main");
  });
  CHECK(result.outcome == std::map<std::string, std::string>{{"end", "main"}, {"turn", "other"}});
}

TEST_CASE("an assumption that does not hold discards the native run") {
  bool beyond = false;
  const native_result result = run([&] {
    current().fail_assumption({});
    beyond = true;
  });
  CHECK(result.finished);
  CHECK(result.discarded);
  CHECK_FALSE(beyond);
  CHECK(result.failures.empty());
}

TEST_CASE("native choices follow from the seed and from who chooses") {
  const auto choices = [](std::uint64_t seed) {
    std::vector<std::uint64_t> taken;
    native_options options;
    options.seed = seed;
    run(
        [&] {
          const auto choose = [&] {
            for (int count = 0; count < 20; ++count) {
              operation choosing = blocking(operation_kind::choose, 5);
              taken.push_back(current().perform(choosing).value);
            }
          };
          choose();
          task first(choose);
          first.join();
          task second(choose);
          second.join();
        },
        options);
    return taken;
  };
  const std::vector<std::uint64_t> once = choices(1);
  REQUIRE(once.size() == 60);
  CHECK(*std::max_element(once.begin(), once.end()) == 4);
  CHECK(*std::min_element(once.begin(), once.end()) == 0);
  CHECK(choices(1) == once);
  CHECK(choices(2) != once);
  // Siblings choose independently.
  CHECK_FALSE(std::equal(once.begin() + 20, once.begin() + 40, once.begin() + 40));
}

TEST_CASE("native time is scaled both ways") {
  // 100 s at a scale of 0.001 are 100 ms.
  virtual_time passed{0};
  const double real = real_milliseconds([&] {
    run([&] {
      const virtual_time begin = current().now();
      current().sleep_until(current().deadline_after(100s), {});
      passed = current().now() - begin;
    });
  });
  CHECK(real >= 100);
  CHECK(real < 2000);
  CHECK(passed >= 100s);
  CHECK(passed < 2000s);
}

TEST_CASE("the native time scale can be changed") {
  native_options options;
  options.time_scale = 0.5;
  const double real = real_milliseconds(
      [&] { run([] { current().sleep_until(current().deadline_after(40ms), {}); }, options); });
  CHECK(real >= 20);
}

TEST_CASE("a native run refuses a time scale that is no positive number") {
  for (const double scale : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::infinity()}) {
    native_options options;
    options.time_scale = scale;
    CHECK_THROWS_AS(run([] {}, options), usage_error);
  }
}

TEST_CASE("a native run cannot begin inside an execution") {
  CHECK_THROWS_AS(run([] { run([] {}); }), usage_error);
}

TEST_CASE("processes and what they share do not exist natively") {
  CHECK_THROWS_AS(run([] {
                    task_entry entry;
                    entry.process = true;
                    entry.run = [](void*) {};
                    current().spawn(entry);
                  }),
                  usage_error);
  CHECK_THROWS_AS(run([] {
                    object_description shared = object::described(object_kind::mutex);
                    shared.process_shared = true;
                    object queue(shared);
                  }),
                  usage_error);
}

TEST_CASE("a task's own storage is empty at first and dropped when the native task ends") {
  struct counted {
    explicit counted(std::atomic<int>& alive_) : alive(&alive_) { ++*alive; }
    ~counted() { --*alive; }
    std::atomic<int>* alive;
  };
  std::atomic<int> alive{0};
  run([&] {
    static const int key = 0;
    const auto use = [&] {
      std::shared_ptr<void>& mine = current().local(&key);
      if (mine == nullptr) mine = std::make_shared<counted>(alive);
      if (mine != current().local(&key)) throw std::logic_error("not the same");
    };
    use();
    task other(use);
    other.join();
    current().observe("alive", std::to_string(alive));
    if (alive != 1) current().fail_check("the other's is gone", {});
  });
  CHECK(alive == 0);
}

TEST_CASE("several may join one native task") {
  int ran = 0;
  const native_result result = run([&] {
    task joined([&] { ++ran; });
    task other([&] { current().join(joined.handle(), {}); });
    joined.join();
    joined.join();
    other.join();
  });
  CHECK(ran == 1);
  CHECK(result.failures.empty());
}

TEST_CASE("joining natively: what the standard throws for is a misuse") {
  const auto misuse_of = [](const native_result& result) {
    return result.failures.size() == 1 ? result.failures[0].what : misuse::none;
  };
  CHECK(misuse_of(run([] {
          task_handle nobody;
          current().join(nobody, {});
        })) == misuse::not_joinable);
  CHECK(misuse_of(run([] {
          task_handle self;
          object known(object_kind::event);
          task other([&] {
            known.perform(blocking(operation_kind::event_wait));
            current().join(self, {});
          });
          self = other.handle();
          known.perform(blocking(operation_kind::set));
        })) == misuse::joins_itself);
}

TEST_CASE("a misuse in a destructor ends the native task at its next operation") {
  bool right_after = false;
  bool beyond = false;
  const native_result result = run([&] {
    object mutex(object_kind::mutex, "A");
    mutex.perform(blocking(operation_kind::unlock));
    right_after = true;
    mutex.perform(blocking(operation_kind::lock));
    beyond = true;
  });
  CHECK(right_after);
  CHECK_FALSE(beyond);
  REQUIRE(result.failures.size() == 1);
  CHECK(result.failures[0].what == misuse::unlock_not_locked);
  CHECK(result.failures[0].text == "A: " + std::string(description_of(misuse::unlock_not_locked)));
}

namespace {

int static_memory = 7;

object_description static_variable() {
  object_description made = object::described(object_kind::variable, "static");
  made.face = &static_memory;
  made.reset = [](void* face) { *static_cast<int*>(face) = 7; };
  return made;
}

object_description static_counter() {
  object_description made = object::described(object_kind::atomic);
  made.value = 40;
  return made;
}

object before_everything(static_variable());
object counter(static_counter());

}  // namespace

TEST_CASE("statics begin each native run anew") {
  for (int round = 0; round < 3; ++round) {
    int found = 0;
    std::uint64_t counted = 0;
    run([&] {
      found = static_memory++;
      operation adding = blocking(operation_kind::read_modify_write, 2);
      adding.function = rmw_function::add;
      adding.type = value_type::u64;
      counter.perform(adding);
      counted = counter.perform(blocking(operation_kind::load)).value;
    });
    CHECK(found == 7);
    CHECK(counted == 42);
  }
}

TEST_CASE("a static that has ended is entered no more") {
  auto gone = std::make_unique<object>(static_variable());
  gone.reset();
  CHECK(run([] {}).finished);
}

TEST_CASE("an object that survives its native run is not the next one's") {
  std::unique_ptr<object> survivor;
  run([&] { survivor = std::make_unique<object>(object_kind::mutex); });
  bool beyond = false;
  const native_result result = run([&] {
    survivor->perform(blocking(operation_kind::lock));
    beyond = true;
  });
  CHECK_FALSE(beyond);
  REQUIRE(result.failures.size() == 1);
  CHECK(result.failures[0].kind == failure_kind::nondeterminism);
}

TEST_CASE("a primitive outside every execution says what is wrong") {
  CHECK_THROWS_AS(counter.perform(blocking(operation_kind::load)), usage_error);
}

TEST_CASE("a native run that hangs is given up, and its failures are told") {
  // What its threads use must outlive the test: they never end.
  static object_description never_set = object::described(object_kind::event);
  native_options options;
  options.wait_at_most = 100ms;
  native_result result;
  static std::function<void()> body = [] {
    object forever(never_set);
    task failing([] { current().fail_check("told", {}); });
    failing.join();
    forever.perform(blocking(operation_kind::event_wait));
  };
  task_entry entry;
  entry.run = [](void*) { body(); };
  const double real = real_milliseconds([&] { result = native_runtime::run(entry, options); });
  CHECK_FALSE(result.finished);
  CHECK(result.outcome.empty());
  REQUIRE(result.failures.size() == 1);
  CHECK(result.failures[0].text == "told");
  CHECK(real >= 100);
  CHECK(real < 2000);
}
