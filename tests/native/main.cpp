#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/model.hpp"
#include "scheduler/native_runtime.hpp"
#include "tests/native/native_case.hpp"

// Models on real threads, in a program of its own so that ThreadSanitizer can watch nothing else.
//
//     test_native            runs all cases that must be clean, 100 times each
//     test_native NAME       runs one, racing or not
//     test_native --races    lists those that race
//     test_native --models   lists the registered models
//     test_native --model NAME RUNS SECONDS
//                            runs a registered model so often, without a process of its own, and
//                            only tells what fails; ends with 3 when a run takes longer
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

scheduler::native_result run_once(const std::function<void()>& body, std::chrono::seconds at_most) {
  scheduler::task_entry entry;
  std::function<void()> mine = body;
  entry.context = &mine;
  entry.run = [](void* context) { (*static_cast<std::function<void()>*>(context))(); };
  scheduler::native_options options;
  options.wait_at_most = at_most;
  const scheduler::native_result result = scheduler::native_runtime::run(entry, options);
  for (const scheduler::failure& failure : result.failures)
    std::printf("  task %u: %s (line %u)\n", failure.task, failure.text.c_str(),
                static_cast<unsigned>(failure.site.where.line()));
  if (!result.finished) std::printf("  hangs\n");
  return result;
}

bool run_case(const native_case& one) {
  const auto begin = std::chrono::steady_clock::now();
  const int runs = one.races ? runs_of_racing : runs_of_clean;
  bool good = true;
  for (int run = 0; run < runs && good; ++run) {
    const scheduler::native_result result = run_once(one.body, std::chrono::seconds(60));
    good = result.finished && result.failures.empty();
  }
  const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - begin;
  std::printf("%-24.*s %3d runs %8.1f ms  %s\n", static_cast<int>(one.name.size()), one.name.data(),
              runs, passed.count(), good ? "ok" : "FAILED");
  std::fflush(stdout);
  return good;
}

int list_models() {
  for (const heddle::model* const each : heddle::checker::registered_models())
    std::printf("%s\n", each->name().c_str());
  return 0;
}

int run_model(const std::string& name, int runs, std::chrono::seconds at_most) {
  const heddle::model* const subject = heddle::checker::find_model(name);
  if (subject == nullptr) {
    std::printf("no model of that name\n");
    return 1;
  }
  for (int run = 0; run < runs; ++run) {
    if (run_once(subject->body(), at_most).finished) continue;
    // Its threads cannot be ended, and must not see this program's objects go.
    std::fflush(stdout);
    std::_Exit(3);
  }
  return 0;
}

}  // namespace

int main(int argument_count, char** arguments) {
  const std::string_view wanted = argument_count > 1 ? arguments[1] : "";
  if (wanted == "--models") return list_models();
  if (wanted == "--model" && argument_count == 5)
    return run_model(arguments[2], std::atoi(arguments[3]),
                     std::chrono::seconds(std::atoi(arguments[4])));
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
