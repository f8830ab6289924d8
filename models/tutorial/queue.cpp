// The tutorial's queue: a child puts a message, its parent gets it. The message always arrives; but
// whether the child says so first, or the parent, is open.

#include <string>

#include "checker/model.hpp"
#include "models/python/console.hpp"
#include "models/python/queue.hpp"
#include "models/python/text.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/process.hpp"

namespace heddle::models {
namespace {

using message_queue = python::queue<python::text>;

void worker(python::console& console, message_queue& q) {
  console.print("PID2");
  q.put("Hello from child process");
  console.print("Message sent from subprocess");
}

void test_queue() {
  python::console console{process_shared};
  message_queue q{"queue"};
  console.print("PID1");
  process p{"child", [&] { worker(console, q); }};
  const python::text message = q.get();
  console.print("Message received: " + std::string(message));
  p.join();
  observe("output", console.printed());
  check(message.view() == "Hello from child process", "the message arrives");
}

const model registration{{.name = "tutorial.queue",
                          .summary = "a message through a queue: two orders of what is printed",
                          .body = test_queue}};

}  // namespace
}  // namespace heddle::models
