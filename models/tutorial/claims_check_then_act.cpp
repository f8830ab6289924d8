// "GIL是万能的吗": the tutorial says that the GIL does not protect `if x > 0: x -= 1`. So it is up
// to Python 3.9 and without a GIL: two threads see 1, and x becomes -1. From 3.10 no switch can
// fall between the check and the subtraction as long as x is an int and nothing is called there; as
// soon as a call stands there, of print or sleep, x becomes -1 again. With a lock it never does.

#include "checker/model.hpp"
#include "models/python/global.hpp"
#include "models/python/interpreter.hpp"
#include "models/python/lock.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"

namespace heddle::models {
namespace {

using python::switching;

/// The program: two threads do `take_one`.
class check_then_act {
 public:
  explicit check_then_act(switching how) : interpreter_(how) {}

  void run(void (check_then_act::*take_one)()) {
    python::thread t1{interpreter_, "t1", [&] { (this->*take_one)(); }};
    python::thread t2{interpreter_, "t2", [&] { (this->*take_one)(); }};
    t1.join();
    t2.join();
    const int left = x_.at_the_end();
    observe("x", left);
    check(left >= 0, "x is never negative");
  }

  void plainly() {
    if (x_.load() > 0) x_ -= 1;
  }
  void with_call() {
    if (x_.load() > 0) {
      interpreter_.call_or_jump();  // print("there is one")
      x_ -= 1;
    }
  }
  void with_lock() {
    const python::with held{lock_};
    plainly();
  }
  void with_lock_and_call() {
    const python::with held{lock_};
    with_call();
  }

 private:
  python::interpreter interpreter_;
  python::global<int> x_{interpreter_, 1, "x"};
  python::lock lock_{interpreter_, "lock"};
};

using program = check_then_act;

const expectation negative{finding_kind::invariant, "x is never negative"};

const model python_3_9{
    {.name = "tutorial.claims.check_then_act.python_3_9",
     .summary = "if x > 0: x -= 1 goes wrong up to Python 3.9",
     .body = [] { program{switching::between_bytecodes}.run(&program::plainly); },
     .expect = {negative}}};
const model python_3_10{
    {.name = "tutorial.claims.check_then_act.python_3_10",
     .summary = "if x > 0: x -= 1 cannot go wrong from Python 3.10",
     .body = [] { program{switching::at_calls_and_jumps}.run(&program::plainly); }}};
const model python_3_10_with_call{
    {.name = "tutorial.claims.check_then_act.python_3_10_with_call",
     .summary = "from Python 3.10 it goes wrong if a call stands in between",
     .body = [] { program{switching::at_calls_and_jumps}.run(&program::with_call); },
     .expect = {negative}}};
const model no_gil{{.name = "tutorial.claims.check_then_act.no_gil",
                    .summary = "if x > 0: x -= 1 goes wrong without a GIL",
                    .body = [] { program{switching::any_moment}.run(&program::plainly); },
                    .expect = {negative}}};
const model python_3_9_locked{
    {.name = "tutorial.claims.check_then_act.python_3_9_locked",
     .summary = "check and subtraction under a lock, up to Python 3.9",
     .body = [] { program{switching::between_bytecodes}.run(&program::with_lock); }}};
const model python_3_10_locked{
    {.name = "tutorial.claims.check_then_act.python_3_10_locked",
     .summary = "check, call and subtraction under a lock, from Python 3.10",
     .body = [] { program{switching::at_calls_and_jumps}.run(&program::with_lock_and_call); }}};
const model no_gil_locked{
    {.name = "tutorial.claims.check_then_act.no_gil_locked",
     .summary = "check and subtraction under a lock, without a GIL",
     .body = [] { program{switching::any_moment}.run(&program::with_lock); }}};

}  // namespace
}  // namespace heddle::models
