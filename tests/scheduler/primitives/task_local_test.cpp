#include "scheduler/primitives/task_local.hpp"

#include <string>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/thread.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/support.hpp"

using heddle::check;
using heddle::task_local;
using heddle::thread;
using heddle::scheduler::testing::run_once;

namespace {

task_local<int> global{5};

}  // namespace

TEST_CASE("each task has its own") {
  const auto body = [] {
    task_local<std::string> text{std::string("first")};
    check(global == 5 && text->size() == 5, "as constructed");
    global = 6;
    text = "changed";
    thread child{[&] {
      check(global == 5 && *text == "first", "the child's own");
      ++global;
      check(global == 6, "written");
    }};
    child.join();
    check(global == 6 && text.get() == "changed", "the parent's own");
  };
  CHECK(run_once(body).text() == "");
  CHECK(run_once(body).text() == "");
}

TEST_CASE("another variable at the same address is another variable") {
  CHECK(run_once([] {
          for (int number = 0; number < 3; ++number) {
            task_local<int> mine{number};
            check(mine == number, "its own first value");
            mine = 100;
          }
        }).text() == "");
}
