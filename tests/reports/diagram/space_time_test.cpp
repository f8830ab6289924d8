#include "reports/diagram/space_time.hpp"

#include <algorithm>
#include <regex>

#include "tests/catch.hpp"
#include "tests/reports/diagram/found.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

bool contains(const std::string& text, const std::string& part) { return count(text, part) > 0; }

int attribute(const std::string& svg, const std::string& name) {
  const std::size_t at = svg.find(name + "=\"") + name.size() + 2;
  return std::stoi(svg.substr(at));
}

/// The steps that groups with `data-step` and `data-last` stand for, in the order of the picture.
std::vector<std::pair<int, int>> ranges_of(const std::string& svg) {
  std::vector<std::pair<int, int>> ranges;
  const std::regex pattern{R"re(data-step="(\d+)" data-last="(\d+)")re"};
  for (std::sregex_iterator at{svg.begin(), svg.end(), pattern}, end; at != end; ++at)
    ranges.emplace_back(std::stoi((*at)[1]), std::stoi((*at)[2]));
  return ranges;
}

/// Every step once, in order.
void check_covers(const std::string& svg, int steps) {
  int next = 1;
  for (const auto& [first, last] : ranges_of(svg)) {
    CHECK(first == next);
    next = last + 1;
  }
  CHECK(next == steps + 1);
}

}  // namespace

TEST_CASE("space-time diagram: the overdraw, a lost wake-up, a deadlock, messages") {
  const auto draw = [](const std::string& name, const std::string& title,
                       const checker::finding& found) {
    const std::string svg = space_time_svg(found.execution, &found, {.title = title});
    CHECK(xml_problem(svg) == "");
    CHECK(svg == space_time_svg(found.execution, &found, {.title = title}));
    check_golden("spacetime_" + name + ".svg", svg);
    check_golden("spacetime_" + name + ".dot",
                 space_time_dot(found.execution, &found, {.title = title}));
  };
  draw("overdraw", "tutorial.bank.unsafe",
       found_in("tutorial.bank.unsafe", finding_kind::invariant));
  draw("lost_wakeup", "classic.lost_wakeup.unlocked_state",
       found_in("classic.lost_wakeup.unlocked_state", finding_kind::lost_wakeup));
  draw("deadlock", "tutorial.deadlock.abba",
       found_in("tutorial.deadlock.abba", finding_kind::deadlock));
  draw("messages", "wrong_sum", wrong_sum_of_messages());
}

TEST_CASE("space-time diagram: shows what broke the rule, who was preempted, and who waits") {
  const checker::result from = overdraw();
  const checker::finding& found = from.findings.front();
  const std::string svg = space_time_svg(found.execution, &found);
  // Step 8 is alice's write of -50, which the check then read.
  CHECK(contains(svg, R"(<g class="step matters wrong" id="step-8" data-step="8")"));
  CHECK(contains(svg, "preempted here, about to: read balance"));
  CHECK(contains(svg, "check fails: the balance is never negative"));
  CHECK(contains(svg, "Why: stale check"));
  CHECK(contains(svg, "its check is out of date"));

  const checker::result other = lock_order_deadlock();
  const std::string stuck = space_time_svg(other.findings[0].execution, &other.findings[0]);
  CHECK(count(stuck, "class=\"waiting\"") + count(stuck, "class=\"waiting matters\"") == 2);
  CHECK(contains(stuck, "hatched-for-ever"));
}

TEST_CASE("space-time diagram: a race is two wrong steps and a line between them") {
  const checker::finding found = found_in("tutorial.bank.unsafe", finding_kind::data_race);
  const std::string svg = space_time_svg(found.execution, &found);
  CHECK(count(svg, " wrong\" id=\"step-") == 2);
  CHECK(count(svg, "<path class=\"unordered\"") == 2);  // and one in the legend
}

TEST_CASE("space-time diagram: embedded, every step has a group, and the page brings the style") {
  const checker::finding found = found_in("tutorial.bank.unsafe", finding_kind::invariant);
  const std::string svg =
      space_time_svg(found.execution, &found, {.everything = true, .embedded = true});
  CHECK(xml_problem(svg) == "");
  CHECK(contains(svg, R"(class="space-time" role="img")"));
  CHECK_FALSE(contains(svg, "<style>"));
  check_covers(svg, static_cast<int>(found.execution.steps.size()));
  for (const auto& step : found.execution.steps)
    CHECK(count(svg, "id=\"step-" + std::to_string(step.number) + "\"") == 1);
  CHECK(contains(space_time_style(), "prefers-color-scheme: dark"));
}

TEST_CASE("space-time diagram: names that mean something elsewhere") {
  const scheduler::execution shown = hostile();
  const std::string svg = space_time_svg(shown, nullptr, {.title = "<script>", .everything = true});
  CHECK(xml_problem(svg) == "");
  CHECK_FALSE(contains(svg, "<script"));
  CHECK_FALSE(contains(svg, "<img"));
  const std::string dot = space_time_dot(shown, nullptr, {.title = "a\"]\n}", .everything = true});
  CHECK(contains(dot, R"(label="a\"]\l}\l")"));
  // Outside of quotes, lines are as long as ours.
  for (const char bad : {'<', '\x01', '\xff'}) CHECK_FALSE(contains(dot.substr(0, 60), {bad}));
}

TEST_CASE("space-time diagram: nothing, one step, and one task") {
  scheduler::execution nothing;
  CHECK(xml_problem(space_time_svg(nothing, nullptr)) == "");
  CHECK(contains(space_time_dot(nothing, nullptr), "digraph"));
  const std::string one = space_time_svg(many_tasks(1), nullptr);
  CHECK(xml_problem(one) == "");
  CHECK(ranges_of(one) == std::vector<std::pair<int, int>>{{1, 1}});
}

TEST_CASE("space-time diagram: 60 tasks and as many objects stay within a few screens") {
  const std::string svg = space_time_svg(many_tasks(60), nullptr, {.everything = true});
  CHECK(xml_problem(svg) == "");
  check_covers(svg, 60);
  CHECK(attribute(svg, "width") < 6000);
  CHECK(count(svg, "<g class=\"name\">") == 120);
}

TEST_CASE("space-time diagram: of 100 000 steps what matters, in a picture no larger than of 100") {
  const scheduler::execution shown = many_steps(100'000);
  const std::string svg = space_time_svg(shown, nullptr, {.everything = true});
  CHECK(xml_problem(svg) == "");
  check_covers(svg, 100'000);
  CHECK(ranges_of(svg).size() <= 90);
  CHECK(svg.size() < 150'000);
  CHECK(attribute(svg, "height") < 4000);
  CHECK(contains(svg, "left out \u2026"));

  checker::finding about;
  about.message = "something";
  about.cone.steps = {50'000, 50'001, 99'000};
  const std::string near = space_time_svg(shown, &about, {.everything = true});
  check_covers(near, 100'000);
  for (const char* step : {"50000", "50001", "99000"})
    CHECK(contains(near, std::string{"step matters\" id=\"step-"} + step + "\""));
  CHECK_FALSE(contains(near, "id=\"step-60000\""));
}

TEST_CASE("space-time diagram: too much that matters is cut, too") {
  const scheduler::execution shown = many_steps(10'000);
  checker::finding about;
  about.message = "all of it";
  for (std::uint32_t step = 1; step <= 10'000; ++step) about.cone.steps.push_back(step);
  const std::string svg = space_time_svg(shown, &about, {.everything = true});
  check_covers(svg, 10'000);
  CHECK(ranges_of(svg).size() <= 90);
}

}  // namespace heddle::reports
