#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/cli/called_program.hpp"

namespace heddle::cli::test {

namespace {

const called_program program_that_draws{HEDDLE_PROGRAM};

call_result draw(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "graph");
  const char* const path = std::getenv("PATH");
  return program_that_draws.call(arguments, {{"PATH", path == nullptr ? "/usr/bin:/bin" : path}});
}

}  // namespace

TEST_CASE("graph: a space-time diagram in each of its formats, by the ending of the file") {
  const scratch_folder folder;
  for (const std::string ending : {"svg", "dot", "mmd", "json", "png"}) {
    CAPTURE(ending);
    const std::string file = folder.file("overdraw." + ending);
    CHECK(draw({"tutorial.bank.unsafe", "--kind", "spacetime", "-o", file}).code == 0);
    CHECK_FALSE(content_of(file).empty());
  }
  CHECK(content_of(folder.file("overdraw.svg")).starts_with("<svg "));
  CHECK(content_of(folder.file("overdraw.mmd")).starts_with("sequenceDiagram\n"));
  CHECK(content_of(folder.file("overdraw.png")).starts_with("\x89PNG"));
  const auto all = nlohmann::json::parse(content_of(folder.file("overdraw.json")));
  CHECK(all.at("otherData").at("model") == "tutorial.bank.unsafe");
  // Graphviz finds all nodes where they are pinned, also without the options in the file.
  CHECK(std::system(
            ("neato -n -Tsvg '" + folder.file("overdraw.dot") + "' -o /dev/null").c_str()) == 0);
}

TEST_CASE("graph: a token's execution is drawn, also one with which nothing is wrong") {
  const call_result checked =
      program_that_draws.call({"check", "tutorial.bank.locked", "--outcomes"});
  const std::string token = token_in(checked.output);
  const call_result drawn = draw({token, "--kind", "spacetime", "--format", "svg"});
  CHECK(drawn.code == 0);
  CHECK(contains(drawn.output, "held by t1"));
  // Of a model there must be a finding.
  const call_result nothing = draw({"tutorial.bank.locked", "--kind", "spacetime"});
  CHECK(nothing.code == 66);
  CHECK(contains(nothing.errors, "nothing is wrong in tutorial.bank.locked"));
}

TEST_CASE("graph: the tree of a small search, by model or token, and none of a large one") {
  const call_result tree = draw({"tutorial.deadlock.abba", "--kind", "tree", "--format", "svg"});
  CHECK(tree.code == 0);
  CHECK(contains(tree.output, "dpor: 3 executions, complete; 2 pass, 1 fails"));
  const call_result checked = program_that_draws.call({"check", "tutorial.deadlock.abba"});
  const std::string token = token_in(checked.output);
  CHECK(contains(tree.output, ">" + token + "<"));
  CHECK(draw({token, "--kind", "tree", "--format", "svg"}).output == tree.output);
  CHECK(draw({"tutorial.deadlock.abba", "--kind", "tree"}).output.starts_with("digraph"));
  // In a process of its own, too.
  const call_result isolated =
      draw({"tutorial.deadlock.abba", "--kind", "tree", "--format", "svg", "--isolate"});
  CHECK(isolated.output == tree.output);

  const call_result large = draw({"tutorial.bank.unsafe", "--kind", "tree"});
  CHECK(large.code == 66);
  CHECK(contains(large.errors, "200 executions"));
  CHECK(large.output.empty());
}

TEST_CASE("graph: kinds refuse formats they do not have") {
  const scratch_folder folder;
  CHECK(draw({"tutorial.deadlock.abba", "--kind", "tree", "-o", folder.file("a.mmd")}).code == 64);
  CHECK(draw({"tutorial.deadlock.abba", "--kind", "deadlock", "-o", folder.file("a.json")}).code ==
        64);
}

}  // namespace heddle::cli::test
