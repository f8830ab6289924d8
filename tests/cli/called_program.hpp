#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

/// Programs as people call them.
namespace heddle::cli::test {

/// A folder of its own for one test, taken away at its end.
class scratch_folder {
 public:
  scratch_folder();
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  ~scratch_folder();
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

std::string content_of(const std::string& path);

bool contains(const std::string& text, const std::string& part);

/// The first token that a report prints.
std::string token_in(const std::string& text);

struct call_result {
  /// The exit code, or the signal that ended the program, negated.
  int code = -1;
  std::string output;
  std::string errors;
};

using environment = std::vector<std::pair<std::string, std::string>>;

/// A program with heddle's command line.
class called_program {
 public:
  explicit called_program(std::string path) : path_(std::move(path)) {}

  /// Starts it with its output going to files in `folder`. Of the variables that it reads it sees
  /// `variables` alone, whatever the tests themselves were started with.
  [[nodiscard]] pid_t start(const std::vector<std::string>& arguments, const scratch_folder& folder,
                            const environment& variables = {}) const;
  /// Waits until it has ended.
  static call_result finish(pid_t child, const scratch_folder& folder);
  /// Both in one.
  [[nodiscard]] call_result call(const std::vector<std::string>& arguments,
                                 const environment& variables = {}) const;

 private:
  std::string path_;
};

}  // namespace heddle::cli::test
