#include "tests/checker/strategies/families.hpp"

#include <utility>

#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/together.hpp"

namespace families {
namespace {

runner& current_runner() {
  static runner current = run_together;
  return current;
}

}  // namespace

run_by::run_by(runner how) : before_(std::exchange(current_runner(), std::move(how))) {}

run_by::~run_by() { current_runner() = std::move(before_); }

void run_together(const bodies& all) { heddle::together(all); }

void spawn_and_join(const bodies& all) {
  std::vector<heddle::thread> started;
  started.reserve(all.size());
  for (const std::function<void()>& body : all) started.emplace_back(body);
  for (heddle::thread& one : started) one.join();
}

bodies replicate(int count, const std::function<void(int)>& body, bodies first) {
  first.reserve(first.size() + static_cast<std::size_t>(count));
  for (int number = 0; number < count; ++number)
    first.emplace_back([&body, number] { body(number); });
  return first;
}

void together(int count, const std::function<void(int)>& body, bodies first) {
  current_runner()(replicate(count, body, std::move(first)));
}

}  // namespace families
