#include "cli/dot_files.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "cli/console.hpp"
#include "cli/errors.hpp"
#include "reports/graph/deadlock_graph.hpp"
#include "reports/graph/lock_order_graph.hpp"
#include "reports/text/lock_order.hpp"

namespace heddle::cli {

namespace {

/// Writes files whose names differ by a number, which the first does not have.
class numbered_files {
 public:
  explicit numbered_files(std::string stem) : stem_(std::move(stem)) {}

  void write(const std::string& text) {
    const std::string number = files_.empty() ? "" : fmt::format("-{}", files_.size() + 1);
    files_.push_back(stem_ + number + ".dot");
    write_file(files_.back(), text);
  }

  [[nodiscard]] const std::vector<std::string>& files() const { return files_; }

 private:
  std::string stem_;
  std::vector<std::string> files_;
};

reports::graph_subject subject_of(const checker::result& from, const checker::lock_order* order) {
  return {.model = from.model, .found = nullptr, .execution = nullptr, .order = order};
}

}  // namespace

void require_folder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!std::filesystem::is_directory(folder))
    throw command_error{exit_code::bad_file, fmt::format("cannot make the folder {}{}", folder,
                                                         error ? ": " + error.message() : "")};
}

std::vector<std::string> write_dot_files(const std::string& folder, const checker::result& found) {
  const std::string stem = (std::filesystem::path{folder} / found.model).string();
  numbered_files deadlocks{stem};
  numbered_files orders{stem + "-lockorder"};
  for (const checker::finding& one : found.findings) {
    if (reports::has_deadlock_graph(one))
      deadlocks.write(reports::deadlock_dot(
          {.model = found.model, .found = &one, .execution = &one.execution, .order = nullptr}));
    if (one.predicted) orders.write(reports::lock_order_dot(subject_of(found, &*one.predicted)));
  }
  for (const checker::lock_order& one : found.harmless)
    if (reports::is_worth_a_remark(one))
      orders.write(reports::lock_order_dot(subject_of(found, &one)));
  std::vector<std::string> files = deadlocks.files();
  files.insert(files.end(), orders.files().begin(), orders.files().end());
  return files;
}

}  // namespace heddle::cli
