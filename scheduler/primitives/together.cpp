#include "scheduler/primitives/together.hpp"

namespace heddle {

void together(std::initializer_list<task_body> bodies) {
  together(std::span<const task_body>(bodies.begin(), bodies.size()));
}

void together(std::span<const task_body> bodies) {
  std::vector<scheduler::task_entry> entries;
  entries.reserve(bodies.size());
  for (const task_body& body : bodies) entries.push_back(body.entry());
  scheduler::current().together(entries);
}

}  // namespace heddle
