#include "tests/checker/seen_traces.hpp"

#include <set>

#include "checker/recorded_run.hpp"
#include "scheduler/controlled_runtime.hpp"
#include "tests/catch.hpp"
#include "tests/checker/canonical_trace.hpp"

namespace checker = heddle::checker;
namespace scheduler = heddle::scheduler;

namespace {

class collector {
 public:
  explicit collector(scheduler::relation which) : which_(which) {}

  void add(const scheduler::controlled_runtime& run) {
    ++seen_.runs;
    if (run.how() == scheduler::ending::given_up) {
      ++seen_.blocked;
      return;
    }
    const std::string trace = canonical_trace(run.events(), which_);
    ++seen_.times[trace];
    if (run.how() == scheduler::ending::stuck) stuck_.insert(trace);
    if (!run.failures().empty()) failed_.insert(trace);
    seen_.overfilled = seen_.overfilled || scheduler::overfills(run.events());
  }

  [[nodiscard]] std::uint64_t runs() const { return seen_.runs; }

  seen_traces take(bool complete) {
    seen_.stuck = stuck_.size();
    seen_.failed = failed_.size();
    seen_.complete = complete;
    return std::move(seen_);
  }

 private:
  scheduler::relation which_;
  seen_traces seen_;
  std::set<std::string> stuck_;
  std::set<std::string> failed_;
};

}  // namespace

seen_traces run_all(const std::function<void()>& body, checker::strategy& how,
                    scheduler::relation which, const scheduler::execution_options& options,
                    std::uint64_t limit) {
  scheduler::controlled_runtime runtime(options, how.places());
  collector seen(which);
  while (seen.runs() <= limit) {
    if (!how.next()) return seen.take(true);
    runtime.run(checker::main_task(body), how, how.repeated_events());
    REQUIRE(runtime.how() != scheduler::ending::diverged);
    how.finished(runtime);
    if (!how.repeats()) seen.add(runtime);
  }
  return seen.take(false);
}
