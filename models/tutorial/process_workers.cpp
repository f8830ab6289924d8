// The tutorial's five workers, each a process that says so. They start in order, and may run in
// any: the 5! orders of what they print are all outcomes. (The tutorial prints the process numbers,
// too, which the system chooses.)

#include <string>
#include <vector>

#include "checker/model.hpp"
#include "models/python/console.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/process.hpp"

namespace heddle::models {
namespace {

void process_workers() {
  python::console console{process_shared};
  const auto worker = [&](int number) {
    console.print("Worker " + std::to_string(number) + " running");
  };
  std::vector<process> processes;
  for (int number = 0; number < 5; ++number)
    processes.push_back(process{"process " + std::to_string(number), worker, number});
  for (process& each : processes) each.join();
  console.print("All processes finished");
  observe("output", console.printed());
}

const model registration{{.name = "tutorial.process.workers",
                          .summary = "five processes print in any order",
                          .body = process_workers}};

}  // namespace
}  // namespace heddle::models
