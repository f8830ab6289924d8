#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/cli/called_program.hpp"

namespace heddle::cli::test {

namespace {

const called_program heddle_program{HEDDLE_PROGRAM};

/// With a PATH, so that `dot` is found.
environment with_path() {
  const char* const path = std::getenv("PATH");
  return {{"PATH", path == nullptr ? "/usr/bin:/bin" : path}};
}

call_result graph(std::vector<std::string> arguments, const environment& variables = with_path()) {
  arguments.insert(arguments.begin(), "graph");
  return heddle_program.call(arguments, variables);
}

/// Fails if the file that follows is not well-formed.
const std::string parse_xml =
    "python3 -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' ";

/// The exit code of a command.
int exit_of_shell(const std::string& command) { return std::system(command.c_str()); }

}  // namespace

TEST_CASE("graph: the first deadlock of a model, as the ending of the file says") {
  const scratch_folder folder;
  const std::string dot = folder.file("ring.dot");
  const std::string svg = folder.file("ring.svg");
  CHECK(graph({"tutorial.deadlock.abba", "-o", dot}).code == 0);
  CHECK(graph({"tutorial.deadlock.abba", "-o", svg}).code == 0);
  CHECK(contains(content_of(dot), "digraph"));
  CHECK(contains(content_of(svg), "<svg "));
  // Graphviz reads it, and an XML parser what heddle and Graphviz draw.
  const std::string drawn = folder.file("drawn.svg");
  CHECK(exit_of_shell("dot -Tsvg '" + dot + "' -o '" + drawn + "'") == 0);
  for (const std::string& file : {svg, drawn})
    CHECK(exit_of_shell(parse_xml + "'" + file + "'") == 0);
}

TEST_CASE("graph: Graphviz and an XML parser read every golden graph, whatever its names are") {
  std::size_t graphs = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator{HEDDLE_SOURCE_DIR "/tests/reports/golden"}) {
    const std::string file = entry.path().string();
    if (!entry.path().filename().string().starts_with("graph_")) continue;
    CAPTURE(file);
    if (file.ends_with(".dot")) {
      // A warning is a line on standard error, which fails, too.
      CHECK(exit_of_shell("test -z \"$(dot -Tsvg -o /dev/null '" + file + "' 2>&1)\"") == 0);
      ++graphs;
    } else {
      CHECK(exit_of_shell(parse_xml + "'" + file + "'") == 0);
    }
  }
  CHECK(graphs >= 9);
}

TEST_CASE("graph: a PNG comes from Graphviz, or a message that says what to install") {
  const scratch_folder folder;
  const std::string png = folder.file("ring.png");
  CHECK(graph({"tutorial.deadlock.abba", "-o", png}).code == 0);
  CHECK(content_of(png).starts_with("\x89PNG"));
  const call_result without = graph({"tutorial.deadlock.abba", "-o", png}, {{"PATH", "/nowhere"}});
  CHECK(without.code == 69);
  CHECK(contains(without.errors, "install the package graphviz"));
}

TEST_CASE("graph: a token, and standard output") {
  const call_result checked = heddle_program.call({"check", "tutorial.deadlock.abba"});
  const call_result drawn = graph({token_in(checked.output)});
  CHECK(drawn.code == 0);
  CHECK(drawn.output.starts_with("digraph"));
  CHECK(graph({"tutorial.deadlock.abba"}).output == drawn.output);
  CHECK(
      graph({"tutorial.deadlock.abba", "-o", "-", "--format", "svg"}).output.starts_with("<svg "));
}

TEST_CASE("graph: lock orders, also one that was refuted") {
  CHECK(contains(graph({"classic.lock_order.flagged", "--kind", "lockorder"}).output, "Refuted"));
  CHECK(contains(graph({"tutorial.deadlock.abba", "--kind", "lockorder"}).output, "Confirmed"));
}

TEST_CASE("graph: what cannot be drawn is refused in a sentence") {
  const scratch_folder folder;
  const std::string none = folder.file("none.svg");
  const call_result nothing = graph({"tutorial.bank.sequential", "-o", none});
  CHECK(nothing.code == 66);
  CHECK(contains(nothing.errors, "nothing to draw"));
  CHECK(!std::filesystem::exists(none));
  CHECK(graph({"tutorial.deadlock.abba", "-o", folder.file("ring.jpg")}).code == 64);
  CHECK(graph({"tutorial.deadlock.abba", "-o", folder.file("ring")}).code == 64);
  CHECK(graph({"tutorial.deadlock.abba", "--kind", "pie"}).code == 64);
  CHECK(graph({"tutorial.deadlock"}).code == 64);
  CHECK(graph({"no.such.model"}).code == 64);
  CHECK(graph({}).code == 64);
  CHECK(graph({"r1.no.such.token"}).code == 65);
  CHECK(graph({"tutorial.deadlock.abba", "-o", folder.file("no/such/folder.svg")}).code == 65);
}

TEST_CASE("check --dot writes a graph of each deadlock and each lock order, and says where") {
  const scratch_folder folder;
  const std::string graphs = folder.file("graphs");
  const call_result checked =
      heddle_program.call({"check", "tutorial.deadlock.abba", "--dot", graphs});
  CHECK(checked.code == 0);
  const std::string ring = graphs + "/tutorial.deadlock.abba.dot";
  CHECK(contains(checked.output, "Graph     " + ring));
  CHECK(content_of(ring) == graph({"tutorial.deadlock.abba"}).output);
  CHECK(contains(content_of(graphs + "/tutorial.deadlock.abba-lockorder.dot"), "POTENTIAL"));
  const std::string taken = folder.file("taken");
  std::ofstream{taken} << "a file";
  CHECK(heddle_program.call({"check", "tutorial.deadlock.abba", "--dot", taken}).code == 65);
}

TEST_CASE("the pictures of docs are as heddle draws them now") {
  std::istringstream list{content_of(HEDDLE_SOURCE_DIR "/docs/pictures/pictures.txt")};
  std::size_t pictures = 0;
  for (std::string line; std::getline(list, line);) {
    if (line.empty() || line.starts_with("#")) continue;
    std::istringstream words{line};
    std::string file;
    std::string kind;
    std::string subject;
    words >> file >> kind >> subject;
    CAPTURE(file);
    const call_result drawn = graph({subject, "--kind", kind, "--format", "svg"});
    CHECK(drawn.code == 0);
    // If this fails, look at `scripts/pictures --update` and what it changes.
    CHECK((drawn.output == content_of(std::string{HEDDLE_SOURCE_DIR "/docs/pictures/"} + file)));
    ++pictures;
  }
  CHECK(pictures >= 5);
}

}  // namespace heddle::cli::test
