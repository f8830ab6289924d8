#include "cli/kept_failures.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "checker/model.hpp"
#include "cli/run.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"

namespace heddle::cli {

namespace {

namespace files = std::filesystem;

/// Whether the model below still has its mistake; what is wrong with it, if anything.
enum class state { wrong, right, other };
state mistake = state::wrong;

void counts() {
  var<int> count{0, "count"};
  const auto add = [&] {
    if (mistake == state::other) (void)count.get();
    const int seen = count;
    count = seen + 1;
  };
  thread one{"one", add};
  if (mistake == state::right) one.join();
  thread two{"two", add};
  if (one.joinable()) one.join();
  two.join();
  check(count == 2, "both have counted");
}

/// A folder to work in, taken away at the end.
class working_folder {
 public:
  working_folder() {
    std::string name = (files::temp_directory_path() / "heddle-kept-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  working_folder(const working_folder&) = delete;
  working_folder& operator=(const working_folder&) = delete;
  ~working_folder() { files::remove_all(path_); }

  [[nodiscard]] files::path operator/(const std::string& name) const { return path_ / name; }

  [[nodiscard]] std::string content(const std::string& name) const {
    std::ifstream file{path_ / name};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  /// Runs the command line in this folder, in a child: it may change folder and environment.
  int run(std::vector<std::string> arguments, const char* server = "") const {
    const std::string output = (path_ / "output").string();
    files::remove(output);
    arguments.insert(arguments.begin(), "heddle");
    std::vector<char*> argv;
    for (std::string& one : arguments) argv.push_back(one.data());
    argv.push_back(nullptr);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      setenv("CI", server, 1);
      const bool ready = chdir(path_.c_str()) == 0 &&
                         std::freopen(output.c_str(), "a", stdout) != nullptr &&
                         std::freopen(output.c_str(), "a", stderr) != nullptr;
      const int code = ready ? cli::run(static_cast<int>(argv.size()) - 1, argv.data()) : 127;
      std::fflush(nullptr);
      _exit(code);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  files::path path_;
};

const std::vector<std::string> check_it{"check", "kept.counts", "--plain", "visible"};
constexpr const char* kept = ".heddle/failures/kept.counts";

}  // namespace

TEST_CASE("kept failures: what failed is tried again first, and forgotten when it is mended") {
  const model subject{{.name = "kept.counts", .summary = "two tasks count", .body = counts}};
  const working_folder here;
  mistake = state::wrong;
  CHECK(here.run(check_it) == 10);
  CHECK(here.content("output").starts_with("FAIL  kept.counts"));
  const std::string tokens = here.content(kept);
  CHECK(tokens.starts_with("r1.kept.counts."));
  CHECK(here.content(".heddle/.gitignore") == "*\n");

  // A search too short to find it by itself.
  CHECK(here.run({"check", "kept.counts", "--executions", "1"}) == 10);
  CHECK(here.content("output").starts_with(
      "KEPT  kept.counts  a schedule that failed before still does\n"));
  CHECK(here.content("output").find("invariant: both have counted") != std::string::npos);
  CHECK(here.content(kept).find(tokens.substr(0, tokens.find('\n'))) != std::string::npos);

  mistake = state::right;
  CHECK(here.run(check_it) == 0);
  CHECK(here.content("output").find("forgotten") != std::string::npos);
  CHECK_FALSE(files::exists(here / kept));
  CHECK(here.run(check_it) == 0);
  CHECK(here.content("output").find("KEPT") == std::string::npos);
}

TEST_CASE("kept failures: schedules that fit the model no more are forgotten") {
  const model subject{{.name = "kept.counts", .summary = "two tasks count", .body = counts}};
  const working_folder here;
  mistake = state::wrong;
  CHECK(here.run(check_it) == 10);
  const std::string before = here.content(kept);
  mistake = state::other;
  CHECK(here.run(check_it) == 10);
  CHECK(here.content("output").find("fits no more: forgotten") != std::string::npos);
  CHECK(here.content(kept) != before);
  // Nor does it matter what else stands in the file.
  std::ofstream{here / kept} << "nonsense\n\nr1.other.model.-a.0.0\n" << before;
  CHECK(here.run(check_it) == 10);
  CHECK(here.content("output").find("fits no more") != std::string::npos);
  CHECK(here.content(kept).find("nonsense") == std::string::npos);
}

TEST_CASE("kept failures: nothing is kept if nobody wants it, nor what is declared") {
  mistake = state::wrong;
  const working_folder here;
  {
    const model subject{{.name = "kept.counts", .summary = "two tasks count", .body = counts}};
    CHECK(here.run({"check", "kept.counts", "--no-failures"}) == 10);
    for (const char* format : {"--json", "--junit", "--sarif"})
      CHECK(here.run({"check", "kept.counts", format, "-"}) == 10);
    CHECK(here.run(check_it, "true") == 10);
    CHECK_FALSE(files::exists(here / ".heddle"));
  }
  const model declared{{.name = "kept.counts",
                        .summary = "two tasks count",
                        .body = counts,
                        .expect = {finding_kind::invariant, finding_kind::data_race}}};
  CHECK(here.run(check_it) == 0);
  CHECK(here.run({"check", "kept.counts", "--no-expect"}) == 10);
  CHECK_FALSE(files::exists(here / ".heddle"));
}

TEST_CASE("kept failures: a folder that cannot be written is a warning") {
  const model subject{{.name = "kept.counts", .summary = "two tasks count", .body = counts}};
  const working_folder here;
  mistake = state::wrong;
  std::ofstream{here / ".heddle"} << "a file, no folder";
  CHECK(here.run(check_it) == 10);
  CHECK(here.content("output").find("heddle: cannot keep failing schedules") != std::string::npos);
  CHECK(here.content("output").find("FAIL  kept.counts") != std::string::npos);
}

}  // namespace heddle::cli
