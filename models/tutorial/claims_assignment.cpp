// "GIL是万能的吗": the tutorial says that a simple assignment such as `x = 1` is atomic. It holds:
// it is one bytecode, and whoever reads x sees the value before it or the one after it, with a GIL
// of either kind and without one.

#include "checker/model.hpp"
#include "models/python/global.hpp"
#include "models/python/interpreter.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"

namespace heddle::models {
namespace {

using python::switching;

void assignment(switching how) {
  python::interpreter interpreter{how};
  python::global<int> x{interpreter, 0, "x"};
  int seen = 0;
  python::thread t1{interpreter, "t1", [&] { x = 1; }};
  python::thread t2{interpreter, "t2", [&] { x = 2; }};
  python::thread reader{interpreter, "reader", [&] { seen = x.load(); }};
  t1.join();
  t2.join();
  reader.join();
  const int last = x.at_the_end();
  observe("seen", seen);
  observe("x", last);
  check(seen == 0 || seen == 1 || seen == 2, "a reader sees a value that was assigned");
  check(last == 1 || last == 2, "x ends with a value that was assigned");
}

const model python_3_9{{.name = "tutorial.claims.assignment.python_3_9",
                        .summary = "x = 1 is atomic: holds up to Python 3.9",
                        .body = [] { assignment(switching::between_bytecodes); }}};
const model python_3_10{{.name = "tutorial.claims.assignment.python_3_10",
                         .summary = "x = 1 is atomic: holds from Python 3.10",
                         .body = [] { assignment(switching::at_calls_and_jumps); }}};
const model no_gil{{.name = "tutorial.claims.assignment.no_gil",
                    .summary = "x = 1 is atomic: holds without a GIL",
                    .body = [] { assignment(switching::any_moment); }}};

}  // namespace
}  // namespace heddle::models
