#include "reports/diagram/tree.hpp"

#include "checker/check.hpp"
#include "tests/catch.hpp"
#include "tests/reports/diagram/found.hpp"
#include "tests/reports/golden.hpp"

namespace heddle::reports {

using namespace heddle::reports::test;
using checker::exploration_tree;

namespace {

exploration_tree tree_of_model(const char* name, const char* how = "dpor") {
  const model* const subject = checker::find_model(name);
  REQUIRE(subject != nullptr);
  auto tree = checker::explore(*subject, *checker::make_strategy(how, {}), {});
  REQUIRE(tree);
  return *tree;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

/// A choice between two ends that bear these names.
exploration_tree written_tree(const std::string& name) {
  exploration_tree tree;
  tree.model = name;
  tree.strategy = name;
  tree.executions = 2;
  tree.nodes.resize(3);
  tree.nodes[0].children = {1, 2};
  tree.nodes[0].could = {{0, name, true}, {1, "other", true}, {2, name, false}};
  tree.nodes[0].leaves = 2;
  tree.nodes[0].failures = 1;
  for (std::size_t at : {1U, 2U}) {
    tree.nodes[at].parent = 0;
    tree.nodes[at].leaves = 1;
    tree.nodes[at].steps = {{.number = 1, .task = static_cast<int>(at), .who = name, .text = name}};
    tree.nodes[at].end = exploration_tree::leaf{};
    tree.nodes[at].end->token = "r1.x.-a.0.0";
    tree.nodes[at].end->values[name] = name;
  }
  tree.nodes[2].failures = 1;
  tree.nodes[2].end->kinds = {finding_kind::invariant};
  tree.nodes[2].end->message = name;
  return tree;
}

}  // namespace

TEST_CASE("tree: a deadlock among three executions") {
  const exploration_tree tree = tree_of_model("tutorial.deadlock.abba");
  const std::string svg = tree_svg(tree);
  CHECK(xml_problem(svg) == "");
  CHECK(count(svg, "<g class=\"leaf passes\"") == 2);
  CHECK(count(svg, "<g class=\"leaf fails\"") == 1);
  CHECK(count(svg, "<g class=\"choice\"") == 2);
  for (const exploration_tree::node& node : tree.nodes)
    if (node.end) CHECK(count(svg, ">" + node.end->token + "<") == 1);
  check_golden("tree_deadlock.svg", svg);
  check_golden("tree_deadlock.dot", tree_dot(tree));
}

TEST_CASE("tree: a lost wake-up, lost updates and messages") {
  check_golden("tree_lost_wakeup.svg",
               tree_svg(tree_of_model("classic.lost_wakeup.unlocked_state")));
  check_golden("tree_lost_update.svg", tree_svg(tree_of_model("classic.counter.plain")));
  // One execution, hence no choice.
  const std::string one = tree_svg(tree_of_model("classic.channel_cycle.send_all"));
  CHECK(xml_problem(one) == "");
  CHECK(count(one, "<g class=\"choice\"") == 0);
  check_golden("tree_messages.svg", one);
}

TEST_CASE("tree: names that mean something elsewhere") {
  const std::string name = "</text><script>\"'&\n\\end;\x01\xff";
  const std::string svg = tree_svg(written_tree(name));
  CHECK(xml_problem(svg) == "");
  CHECK(count(svg, "<script") == 0);
  const std::string dot = tree_dot(written_tree("a\"b\\"));
  CHECK(count(dot, R"(a\"b\\)") > 3);
  CHECK(count(dot, "a\"b") == 0);
}

TEST_CASE("tree: nothing at all, and what was not tried") {
  CHECK(xml_problem(tree_svg({})) == "");
  CHECK(count(tree_svg(written_tree("n")), "n or other? (n: not tried)") > 0);
}

TEST_CASE("tree: two hundred executions are one long picture, not a wide one") {
  // All schedules of the textbook deadlock: the tree branches at every step.
  exploration_tree tree = tree_of_model("classic.philosophers.naive");
  const std::string svg = tree_svg(tree);
  CHECK(xml_problem(svg) == "");
  CHECK(count(svg, "<g class=\"leaf") == tree.executions);
  // A chain of choices as deep as a tree may get: 199 choices with one end each, and one more.
  exploration_tree deep;
  for (int depth = 0; depth < 199; ++depth) {
    exploration_tree::node choice;
    choice.parent = depth == 0 ? exploration_tree::none : 2 * depth - 2;
    choice.children = {2 * depth + 1, 2 * depth + 2};
    if (depth > 0) choice.steps = {{.number = 1, .who = "a rather long name", .text = "does it"}};
    exploration_tree::node end;
    end.parent = 2 * depth;
    end.end = exploration_tree::leaf{};
    end.steps = choice.steps;
    deep.nodes.push_back(choice);
    deep.nodes.push_back(end);
  }
  exploration_tree::node last;
  last.parent = static_cast<int>(deep.nodes.size()) - 2;
  last.end = exploration_tree::leaf{};
  deep.nodes.push_back(last);
  CHECK(xml_problem(tree_svg(deep)) == "");
}

}  // namespace heddle::reports
