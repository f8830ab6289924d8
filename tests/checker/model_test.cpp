#include "checker/model.hpp"

#include <algorithm>

#include "checker/check.hpp"
#include "checker/finding_kind.hpp"
#include "tests/catch.hpp"

namespace checker = heddle::checker;
using heddle::covers;
using heddle::finding_kind;
using heddle::model;

namespace {

const std::string& last_error() { return checker::registration_errors().back(); }

}  // namespace

TEST_CASE("names of models") {
  for (const char* good : {"bank", "a.b.c", "x_1.2"}) CHECK(checker::is_model_name(good));
  for (const char* bad : {"", ".", "a.", ".a", "a..b", "Bank", "a-b", "a b"})
    CHECK_FALSE(checker::is_model_name(bad));
}

TEST_CASE("models are found by name and listed in its order") {
  const model second{{.name = "registry.b", .body = [] {}}};
  const model first{{.name = "registry.a", .summary = "one", .body = [] {}}};
  CHECK(checker::find_model("registry.b") == &second);
  CHECK(checker::find_model("registry.c") == nullptr);
  const auto all = checker::registered_models();
  const auto at = std::find(all.begin(), all.end(), &first);
  REQUIRE(at != all.end());
  CHECK(*(at + 1) == &second);
}

TEST_CASE("a model leaves the registry when it ends") {
  {
    const model brief{{.name = "registry.brief", .body = [] {}}};
  }
  CHECK(checker::find_model("registry.brief") == nullptr);
}

TEST_CASE("malformed and taken names are errors with the lines of both sides") {
  const std::size_t before = checker::registration_errors().size();
  const model first{{.name = "registry.twice", .body = [] {}}};
  const int first_line = __LINE__ - 1;
  {
    const model second{{.name = "registry.twice", .body = [] {}}};
  }
  const int second_line = __LINE__ - 2;
  REQUIRE(checker::registration_errors().size() == before + 1);
  CHECK(last_error().find("model_test.cpp:" + std::to_string(first_line)) != std::string::npos);
  CHECK(last_error().find("model_test.cpp:" + std::to_string(second_line)) != std::string::npos);
  // The first keeps the name, also when the second ends.
  CHECK(checker::find_model("registry.twice") == &first);

  const model malformed{{.name = "Registry", .body = [] {}}};
  CHECK(last_error().find("malformed model name \"Registry\"") != std::string::npos);
  CHECK(checker::find_model("Registry") == nullptr);
  const model empty{{.name = "registry.empty"}};
  CHECK(last_error().find("has no body") != std::string::npos);
}

TEST_CASE("a model's options go over the defaults") {
  const model plain{{.name = "registry.plain", .body = [] {}}};
  CHECK(checker::effective_options(plain) == heddle::scheduler::execution_options{});
  const model timed{{.name = "registry.timed",
                     .body = [] {},
                     .options = {.time = heddle::scheduler::time_mode::quiescent, .steps = 12}}};
  CHECK(checker::effective_options(timed).time == heddle::scheduler::time_mode::quiescent);
  CHECK(checker::effective_options(timed).steps == 12);
}

TEST_CASE("kinds of findings have names, and names kinds") {
  for (int number = 0; number <= static_cast<int>(finding_kind::nondeterminism); ++number) {
    const auto kind = static_cast<finding_kind>(number);
    CHECK(heddle::finding_kind_of(heddle::name_of(kind)) == kind);
  }
  CHECK(heddle::name_of(finding_kind::partial_deadlock) == "partial_deadlock");
  CHECK(heddle::name_of(finding_kind::misuse) == "misuse");
  CHECK_FALSE(heddle::finding_kind_of("mutex"));
}

TEST_CASE("an expected deadlock covers its sub-kinds, and nothing covers nondeterminism") {
  CHECK(covers(finding_kind::deadlock, finding_kind::deadlock));
  CHECK(covers(finding_kind::deadlock, finding_kind::partial_deadlock));
  CHECK(covers(finding_kind::deadlock, finding_kind::self_deadlock));
  CHECK(covers(finding_kind::deadlock, finding_kind::lost_wakeup));
  CHECK_FALSE(covers(finding_kind::partial_deadlock, finding_kind::deadlock));
  CHECK_FALSE(covers(finding_kind::deadlock, finding_kind::potential_deadlock));
  CHECK_FALSE(covers(finding_kind::invariant, finding_kind::exception));
  CHECK_FALSE(covers(finding_kind::nondeterminism, finding_kind::nondeterminism));
}
