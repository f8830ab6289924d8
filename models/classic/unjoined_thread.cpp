// A thread object that ends while its thread may still run ends the program in C++: the thread
// would go on using what has gone. Here an early way out passes the join by. A `jthread` joins when
// it ends. Josuttis, Baker, O'Neal, Sutter and Williams, "Stop token and joining thread" (P0660,
// 2019).

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/jthread.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

void unjoined() {
  atomic<bool> ready{false, "ready"};
  thread worker{"worker", [&] { ready = true; }};
  if (ready.load()) return;
  worker.join();
}

void joins_itself() {
  atomic<bool> ready{false, "ready"};
  const jthread worker{"worker", [&] { ready = true; }};
  if (ready.load()) return;
}

const model broken_registration{{.name = "classic.unjoined_thread.early_return",
                                 .summary = "an early return passes the join by",
                                 .body = unjoined,
                                 .expect = {finding_kind::misuse}}};
const model right_registration{{.name = "classic.unjoined_thread.jthread",
                                .summary = "a jthread joins on every way out",
                                .body = joins_itself}};

}  // namespace
}  // namespace heddle::models
