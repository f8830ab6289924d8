#include "scheduler/task_set.hpp"

#include <random>
#include <set>
#include <vector>

#include "tests/catch.hpp"

using namespace heddle::scheduler;

namespace {

std::vector<task_index> members(const task_set& tasks) {
  std::vector<task_index> found;
  tasks.for_each([&](task_index task) { found.push_back(task); });
  return found;
}

}  // namespace

TEST_CASE("a task set begins empty") {
  const task_set tasks;
  CHECK(tasks.empty());
  CHECK(tasks.size() == 0);
  CHECK(tasks.first() == no_task);
  CHECK(tasks.nth(0) == no_task);
  CHECK(members(tasks).empty());
}

TEST_CASE("a task set holds members in every word") {
  task_set tasks;
  const std::vector<task_index> some{0, 5, 63, 64, 127, 128, 300, max_tasks - 1};
  for (const task_index task : some) tasks.insert(task);
  CHECK(members(tasks) == some);
  for (std::size_t rank = 0; rank < some.size(); ++rank) CHECK(tasks.nth(rank) == some[rank]);
  CHECK(tasks.nth(some.size()) == no_task);
  CHECK(tasks.first() == 0);
  CHECK_FALSE(tasks.contains(1));
  CHECK_FALSE(tasks.contains(max_tasks - 2));
  tasks.clear();
  CHECK(tasks == task_set{});
  CHECK(tasks.empty());
}

TEST_CASE("a task set that has held a large member equals one that has not") {
  task_set tasks;
  tasks.insert(3);
  tasks.insert(200);
  tasks.erase(200);
  task_set other;
  other.insert(3);
  CHECK(tasks == other);
  CHECK(tasks.size() == 1);
  tasks.erase(3);
  CHECK(tasks.empty());
  CHECK(tasks.first() == no_task);
}

TEST_CASE("members may leave a task set while it is walked") {
  task_set tasks;
  for (task_index task = 60; task < 70; ++task) tasks.insert(task);
  std::size_t count = 0;
  tasks.for_each([&](task_index task) {
    tasks.erase(task);
    ++count;
  });
  CHECK(count == 10);
  CHECK(tasks.empty());
}

TEST_CASE("a task set behaves as a set of numbers") {
  std::mt19937_64 random(7);
  task_set tasks;
  std::set<task_index> model;
  for (int step = 0; step < 2000; ++step) {
    const auto task = static_cast<task_index>(random() % (step % 3 == 0 ? max_tasks : 64));
    if (random() % 2 == 0) {
      tasks.insert(task);
      model.insert(task);
    } else {
      tasks.erase(task);
      model.erase(task);
    }
    REQUIRE(tasks.contains(task) == (model.count(task) != 0));
    REQUIRE(tasks.size() == model.size());
    REQUIRE(tasks.empty() == model.empty());
    REQUIRE(tasks.first() == (model.empty() ? no_task : *model.begin()));
  }
  CHECK(members(tasks) == std::vector<task_index>(model.begin(), model.end()));
}
