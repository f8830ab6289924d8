#include "checker/strategies/task_weights.hpp"

#include "scheduler/failure.hpp"
#include "tests/catch.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

using checker::task_counts;

namespace {

scheduler::event done(scheduler::task_index task, std::uint32_t object,
                      std::uint32_t second = scheduler::no_object) {
  scheduler::event one;
  one.task = task;
  one.kind = scheduler::operation_kind::write;
  one.object = object;
  one.second = second;
  return one;
}

/// Main starts two tasks, the second of them a third.
const std::vector<task_counts::birth> births{{}, {0, 0}, {0, 1}, {2, 0}};

task_counts learnt(bool by_object) {
  task_counts counts(by_object);
  counts.learn(births, std::vector{done(0, 5), done(1, 5), done(1, 6), done(2, 6, 5), done(3, 6)});
  return counts;
}

}  // namespace

TEST_CASE("counts of tasks are kept by descent, and weigh with those of their children") {
  task_counts counts = learnt(false);
  CHECK(counts.text() == "1-2.2.1-1.1");
  counts.select(task_counts::everything);
  const std::uint32_t main = counts.find(task_counts::nobody, 0);
  const std::uint32_t second = counts.find(main, 1);
  CHECK(counts.weight(main) == 5);
  CHECK(counts.weight(second) == 2);
  CHECK(counts.weight(counts.find(second, 0)) == 1);
  CHECK(counts.find(main, 2) == task_counts::nobody);
  CHECK(counts.weight(task_counts::nobody) == 0);
}

TEST_CASE("of two executions the larger counts are kept, and tasks of either") {
  task_counts counts = learnt(false);
  counts.learn(std::vector<task_counts::birth>{{}, {0, 0}, {0, 1}, {0, 2}},
               std::vector{done(0, 5), done(0, 5), done(1, 5), done(3, 5)});
  CHECK(counts.text() == "2-3.2.1-1.1.1");
}

TEST_CASE("counts by object know what tasks share") {
  task_counts counts = learnt(true);
  CHECK(counts.text() == "5x1-2.5x1+6x1.5x1+6x1-1.6x1");
  CHECK(counts.shared_objects() == std::vector<std::uint32_t>{5, 6});
  counts.select(6);
  const std::uint32_t main = counts.find(task_counts::nobody, 0);
  CHECK(counts.weight(main) == 3);
  CHECK(counts.weight(counts.find(main, 1)) == 2);
  task_counts own(true);
  own.learn(births, std::vector{done(0, 5), done(1, 6)});
  CHECK(own.shared_objects().empty());
}

TEST_CASE("counts come back from their text") {
  for (const char* text : {"0", "7", "1-2.2.1-1.1", "3-3.1.1.1", "0-1.0-1.0-1.4"}) {
    CHECK(task_counts::from_text(false, text).text() == text);
  }
  for (const char* text : {"0", "0x7", "5x1-2.5x1+6x1.5x1+6x1-1.6x1", "0-2.0.3x4"})
    CHECK(task_counts::from_text(true, text).text() == text);
  CHECK_THROWS_AS(task_counts::from_text(false, ""), scheduler::usage_error);
  CHECK_THROWS_AS(task_counts::from_text(true, "0x"), scheduler::usage_error);
}

TEST_CASE("tasks are drawn in proportion to their weights") {
  scheduler::task_set tasks;
  for (const int each : {1, 4, 100}) tasks.insert(static_cast<scheduler::task_index>(each));
  const auto weight = [](scheduler::task_index task) -> std::uint64_t { return task == 4 ? 2 : 1; };
  // The low half of the number falls into quarters: one, two of the second, one.
  constexpr std::uint64_t quarter = std::uint64_t{1} << 30U;
  CHECK(checker::draw_by_weight(tasks, 0, weight) == 1);
  CHECK(checker::draw_by_weight(tasks, quarter - 1, weight) == 1);
  CHECK(checker::draw_by_weight(tasks, quarter, weight) == 4);
  CHECK(checker::draw_by_weight(tasks, 3 * quarter - 1, weight) == 4);
  CHECK(checker::draw_by_weight(tasks, 3 * quarter, weight) == 100);
  CHECK(checker::draw_by_weight(tasks, 1, [](auto) { return std::uint64_t{0}; }) ==
        scheduler::no_task);
}
