#include "reports/text/cause.hpp"

#include <string>

#include "reports/text/text.hpp"
#include "tests/catch.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;
using checker::cause_kind;

namespace {

/// The causes that no other golden file shows, in words.
std::string other_causes() {
  written_execution shown{"models/classic/causes.cpp"};
  const int one = shown.task("one");
  const int two = shown.task("two");
  const int x = shown.object("x", scheduler::object_kind::variable, "0");
  const int y = shown.object("y", scheduler::object_kind::variable, "0");
  shown.write(one, x, "1", 5).write(two, x, "2", 5).read(one, x, 6);
  shown.write(two, y, "3", 7);
  checker::finding found;
  found.execution = shown.told;
  std::string text;
  const auto add = [&](const checker::cause& why) {
    found.because = why;
    text += cause_text(found, {}) + "\n";
  };
  add({.kind = cause_kind::atomicity_violation,
       .task = one,
       .other = two,
       .first = shown.cause_step(1),
       .between = shown.cause_step(2),
       .second = shown.cause_step(3)});
  add({.kind = cause_kind::partial_update,
       .task = two,
       .other = one,
       .first = shown.cause_step(2),
       .between = shown.cause_step(3),
       .second = shown.cause_step(4)});
  add({.kind = cause_kind::order_violation,
       .task = one,
       .other = two,
       .first = shown.cause_step(3),
       .between = shown.cause_step(4)});
  return text;
}

}  // namespace

TEST_CASE("cause: reports as in the golden files") {
  check_golden("lost_update.txt", model_report(lost_update(), {}));
  check_golden("stolen_wakeup.txt", model_report(stolen_wakeup(), {}));
  check_golden("causes.txt", other_causes());
}

TEST_CASE("cause: no line is wider than asked for") {
  for (const std::size_t width : {60U, 72U, 80U}) {
    text_options options;
    options.width = width;
    CHECK(widest_line(model_report(lost_update(), options)) <= width);
    CHECK(widest_line(model_report(stolen_wakeup(), options)) <= width);
  }
}

TEST_CASE("cause: nothing is said where nothing is known") {
  const checker::result unknown = twelve_tasks();
  CHECK(cause_sentence(unknown.findings.at(0)).empty());
  CHECK(cause_text(unknown.findings.at(0), {}).empty());
}

}  // namespace heddle::reports
