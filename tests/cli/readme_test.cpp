#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tests/catch.hpp"

namespace {

/// One command of a `console` block, and what the page says it prints.
struct sample {
  std::string arguments;
  std::string output;
};

const std::string command = "$ scripts/heddle ";

std::string path_of(const std::string& page) { return HEDDLE_SOURCE_DIR "/" + page; }

/// The samples of a page: in blocks marked `console`, lines `$ scripts/heddle ...` and what follows
/// each.
std::vector<sample> samples(const std::string& page) {
  std::ifstream text(path_of(page));
  std::vector<sample> found;
  bool inside = false;
  for (std::string line; std::getline(text, line);) {
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
  const std::string line =
      "bash -c \"exec -a scripts/heddle " HEDDLE_PROGRAM " " + arguments + "\"";
  FILE* const pipe = popen(line.c_str(), "r");
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

/// Writes a page anew with what the program prints now.
void write_samples(const std::string& page) {
  std::ifstream text(path_of(page));
  std::string whole;
  bool inside = false;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("```")) inside = line == "```console";
    const bool asks = inside && line.starts_with(command);
    if (!inside || asks || line.starts_with("```")) whole += line + "\n";
    if (asks) whole += output_of(line.substr(command.size()));
  }
  text.close();
  std::ofstream(path_of(page)) << whole;
  WARN("wrote " << page);
}

void check_samples(const std::string& page, std::size_t least) {
  if (std::getenv("HEDDLE_UPDATE_GOLDEN") != nullptr) return write_samples(page);
  const std::vector<sample> all = samples(page);
  CHECK(all.size() >= least);
  for (const sample& each : all) {
    INFO(page << ": heddle " << each.arguments);
    CHECK(without_times(output_of(each.arguments)) == without_times(each.output));
  }
}

}  // namespace

TEST_CASE("README: every sample is what the program prints") { check_samples("README.md", 4); }

TEST_CASE("tutorial page: every sample is what the program prints") {
  check_samples("docs/tutorial.md", 8);
}
