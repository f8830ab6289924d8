#include "tests/checker/canonical_trace.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace scheduler = heddle::scheduler;

namespace {

std::string label_of(const scheduler::event& done) {
  return std::to_string(static_cast<int>(done.kind)) + "," + std::to_string(done.object) + "," +
         std::to_string(static_cast<int>(done.how)) + "," + std::to_string(done.chosen);
}

}  // namespace

std::string canonical_trace(std::span<const scheduler::event> events, scheduler::relation which) {
  std::map<scheduler::task_index, int> counts_so_far;
  std::vector<std::string> names;
  std::vector<std::string> lines;
  for (std::size_t late = 0; late < events.size(); ++late) {
    const scheduler::event& here = events[late];
    const int number = counts_so_far[here.task]++;
    names.push_back(std::to_string(here.task) + "." + std::to_string(number));
    std::set<std::string> before;
    for (std::size_t early = 0; early < late; ++early)
      if (events[early].task != here.task && scheduler::dependent(events[early], here, which))
        before.insert(names[early]);
    std::string line = names.back() + ":" + label_of(here) + "<";
    for (const std::string& each : before) line += each + " ";
    lines.push_back(line);
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& each : lines) all += each + "\n";
  return all;
}
