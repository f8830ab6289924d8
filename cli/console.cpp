#include "cli/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "cli/errors.hpp"

namespace heddle::cli {

namespace {

constexpr std::size_t widest = 80;
constexpr std::size_t narrowest = 60;

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

[[noreturn]] void cannot_write(const std::string& path) {
  const int error = errno;
  throw command_error{exit_code::bad_file,
                      fmt::format("cannot write {}: {}", path, std::strerror(error))};
}

}  // namespace

void print(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (std::fflush(stdout) != 0 || !written) cannot_write("standard output");
}

void print_error(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

void require_writable(const std::string& path) {
  if (path == "-") return;
  std::error_code unknown;
  const bool was_there = std::filesystem::exists(path, unknown);
  std::FILE* file = std::fopen(path.c_str(), "a");
  if (file == nullptr) cannot_write(path);
  std::fclose(file);
  if (!was_there) std::filesystem::remove(path, unknown);
}

void write_file(const std::string& path, std::string_view text) {
  if (path == "-") return print(text);
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) cannot_write(path);
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (const bool closed = std::fclose(file) == 0; !written || !closed) cannot_write(path);
}

bool error_is_terminal() { return isatty(STDERR_FILENO) == 1; }

bool use_colour(when wanted) {
  if (wanted != when::automatic) return wanted == when::always;
  if (!environment("NO_COLOR").empty()) return false;
  if (const std::string_view forced = environment("CLICOLOR_FORCE"); !forced.empty())
    if (forced != "0") return true;
  return isatty(STDOUT_FILENO) == 1 && environment("TERM") != "dumb";
}

std::size_t text_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return widest;
  return std::clamp<std::size_t>(size.ws_col, narrowest, widest);
}

std::string command_to_type(std::string_view called_by) {
  if (const std::string_view wrapped = environment("HEDDLE_COMMAND"); !wrapped.empty())
    return std::string{wrapped};
  const auto is_plain = [](char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
           std::strchr("._-/+=:@%", letter) != nullptr;
  };
  if (std::ranges::all_of(called_by, is_plain)) return std::string{called_by};
  std::string quoted = "'";
  for (const char letter : called_by)
    quoted += letter == '\'' ? std::string{"'\\''"} : std::string{letter};
  return quoted + "'";
}

}  // namespace heddle::cli
