#include "scheduler/primitives/var.hpp"

#include <set>
#include <string>
#include <vector>

#include "scheduler/location.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/process.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/together.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/support.hpp"

using heddle::var;
using heddle::scheduler::testing::all_schedules;
using heddle::scheduler::testing::run_once;
using heddle::scheduler::testing::run_record;

namespace {

using texts = std::set<std::string>;

var<int> global{7, "global"};
var<std::string> global_text{std::string("first"), "global text"};

struct point {
  int x;
  int y;
};

/// The line an event was announced from.
std::uint32_t line_of(const run_record& record, std::size_t event) {
  return heddle::scheduler::resolve(record.announced.at(event).site).line;
}

}  // namespace

TEST_CASE("operators of a variable do what they do on a plain one") {
  const run_record record = run_once([] {
    var<int> x{10, "x"};
    heddle::check((x = 12) == 12 && x == 12, "=");
    heddle::check((x += 3) == 15 && (x -= 5) == 10 && (x *= 4) == 40 && (x /= 5) == 8, "sums");
    heddle::check((x %= 5) == 3 && (x |= 4) == 7 && (x &= 6) == 6 && (x ^= 3) == 5, "bits");
    heddle::check((x <<= 2) == 20 && (x >>= 1) == 10, "shifts");
    heddle::check(++x == 11 && x++ == 11 && x == 12 && --x == 11 && x-- == 11 && x == 10, "steps");
    heddle::check(x.get() == 10, "get");
    x.set(-1);
    heddle::check(x == -1 && x < 0, "negative");
    var<int> y{5};
    heddle::check((x = y) == 5 && x == 5, "from another");
    var<unsigned char> small{250};
    heddle::check((small += 10) == 4 && small == 4, "small types wrap");
    var<bool> flag;
    heddle::check(!flag, "value-initialised");
    flag |= true;
    heddle::check(flag, "flag");
    int values[3] = {1, 2, 3};
    var<int*> pointer{values};
    pointer += 2;
    --pointer;
    heddle::check(*pointer == 2, "pointers");
    var number{0.5};
    number *= 3;
    heddle::check(number == 1.5, "floats");
  });
  CHECK(record.text() == "");
}

TEST_CASE("compound assignment is a read, then a write") {
  const run_record record = run_once([] {
    var<int> x{1};
    x += 2;
    x++;
    (void)static_cast<int>(x);
    x = 5;
  });
  CHECK(record.kinds() == "read write read write read write");
  CHECK(record.events.at(1).argument == 3);
  CHECK(record.events.at(3).argument == 4);
}

TEST_CASE("two increments of a plain variable may lose one") {
  const auto found = all_schedules([] {
    var<int> x{0, "x"};
    heddle::together({[&] { ++x; }, [&] { x += 1; }});
    heddle::observe("x", x);
  });
  CHECK(found.outcomes() == texts{"x=1", "x=2"});
  // Interleavings of two reads and two writes: 4! / (2! 2!).
  CHECK(found.executions == 6);
}

TEST_CASE("a variable holds any copyable type") {
  const auto found = all_schedules([] {
    var<std::vector<int>> list{{1, 2}, "list"};
    var<std::string> text{std::string("a")};
    var<point> place{{1, 2}};
    heddle::together({[&] { text += "b"; },
                      [&] {
                        std::vector<int> longer = list;
                        longer.push_back(3);
                        list = longer;
                        text += "c";
                      }});
    heddle::observe("list", list);
    heddle::observe("text", text);
    place = point{3, 4};
    const point now = place;
    heddle::check(now.x == 3 && now.y == 4, "a structure");
  });
  CHECK(found.outcomes() == texts{"list=[1, 2, 3] text=ab", "list=[1, 2, 3] text=abc",
                                  "list=[1, 2, 3] text=ac", "list=[1, 2, 3] text=acb"});
}

TEST_CASE("a global begins each execution anew") {
  const auto body = [] {
    heddle::observe("number", global);
    heddle::observe("text", global_text);
    global += 1;
    global_text += "!";
    heddle::check(global == 8 && global_text.get() == "first!", "written");
  };
  CHECK(run_once(body).text() == "number=7 text=first");
  CHECK(run_once(body).text() == "number=7 text=first");
}

TEST_CASE("outside an execution a variable cannot be used") {
  CHECK_THROWS_AS(global.get(), heddle::scheduler::usage_error);
  CHECK_THROWS_AS(global = 3, heddle::scheduler::usage_error);
  CHECK_THROWS_AS(global++, heddle::scheduler::usage_error);
}

TEST_CASE("a process has its own copy") {
  const auto found = all_schedules([] {
    var<int> number{1, "number"};
    var<std::string> text{std::string("a"), "text"};
    number = 2;
    heddle::process child{"child", [&] {
                            heddle::check(number == 2, "as it was at the start");
                            number = 3;
                            text += "child";
                            heddle::observe("child", text);
                          }};
    text += "parent";
    child.join();
    heddle::observe("number", number);
    heddle::observe("parent", text);
  });
  CHECK(found.outcomes() == texts{"child=achild number=2 parent=aparent"});
}

TEST_CASE("every access knows its line") {
  std::uint32_t first = 0;
  const auto body = [&first] {
    var<int> x{1};
    var<int> y{1};
    first = __LINE__ + 1;
    x = 2;
    x += 2;
    (void)x.get();
    x.set(4);
    const int copy = x;
    ++x;
    x--;
    if (x == copy) heddle::check(true);
    x = y;
    heddle::observe("x", x);
  };
  const run_record record = run_once(body);
  REQUIRE(record.events.size() == 14);
  // The places of the accesses of each line, in order.
  const std::vector<std::uint32_t> lines{0, 1, 1, 2, 3, 4, 5, 5, 6, 6, 7, 8, 8, 9};
  for (std::size_t event = 0; event < lines.size(); ++event) {
    INFO("event " << event);
    if (heddle::scheduler::resolve(record.announced[event].site).known())
      CHECK(line_of(record, event) == first + lines[event]);
  }
}
