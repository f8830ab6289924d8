#include <chrono>
#include <cstdio>
#include <string_view>
#include <vector>

#include "scheduler/native_runtime.hpp"
#include "tests/native/native_case.hpp"

// Models on real threads, in a program of its own so that ThreadSanitizer can watch nothing else.
//
//     test_native            runs all cases that must be clean, 100 times each
//     test_native NAME       runs one, racing or not
//     test_native --races    lists those that race
//
// Exit code 0 if every check holds and every run ends, else 1, and ThreadSanitizer's own (66) if it
// has reported a race.
namespace {

namespace scheduler = heddle::scheduler;

constexpr int runs_of_clean = 100;
constexpr int runs_of_racing = 3;

std::vector<native_case> all_cases() {
  std::vector<native_case> all;
  for (const auto* part : {&bank_cases(), &ordering_cases(), &primitive_cases()})
    all.insert(all.end(), part->begin(), part->end());
  return all;
}

bool run_once(const native_case& one) {
  scheduler::task_entry entry;
  auto body = one.body;
  entry.context = &body;
  entry.run = [](void* context) { (*static_cast<void (**)()>(context))(); };
  scheduler::native_options options;
  options.wait_at_most = std::chrono::seconds(60);
  const scheduler::native_result result = scheduler::native_runtime::run(entry, options);
  for (const scheduler::failure& failure : result.failures)
    std::printf("  task %u: %s (line %u)\n", failure.task, failure.text.c_str(),
                static_cast<unsigned>(failure.site.where.line()));
  if (!result.finished) std::printf("  hangs\n");
  return result.finished && result.failures.empty();
}

bool run_case(const native_case& one) {
  const auto begin = std::chrono::steady_clock::now();
  const int runs = one.races ? runs_of_racing : runs_of_clean;
  bool good = true;
  for (int run = 0; run < runs && good; ++run) good = run_once(one);
  const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - begin;
  std::printf("%-24.*s %3d runs %8.1f ms  %s\n", static_cast<int>(one.name.size()), one.name.data(),
              runs, passed.count(), good ? "ok" : "FAILED");
  std::fflush(stdout);
  return good;
}

}  // namespace

int main(int argument_count, char** arguments) {
  const std::string_view wanted = argument_count > 1 ? arguments[1] : "";
  bool good = true;
  bool any = false;
  for (const native_case& one : all_cases()) {
    if (wanted == "--races") {
      if (one.races) std::printf("%.*s\n", static_cast<int>(one.name.size()), one.name.data());
      any = true;
    } else if (wanted.empty() ? !one.races : one.name == wanted) {
      any = true;
      good = run_case(one) && good;
    }
  }
  if (!any) std::printf("no case of that name\n");
  return any && good ? 0 : 1;
}
