#include <array>
#include <cstdio>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tests/catch.hpp"

namespace {

/// One command of a `console` block, and what the README says it prints.
struct sample {
  std::string arguments;
  std::string output;
};

/// The samples of README.md: in blocks marked `console`, lines `$ scripts/heddle ...` and what
/// follows each.
std::vector<sample> samples() {
  std::ifstream readme(HEDDLE_SOURCE_DIR "/README.md");
  const std::string command = "$ scripts/heddle ";
  std::vector<sample> found;
  bool inside = false;
  for (std::string line; std::getline(readme, line);) {
    if (line.starts_with("```")) {
      inside = line == "```console";
    } else if (inside && line.starts_with(command)) {
      found.push_back({line.substr(command.size()), ""});
    } else if (inside && !found.empty()) {
      found.back().output += line + "\n";
    }
  }
  return found;
}

std::string output_of(const std::string& arguments) {
  const std::string command =
      "bash -c \"exec -a scripts/heddle " HEDDLE_PROGRAM " " + arguments + "\"";
  FILE* const pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> part{};
  for (std::size_t read = 0; (read = fread(part.data(), 1, part.size(), pipe)) > 0;)
    text.append(part.data(), read);
  pclose(pipe);
  return text;
}

/// How long something took differs from run to run.
std::string without_times(const std::string& text) {
  return std::regex_replace(text, std::regex(R"([0-9]+(\.[0-9]+)? m?s\b)"), "TIME");
}

}  // namespace

TEST_CASE("README: every sample is what the program prints") {
  const std::vector<sample> all = samples();
  CHECK(all.size() >= 4);
  for (const sample& each : all) {
    INFO("heddle " << each.arguments);
    CHECK(without_times(output_of(each.arguments)) == without_times(each.output));
  }
}
