#include "cli/pattern.hpp"
#include "cli/suggest.hpp"
#include "tests/catch.hpp"

namespace heddle::cli {

TEST_CASE("suggest: edit distance") {
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("chekc", "check") == 1);
  CHECK(edit_distance("same", "same") == 0);
}

TEST_CASE("suggest: only what is near") {
  const std::vector<std::string> verbs{"list", "check", "replay", "help"};
  CHECK(nearest("chekc", verbs) == "check");
  CHECK(nearest("lst", verbs) == "list");
  CHECK(nearest("frobnicate", verbs).empty());
  CHECK(did_you_mean("hlep", verbs) == "; did you mean help?");
  CHECK(did_you_mean("frobnicate", verbs).empty());
}

TEST_CASE("pattern: globs over whole names") {
  CHECK(glob_matches("*", "tutorial.bank.unsafe"));
  CHECK(glob_matches("tutorial.*", "tutorial.bank.unsafe"));
  CHECK(glob_matches("*.unsafe", "tutorial.bank.unsafe"));
  CHECK(glob_matches("t*b*k.*e", "tutorial.bank.unsafe"));
  CHECK(glob_matches("a?c", "abc"));
  CHECK(glob_matches("abc**", "abc"));
  CHECK_FALSE(glob_matches("a?c", "ac"));
  CHECK_FALSE(glob_matches("*.bank", "tutorial.bank.unsafe"));
  CHECK_FALSE(glob_matches("bank*", "tutorial.bank.unsafe"));
  CHECK_FALSE(glob_matches("", "a"));
}

TEST_CASE("pattern: names, and the first components of names") {
  CHECK(pattern_matches("tutorial.bank.unsafe", "tutorial.bank.unsafe"));
  CHECK(pattern_matches("tutorial.bank", "tutorial.bank.unsafe"));
  CHECK(pattern_matches("tutorial", "tutorial.bank.unsafe"));
  CHECK_FALSE(pattern_matches("tutorial.ba", "tutorial.bank.unsafe"));
  CHECK_FALSE(pattern_matches("bank.unsafe", "tutorial.bank.unsafe"));
  CHECK_FALSE(pattern_matches("tutorial.bank.unsafe.x", "tutorial.bank.unsafe"));
}

TEST_CASE("pattern: suggestions") {
  const std::vector<std::string> names{"tutorial.bank.locked", "tutorial.bank.unsafe",
                                       "tutorial.deadlock.abba"};
  CHECK(suggest_pattern("tutorial.bank.unsave", names) == "tutorial.bank.unsafe");
  CHECK(suggest_pattern("bank.unsafe", names) == "tutorial.bank.unsafe");
  CHECK(suggest_pattern("unsafe", names) == "tutorial.bank.unsafe");
  CHECK(suggest_pattern("tutorail.bank", names) == "tutorial.bank");
  CHECK(suggest_pattern("tutorail.*", names) == "tutorial.*");
  CHECK(suggest_pattern("something.else.entirely", names).empty());
}

}  // namespace heddle::cli
