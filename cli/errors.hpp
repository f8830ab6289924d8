#pragma once

#include <exception>
#include <string>
#include <utility>

#include "cli/exit_code.hpp"

namespace heddle::cli {

/// Ends a command with a message for people and an exit code for programs.
class command_error : public std::exception {
 public:
  command_error(exit_code code, std::string text) : code_(code), text_(std::move(text)) {}
  [[nodiscard]] exit_code code() const noexcept { return code_; }
  [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

 private:
  exit_code code_;
  std::string text_;
};

}  // namespace heddle::cli
