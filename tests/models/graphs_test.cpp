#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "checker/check.hpp"
#include "checker/model.hpp"
#include "checker/strategy.hpp"
#include "reports/graph/deadlock_graph.hpp"
#include "reports/graph/graph_drawing.hpp"
#include "reports/graph/graph_shapes.hpp"
#include "tests/catch.hpp"

namespace checker = heddle::checker;
namespace reports = heddle::reports;
using heddle::scheduler::execution;

namespace {

/// A deadlock of each kind that there is among the models.
constexpr const char* deadlocked[] = {
    "tutorial.deadlock.abba",           // two locks
    "classic.philosophers.naive",       // three locks
    "classic.callback.under_lock",      // a lock taken twice
    "classic.early_return.waited_for",  // a lock left behind
    "classic.channel_cycle.send_all",  "classic.future_cycle.both_ask",
    "classic.latch.early_return",      "classic.lock_upgrade.both_upgrade",
    "classic.lost_wakeup.no_state",    "classic.nested_monitors.held",
    "classic.rendezvous.wait_first",   "classic.thread_pool.all_wait",
};

checker::result search(const char* name) {
  const heddle::model* const subject = checker::find_model(name);
  REQUIRE(subject != nullptr);
  const auto how = checker::make_strategy("dpor", {});
  checker::check_options options;
  options.execution = checker::effective_options(*subject);
  options.stop = checker::stop_at::first;
  return checker::check(*subject, *how, options);
}

reports::graph_box box_of(const reports::graph_picture::node& one) {
  const bool circle = one.form == reports::graph_picture::shape::circle;
  const double width = circle ? reports::task_radius : reports::resource_half_width;
  const double height = circle ? reports::task_radius : reports::resource_half_height;
  return {one.middle.x - width, one.middle.y - height, 2 * width, 2 * height};
}

bool overlap(const reports::graph_box& left, const reports::graph_box& right) {
  return left.left < right.right() && right.left < left.right() && left.top < right.bottom() &&
         right.top < left.bottom();
}

bool is_clear(const reports::graph_picture& picture) {
  std::vector<reports::graph_box> boxes;
  for (const auto& one : picture.nodes) boxes.push_back(box_of(one));
  for (const auto& one : reports::draw_edges(picture).labels) boxes.push_back(one);
  for (std::size_t left = 0; left < boxes.size(); ++left)
    for (std::size_t right = left + 1; right < boxes.size(); ++right)
      if (overlap(boxes[left], boxes[right])) return false;
  return true;
}

}  // namespace

TEST_CASE("graphs of the models' deadlocks have no overlaps, and know who holds what") {
  for (const char* const name : deadlocked) {
    CAPTURE(name);
    const checker::result found = search(name);
    bool any = false;
    for (const checker::finding& one : found.findings) {
      if (!reports::has_deadlock_graph(one)) continue;
      any = true;
      const reports::graph_subject subject{
          .model = name, .found = &one, .execution = &one.execution, .order = nullptr};
      CHECK(is_clear(reports::deadlock_picture(subject)));
      CHECK(reports::deadlock_svg(subject) == reports::deadlock_svg(subject));

      // The detector and the walk through the record find the same holders of locks. (Semaphores
      // that are signals have none here.)
      std::set<std::pair<int, int>> told;
      std::set<std::pair<int, int>> walked;
      for (const checker::blocked_task& waiter : one.blocked)
        for (const auto& hold : waiter.holds)
          if (one.execution.objects[static_cast<std::size_t>(hold.object)].kind ==
              heddle::scheduler::object_kind::mutex)
            told.emplace(waiter.task, hold.object);
      const reports::resource_graph last =
          reports::resource_graph_at(one.execution, one.execution.steps.size());
      for (const auto& each : last.assignments)
        if (std::ranges::count(one.blocked, each.task, &checker::blocked_task::task) != 0)
          walked.emplace(each.task, each.object);
      CHECK(told == walked);
      // Who is blocked asks for the same thing in both.
      for (const checker::blocked_task& waiter : one.blocked) {
        const auto asked =
            std::ranges::find(last.requests, waiter.task, &reports::resource_graph::request::task);
        REQUIRE(asked != last.requests.end());
        CHECK(asked->object == waiter.object);
        CHECK(asked->since == waiter.since);
        CHECK(asked->where == waiter.waits_at);
      }
    }
    CHECK(any);
  }
}
