#include "cli/sources.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace heddle::cli {

namespace {

/// Longer files are no sources that somebody wrote.
constexpr std::uintmax_t longest_file = 8U << 20U;

std::optional<std::vector<std::string>> lines_of(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
  if (std::filesystem::file_size(path, error) > longest_file || error) return std::nullopt;
  std::ifstream file{path};
  if (!file) return std::nullopt;
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(std::move(line));
  return lines;
}

}  // namespace

void source_reader::read(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (!known_.insert(name).second) continue;
    auto lines = lines_of(std::filesystem::path{root_} / name);
    if (!lines) lines = lines_of(name);
    if (lines) texts_.emplace(name, *std::move(lines));
  }
}

}  // namespace heddle::cli
