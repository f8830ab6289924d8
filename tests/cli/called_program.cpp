#include "tests/cli/called_program.hpp"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "tests/catch.hpp"

namespace heddle::cli::test {

scratch_folder::scratch_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "heddle-cli-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

scratch_folder::~scratch_folder() { std::filesystem::remove_all(path_); }

std::string content_of(const std::string& path) {
  std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string token_in(const std::string& text) {
  const std::size_t begin = text.find(" replay r1.");
  REQUIRE(begin != std::string::npos);
  return text.substr(begin + 8, text.find('\n', begin) - begin - 8);
}

pid_t called_program::start(const std::vector<std::string>& arguments, const scratch_folder& folder,
                            const environment& variables) const {
  const std::string output = folder.file("stdout");
  const std::string errors = folder.file("stderr");
  std::vector<char*> argv;
  std::string program = path_;
  argv.push_back(program.data());
  std::vector<std::string> copies = arguments;
  for (std::string& one : copies) argv.push_back(one.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const bool redirected = std::freopen(output.c_str(), "w", stdout) != nullptr &&
                            std::freopen(errors.c_str(), "w", stderr) != nullptr;
    for (const char* name : {"NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"}) unsetenv(name);
    setenv("CI", "true", 1);  // no test leaves failures behind for the next
    for (const auto& [name, value] : variables) setenv(name.c_str(), value.c_str(), 1);
    if (redirected) execv(argv[0], argv.data());
    _exit(127);
  }
  return child;
}

call_result called_program::finish(pid_t child, const scratch_folder& folder) {
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  call_result result;
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  result.output = content_of(folder.file("stdout"));
  result.errors = content_of(folder.file("stderr"));
  return result;
}

call_result called_program::call(const std::vector<std::string>& arguments,
                                 const environment& variables) const {
  const scratch_folder folder;
  return finish(start(arguments, folder, variables), folder);
}

}  // namespace heddle::cli::test
