#pragma once

#include <cstdint>
#include <vector>

#include "scheduler/operation_table.hpp"
#include "tests/catch.hpp"

/// What tests of single operations share: a few states, and short ways to write operations.
namespace heddle::scheduler::table_tests {

using kind = operation_kind;

inline constexpr task_index alice = 0;
inline constexpr task_index bob = 1;
inline constexpr task_index carol = 2;

/// Objects 0 and 1, and three started tasks.
struct scene {
  explicit scene(object_kind first, object_kind second = object_kind::mutex) {
    objects[0].kind = first;
    objects[1].kind = second;
    for (task_state& task : tasks) task.started = true;
  }

  [[nodiscard]] state_view view() { return {objects, tasks, now, time, spurious}; }

  result perform(task_index task, const operation& what, alternative way = 0) {
    REQUIRE(enabled(view(), task, what));
    return apply(view(), task, what, way);
  }

  /// Performs what must be a misuse, and checks that it changes nothing.
  misuse wrong(task_index task, const operation& what) {
    const std::vector<object_state> before = objects;
    const result given = perform(task, what);
    CHECK(given.how == outcome::misuse);
    CHECK_FALSE(given.succeeded());
    CHECK(objects == before);
    return given.wrong;
  }

  [[nodiscard]] std::vector<alternative> ways(task_index task, const operation& what) {
    std::vector<alternative> found;
    for_each_alternative(view(), task, what, [&](alternative way) { found.push_back(way); });
    CHECK(count_alternatives(view(), task, what) == found.size());
    CHECK(enabled(view(), task, what) == !found.empty());
    for (std::uint32_t rank = 0; rank < found.size(); ++rank)
      CHECK(nth_alternative(view(), task, what, rank) == found[rank]);
    return found;
  }

  std::vector<object_state> objects{2};
  std::vector<task_state> tasks{3};
  virtual_time now{0};
  time_mode time = time_mode::any;
  bool spurious = false;
};

using ways_list = std::vector<alternative>;

inline operation make(kind what, object_index object = 0, std::uint64_t argument = 0) {
  operation made{what};
  made.object = object;
  made.argument = argument;
  return made;
}

inline operation attempt(operation what) {
  what.timing = patience::attempt;
  return what;
}

inline operation timed(operation what, int deadline) {
  what.timing = patience::timed;
  what.deadline = virtual_time{deadline};
  return what;
}

inline operation with_second(operation what, object_index second) {
  what.second = second;
  return what;
}

inline operation expecting(operation what, std::uint64_t expected) {
  what.expected = expected;
  return what;
}

}  // namespace heddle::scheduler::table_tests
