// The tutorial's pipe: a child sends a message, its parent receives it. The message always arrives;
// whether the child says so first, or the parent, is open. If the child ends before it has sent
// anything, the parent waits for ever: it keeps its own copy of the child's end open, so that the
// pipe never breaks.

#include <string>

#include "checker/model.hpp"
#include "models/python/console.hpp"
#include "models/python/pipe.hpp"
#include "models/python/text.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/process.hpp"

namespace heddle::models {
namespace {

void worker(python::console& console, python::connection conn) {
  console.print("PID2");
  conn.send("Message from child");
  console.print("Message sent from subprocess");
}

/// Ends as if it were killed.
void worker_that_dies(python::console& console, python::connection /*conn*/) {
  console.print("PID2");
}

void test_pipe(void (*child)(python::console& console, python::connection conn)) {
  python::console console{process_shared};
  python::pipe pipe;
  python::connection parent_conn = pipe.parent_end();
  python::connection child_conn = pipe.child_end();
  console.print("PID1");
  process p{"child", [&] { child(console, child_conn); }};
  const python::text message = parent_conn.recv();
  console.print("Message received: " + std::string(message));
  p.join();
  observe("output", console.printed());
  check(message.view() == "Message from child", "the message arrives");
}

const model registration{{.name = "tutorial.pipe",
                          .summary = "a message through a pipe: two orders of what is printed",
                          .body = [] { test_pipe(worker); }}};
const model dying_registration{{.name = "tutorial.pipe.child_dies",
                                .summary = "a child that ends before it has sent its message",
                                .body = [] { test_pipe(worker_that_dies); },
                                .expect = {finding_kind::deadlock}}};

}  // namespace
}  // namespace heddle::models
