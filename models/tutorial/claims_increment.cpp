// "GIL是万能的吗": the tutorial says that `x += 1` is atomic if x is an integer. It is refuted
// where another thread may come in between the load and the store: up to Python 3.9, which can
// switch between any two bytecodes, and without a GIL. It holds from 3.10, which switches only at
// the entry of a function, at calls and at backward jumps, none of which is there; but that is how
// CPython happens to be made, and no promise. With a lock it holds everywhere.

#include "checker/model.hpp"
#include "models/python/global.hpp"
#include "models/python/interpreter.hpp"
#include "models/python/lock.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"

namespace heddle::models {
namespace {

using python::switching;

constexpr int rounds = 2;

/// Two threads, each `for _ in range(2): x += 1`, the addition in the words of `add_one`.
template <class AddOne>
void increment(switching how, const AddOne& add_one) {
  python::interpreter interpreter{how};
  python::global<int> x{interpreter, 0, "x"};
  python::lock lock{interpreter, "lock"};
  const auto count = [&] {
    for (int round = 0; round < rounds; ++round) {
      add_one(x, lock);
      interpreter.call_or_jump();  // back to the beginning of the loop
    }
  };
  python::thread t1{interpreter, "t1", count};
  python::thread t2{interpreter, "t2", count};
  t1.join();
  t2.join();
  const int sum = x.at_the_end();
  observe("x", sum);
  check(sum == 2 * rounds, "no increment is lost");
}

void plainly(python::global<int>& x, python::lock& /*lock*/) { x += 1; }

void with_lock(python::global<int>& x, python::lock& lock) {
  const python::with held{lock};
  x += 1;
}

const expectation lost{finding_kind::invariant, "no increment is lost"};

const model python_3_9{{.name = "tutorial.claims.increment.python_3_9",
                        .summary = "x += 1 is atomic: refuted up to Python 3.9",
                        .body = [] { increment(switching::between_bytecodes, plainly); },
                        .expect = {lost}}};
const model python_3_10{{.name = "tutorial.claims.increment.python_3_10",
                         .summary = "x += 1 is atomic: holds from Python 3.10",
                         .body = [] { increment(switching::at_calls_and_jumps, plainly); }}};
const model no_gil{{.name = "tutorial.claims.increment.no_gil",
                    .summary = "x += 1 is atomic: refuted without a GIL",
                    .body = [] { increment(switching::any_moment, plainly); },
                    .expect = {lost}}};
const model python_3_9_locked{{.name = "tutorial.claims.increment.python_3_9_locked",
                               .summary = "x += 1 with a lock, up to Python 3.9",
                               .body = [] { increment(switching::between_bytecodes, with_lock); }}};
const model no_gil_locked{{.name = "tutorial.claims.increment.no_gil_locked",
                           .summary = "x += 1 with a lock, without a GIL",
                           .body = [] { increment(switching::any_moment, with_lock); }}};

}  // namespace
}  // namespace heddle::models
