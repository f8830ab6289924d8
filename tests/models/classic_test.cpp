#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "checker/check.hpp"
#include "checker/model.hpp"
#include "checker/strategy.hpp"
#include "tests/catch.hpp"

namespace checker = heddle::checker;

namespace {

/// The models of the family `classic`, by name.
std::vector<const heddle::model*> classics() {
  std::vector<const heddle::model*> models = checker::registered_models();
  std::erase_if(models,
                [](const heddle::model* each) { return !each->name().starts_with("classic."); });
  return models;
}

checker::result search(const heddle::model& subject, std::string_view strategy) {
  const auto how = checker::make_strategy(strategy, {.seed = 1, .executions = 10'000});
  checker::check_options options;
  options.execution = checker::effective_options(subject);
  return checker::check(subject, *how, options);
}

}  // namespace

TEST_CASE("every classic model shows what it declares, and nothing else") {
  CHECK(classics().size() >= 100);
  for (const heddle::model* const subject : classics()) {
    CAPTURE(subject->name());
    const checker::result found = search(*subject, "dpor");
    CHECK(found.as_declared());
    CHECK(found.blocked == 0);
    // Loops that end only by what others do are followed so far.
    CHECK((found.truncated == 0 || subject->options().steps.has_value()));
    // Small enough to be searched while one waits.
    CHECK(found.executions < 10'000);
  }
}

TEST_CASE("a sample finds what is wrong with a classic model, and nothing else", "[slow]") {
  for (const heddle::model* const subject : classics()) {
    CAPTURE(subject->name());
    const checker::result by_tasks = search(*subject, "urw");
    const checker::result by_operations = search(*subject, "pos");
    CHECK((by_tasks.missing.empty() || by_operations.missing.empty()));
    for (const checker::result* found : {&by_tasks, &by_operations})
      CHECK(std::ranges::all_of(found->findings, &checker::finding::expected));
  }
}

TEST_CASE("every classic program comes with a form that is right") {
  const auto program_of = [](const heddle::model* each) {
    return each->name().substr(0, each->name().rfind('.'));
  };
  for (const heddle::model* const subject : classics())
    CHECK(std::ranges::any_of(classics(), [&](const heddle::model* other) {
      return program_of(other) == program_of(subject) && other->expect().empty();
    }));
}
