#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "reports/graph/deadlock_graph.hpp"
#include "reports/graph/graph_drawing.hpp"
#include "reports/graph/graph_shapes.hpp"
#include "reports/graph/layout.hpp"
#include "reports/graph/lock_order_graph.hpp"
#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/written_deadlocks.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports::test {

using checker::blocked_task;
using checker::helper;
using scheduler::execution;
using scheduler::object_kind;
using scheduler::operation_kind;

namespace {

graph_subject subject_of(const checker::result& from) {
  const checker::finding& found = from.findings.front();
  return {.model = from.model,
          .found = &found,
          .execution = &found.execution,
          .order = found.predicted ? &*found.predicted : nullptr};
}

void check_goldens(const std::string& name, const checker::result& from) {
  const graph_subject subject = subject_of(from);
  check_golden("graph_" + name + ".dot", deadlock_dot(subject));
  check_golden("graph_" + name + ".svg", deadlock_svg(subject));
}

/// Tasks in a ring, each of which has a lock that the one before wants, and main, which joins one.
checker::result ring_of(int size, const std::string& task_name, const std::string& lock_name) {
  written_execution shown{"models/classic/ring.cpp"};
  const int main = shown.task("main");
  std::vector<int> tasks;
  std::vector<int> locks;
  for (int place = 0; place < size; ++place) {
    tasks.push_back(shown.task(task_name + std::to_string(place)));
    locks.push_back(shown.object(lock_name + std::to_string(place), object_kind::mutex, "free"));
  }
  for (const int task : tasks) shown.spawn(main, task, 5);
  checker::finding one;
  one.kind = finding_kind::deadlock;
  one.message = fmt::format("{} tasks wait for ever", size);
  one.deadlock = checker::deadlock_facts{};
  one.blocked.push_back({.task = main,
                         .waits_for = "join",
                         .waits_at = shown.line(9),
                         .since = static_cast<std::uint32_t>(size),
                         .bystander = true,
                         .what = checker::waited_for::end_of_task,
                         .helpers = {helper{.task = tasks.front()}}});
  for (std::size_t place = 0; place < tasks.size(); ++place) {
    const std::size_t next = (place + 1) % tasks.size();
    shown.lock(tasks[place], locks[place], 7);
    const auto step = static_cast<std::uint32_t>(shown.told.steps.size());
    one.deadlock->cycle.push_back(static_cast<int>(place) + 1);
    one.blocked.push_back({.task = tasks[place],
                           .waits_for = "lock",
                           .waits_at = shown.line(8),
                           .since = step,
                           .holds = {{locks[place], step, shown.line(7)}},
                           .object = locks[next],
                           .capacity = 1,
                           .helpers = {{tasks[next], true, false, step, shown.line(7)}}});
  }
  for (std::size_t place = 0; place < tasks.size(); ++place)
    shown.stuck(tasks[place], "lock", locks[(place + 1) % tasks.size()], execution::none, 8);
  shown.stuck(main, "join", execution::none, tasks.front(), 9);
  one.execution = shown.told;
  checker::result from = nothing_found("classic.ring", checker::coverage_kind::complete, 1);
  from.findings.push_back(one);
  return from;
}

checker::lock_order two_orders(checker::lock_order_status status) {
  const auto line = [](std::uint32_t number) {
    return scheduler::source_line{"models/classic/transfer.cpp", number, ""};
  };
  return {.edges = {{.task = "to bob",
                     .held = "lock of alice",
                     .held_since = 3,
                     .taken_at = line(28),
                     .wanted = "lock of bob",
                     .wanted_since = 4,
                     .wanted_at = line(29)},
                    {.task = "to alice",
                     .held = "lock of bob",
                     .held_since = 7,
                     .taken_at = line(28),
                     .wanted = "lock of alice",
                     .wanted_since = 0,
                     .wanted_at = line(29)}},
          .status = status,
          .broken = std::nullopt,
          .directed = 10,
          .executions = 12};
}

bool overlap(const graph_box& left, const graph_box& right) {
  return left.left < right.right() && right.left < left.right() && left.top < right.bottom() &&
         right.top < left.bottom();
}

graph_box box_of(const graph_picture::node& one) {
  const bool circle = one.form == graph_picture::shape::circle;
  const double width = circle ? task_radius : resource_half_width;
  const double height = circle ? task_radius : resource_half_height;
  return {one.middle.x - width, one.middle.y - height, 2 * width, 2 * height};
}

/// How many pairs of nodes and labels overlap.
std::size_t overlaps(const graph_picture& picture) {
  const graph_drawing drawing = draw_edges(picture);
  std::vector<graph_box> boxes;
  for (const graph_picture::node& one : picture.nodes) boxes.push_back(box_of(one));
  for (const graph_box& one : drawing.labels) boxes.push_back(one);
  std::size_t count = 0;
  for (std::size_t left = 0; left < boxes.size(); ++left)
    for (std::size_t right = left + 1; right < boxes.size(); ++right)
      if (overlap(boxes[left], boxes[right])) ++count;
  return count;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

bool has(const std::string& text, const std::string& part) { return count_of(text, part) > 0; }

}  // namespace

TEST_CASE("deadlock graph: each shape of deadlock as in the golden files") {
  check_goldens("ring", lock_order_deadlock());
  check_goldens("itself", relock());
  check_goldens("abandoned", abandoned_lock());
  check_goldens("lost_wakeup", missed_notification());
  check_goldens("condition", too_few_notifications());
  check_goldens("semaphores", crossed_semaphores());
  check_goldens("join", join_under_lock());
  check_goldens("together", together_under_lock());
}

TEST_CASE("lock-order graph: as in the golden files, potential, confirmed or refuted") {
  const auto draw = [](checker::lock_order_status status) {
    const checker::lock_order order = two_orders(status);
    const graph_subject subject{
        .model = "classic.transfer", .found = nullptr, .execution = nullptr, .order = &order};
    return std::pair{lock_order_dot(subject), lock_order_svg(subject)};
  };
  const auto [dot, svg] = draw(checker::lock_order_status::potential);
  check_golden("graph_lock_order.dot", dot);
  check_golden("graph_lock_order.svg", svg);
  CHECK(has(svg, "POTENTIAL"));
  CHECK(has(svg, "not in 10 directed executions"));
  CHECK(
      has(draw(checker::lock_order_status::confirmed).second, "Confirmed: directed execution 10"));
  CHECK(has(draw(checker::lock_order_status::refuted).second, "Refuted: 12 executions"));
}

TEST_CASE("deadlock graph: names of people break nothing") {
  checker::result from = ring_of(2, "\"];x</svg><script>alert(1)</script>\\ ]]>&amp;\n",
                                 "<b>--></style>\x01\xff{|}\\N\"");
  check_goldens("hostile", from);
  const std::string svg = deadlock_svg(subject_of(from));
  CHECK(!has(svg, "<script"));
  CHECK(!has(svg, "<b>"));
  CHECK(count_of(svg, "</svg>") == 1);
  CHECK(count_of(svg, "</style>") == 1);
}

TEST_CASE("deadlock graph: nothing overlaps in rings of 2 to 8 tasks, whatever their names") {
  for (int size = 2; size <= 8; ++size) {
    CAPTURE(size);
    CHECK(overlaps(deadlock_picture(subject_of(ring_of(size, "philosopher ", "fork ")))) == 0);
    CHECK(overlaps(deadlock_picture(subject_of(ring_of(
              size, "a very long name of a task ", "an-object-whose-name-has-no-spaces-")))) == 0);
  }
}

TEST_CASE("deadlock graph: the ring is a ring around its middle") {
  const checker::result from = ring_of(5, "task ", "lock ");
  const resource_graph graph = resource_graph_of(from.findings.front());
  const graph_layout layout = layout_of(graph);
  // Five tasks and five locks with 220 pixels from one to the next: a circle with the radius
  // 110 / sin(18 degrees) = 356.
  const auto away = [&](graph_point one) {
    return std::hypot(one.x - layout.centre.x, one.y - layout.centre.y);
  };
  for (const auto& one : graph.tasks)
    if (one.part == graph_part::ring) CHECK(std::abs(away(layout.tasks.at(one.task)) - 356) < 2);
  for (const auto& one : graph.resources)
    CHECK(std::abs(away(layout.resources.at(one.object)) - 356) < 2);
  CHECK(away(layout.tasks.at(0)) > 450);  // main is outside
}

TEST_CASE("deadlock graph: sixty tasks are drawn, each name once in a node") {
  const checker::result from = ring_of(60, "task ", "lock ");
  const std::string svg = deadlock_svg(subject_of(from));
  for (int place = 0; place < 60; ++place)
    CHECK(count_of(svg, fmt::format("<title>task {}</title>", place)) == 1);
  CHECK(svg == deadlock_svg(subject_of(from)));
}

TEST_CASE("deadlock graph: more permits than there is room for are one dot and a number") {
  graph_picture::node one{.form = graph_picture::shape::square, .name = "permits", .dots = 8};
  CHECK(dots_drawn(one) == 8);
  CHECK(note_text(one).empty());
  one.dots = 100'000;
  CHECK(dots_drawn(one) == 1);
  CHECK(note_text(one) == "100000 instances");
}

TEST_CASE("resource graph: the ring of two locks closes step by step") {
  const checker::result from = ring_of(2, "task ", "lock ");
  execution told = from.findings.front().execution;
  // Steps: main starts both (1, 2), the tasks take their locks (3, 4). After the third step task 1
  // is not enabled if it asks for lock 0 next; here it still has a step of its own.
  told.steps[3].enabled = {0, 2};
  CHECK(resource_graph_at(told, 0).tasks.size() == 1);
  CHECK(resource_graph_at(told, 1).tasks.size() == 2);
  CHECK(resource_graph_at(told, 2).assignments.empty());
  const resource_graph third = resource_graph_at(told, 3);
  REQUIRE(third.assignments.size() == 1);
  CHECK(third.assignments.front().task == 1);
  CHECK(third.assignments.front().since == 3);
  const resource_graph last = resource_graph_at(told, 4);
  CHECK(last.assignments.size() == 2);
  // Both tasks wait for a lock, main for a task.
  REQUIRE(last.requests.size() == 3);
  CHECK(last.requests[0].other_task == 1);
  CHECK(last.requests[1].object == 1);
  CHECK(last.requests[2].object == 0);
}

TEST_CASE("resource graph: a wait gives the mutex back, and who is notified waits for it") {
  written_execution shown{"waiting.cpp"};
  const int waiter = shown.task("waiter");
  const int other = shown.task("other");
  const int mutex = shown.object("mutex", object_kind::mutex, "free");
  const int ready = shown.object("ready", object_kind::condition_variable, "waited on by nobody");
  shown.lock(waiter, mutex, 1);
  shown.step(waiter, operation_kind::wait, ready, "wait on ready", "waited on by waiter", 2);
  shown.told.steps.back().second = mutex;
  shown.lock(other, mutex, 3);
  shown.told.steps.back().enabled = {other};
  shown.step(other, operation_kind::notify_one, ready, "notify_one", "waited on by nobody", 4);
  shown.told.steps.back().other_task = waiter;
  shown.told.steps.back().enabled = {other};
  shown.unlock(other, mutex, 5);
  shown.told.steps.back().enabled = {other};
  shown.step(waiter, operation_kind::wake, ready, "wake up", "waited on by nobody", 2);
  shown.told.steps.back().second = mutex;
  shown.told.steps.back().enabled = {waiter, other};
  const execution& told = shown.told;

  // After step 2 nobody has the mutex, and the waiter waits for the condition variable.
  const resource_graph asleep = resource_graph_at(told, 2);
  CHECK(asleep.assignments.empty());
  REQUIRE(asleep.requests.size() == 1);
  CHECK(asleep.requests.front().object == ready);
  CHECK(asleep.resources.front().instances == 0);
  // After the notification (step 4) it waits for the mutex, which the other has.
  const resource_graph notified = resource_graph_at(told, 4);
  REQUIRE(notified.requests.size() == 1);
  CHECK(notified.requests.front().object == mutex);
  REQUIRE(notified.assignments.size() == 1);
  CHECK(notified.assignments.front().task == other);
  // In the end the waiter has it again, since step 6.
  const resource_graph awake = resource_graph_at(told, 6);
  REQUIRE(awake.assignments.size() == 1);
  CHECK(awake.assignments.front().task == waiter);
  CHECK(awake.assignments.front().since == 6);
}

TEST_CASE("resource graph: a semaphore that others release is a signal that nobody has") {
  written_execution shown{"permits.cpp"};
  const int one = shown.task("one");
  const int two = shown.task("two");
  const int permits = shown.object("permits", object_kind::semaphore, "3 of 5");
  shown.step(one, operation_kind::acquire, permits, "acquire permits 2", "1 of 5", 1);
  CHECK(resource_graph_at(shown.told, 1).assignments.front().units == 2);
  CHECK(resource_graph_at(shown.told, 1).resources.front().instances == 3);
  shown.step(two, operation_kind::release, permits, "release permits", "2 of 5", 2);
  CHECK(resource_graph_at(shown.told, 1).assignments.empty());
}

TEST_CASE("resource graph: of all steps each node and edge is there once, with its part") {
  const checker::result from = ring_of(3, "task ", "lock ");
  const checker::finding& found = from.findings.front();
  const resource_graph all = resource_graph_of_all_steps(found.execution, &found);
  CHECK(all.tasks.size() == 4);
  CHECK(all.resources.size() == 3);
  CHECK(all.assignments.size() == 3);
  for (const auto& one : all.assignments) CHECK(one.part == graph_part::ring);
  const graph_layout layout = layout_of(all);
  CHECK(layout.tasks.size() == 4);
  CHECK(layout.resources.size() == 3);
}

}  // namespace heddle::reports::test
