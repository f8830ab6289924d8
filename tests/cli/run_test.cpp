#include "cli/run.hpp"

#include <string>

#include "checker/model.hpp"
#include "tests/catch.hpp"

namespace heddle::cli {

TEST_CASE("run: models registered under malformed names end the program, exit 70") {
  const model malformed{{.name = "Not A Name", .summary = "", .body = [] {}}};
  for (const char* verb : {"list", "check", "replay"}) {
    std::string program = "heddle";
    std::string command = verb;
    char* arguments[] = {program.data(), command.data(), nullptr};
    CHECK(run(2, arguments) == 70);
  }
  // Help and versions are there all the same.
  std::string program = "heddle";
  std::string version = "--version";
  char* arguments[] = {program.data(), version.data(), nullptr};
  CHECK(run(2, arguments) == 0);
}

}  // namespace heddle::cli
