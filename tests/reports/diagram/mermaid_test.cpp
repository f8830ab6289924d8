#include "reports/diagram/mermaid.hpp"

#include <regex>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/reports/diagram/found.hpp"
#include "tests/reports/golden.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;

namespace {

/// Whether every line is one of those that we mean to write. Their texts have no `#` or `;` but in
/// codes of characters, which is what ends a text for Mermaid.
void check_lines(const std::string& text) {
  static const std::string words = R"re((?:[^#;\n<>"'%`{}\\\[\]]|#\d+;)*)re";
  static const std::string id = "(?:T\\d+|O\\d+|C)";
  static const std::regex line{"sequenceDiagram|  (?:title " + words + "|(?:actor|participant) " +
                               id + " as " + words + "|" + id + "-?->>" + id + ": " + words +
                               "|Note over " + id + "(?:," + id + ")?: " + words +
                               "|rect rgb\\(\\d+, \\d+, \\d+\\)|end)"};
  std::istringstream lines{text};
  for (std::string one; std::getline(lines, one);) {
    CAPTURE(one);
    CHECK(std::regex_match(one, line));
  }
}

}  // namespace

TEST_CASE("mermaid: the overdraw, a lost wake-up, a deadlock, messages") {
  const auto draw = [](const std::string& name, const std::string& title,
                       const checker::finding& found) {
    const std::string text = mermaid_text(found.execution, &found, {.title = title});
    check_lines(text);
    check_golden("spacetime_" + name + ".mmd", text);
  };
  draw("overdraw", "tutorial.bank.unsafe",
       found_in("tutorial.bank.unsafe", finding_kind::invariant));
  draw("lost_wakeup", "classic.lost_wakeup.unlocked_state",
       found_in("classic.lost_wakeup.unlocked_state", finding_kind::lost_wakeup));
  draw("deadlock", "tutorial.deadlock.abba",
       found_in("tutorial.deadlock.abba", finding_kind::deadlock));
  draw("messages", "wrong_sum", wrong_sum_of_messages());
}

TEST_CASE("mermaid: nothing that somebody named means anything") {
  CHECK(mermaid_escaped("a;b#c") == "a#59;b#35;c");
  CHECK(mermaid_escaped("x -> 1") == "x \u2192 1");
  CHECK(mermaid_escaped("end") == "#101;nd");
  CHECK(mermaid_escaped("End of the loop") == "#69;nd of the #108;oop");
  CHECK(mermaid_escaped("spend, ended") == "spend, ended");
  CHECK(mermaid_escaped("a\nb") == "a#92;nb");
  CHECK(mermaid_escaped("<b>\"%%\"") == "#60;b#62;#34;#37;#37;#34;");
  const std::string text = mermaid_text(hostile(), nullptr, {.title = "end;", .everything = true});
  check_lines(text);
  check_golden("spacetime_hostile.mmd", text);
}

TEST_CASE("mermaid: nothing, 60 tasks, 100 000 steps") {
  CHECK(mermaid_text({}, nullptr) == "sequenceDiagram\n");
  check_lines(mermaid_text(many_tasks(60), nullptr, {.everything = true}));
  const std::string text = mermaid_text(many_steps(100'000), nullptr);
  check_lines(text);
  CHECK(text.size() < 10'000);
  CHECK(text.find("steps with") != std::string::npos);
}

}  // namespace heddle::reports
