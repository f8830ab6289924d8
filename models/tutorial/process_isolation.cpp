// Processes share nothing, as the tutorial says: a child has copies of its parent's variables, and
// what either writes after the start the other never sees.

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/process.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

void process_isolation() {
  var<int> number{1, "number"};
  process child{"child", [&] {
                  number += 1;
                  const int seen = number;
                  observe("child", seen);
                  check(seen == 2, "the child never sees what its parent writes");
                }};
  number = 10;
  child.join();
  const int seen = number;
  observe("parent", seen);
  check(seen == 10, "the parent never sees what its child writes");
}

const model registration{{.name = "tutorial.process.isolation",
                          .summary = "a child's change to a global is invisible to its parent",
                          .body = process_isolation}};

}  // namespace
}  // namespace heddle::models
