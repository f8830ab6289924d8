#pragma once

#include <string>
#include <vector>

#include "checker/model.hpp"
#include "checker/result.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::cli {

/// The schedules of findings that no model declares, kept in `.heddle/failures/` below the current
/// folder from one `heddle check` to the next: what failed is tried again first. One file of tokens
/// per model; `.heddle` hides itself from git. A folder that cannot be written is a warning, once.
class kept_failures {
 public:
  /// A schedule that was kept, and what became of it.
  struct attempt {
    enum class end : std::uint8_t { fails, mended, misfit };

    end how = end::misfit;
    std::string token;
    /// What is wrong with it and not declared; `fails` only.
    std::vector<checker::finding> findings{};
  };

  /// `folder` is `.heddle`, but for tests.
  explicit kept_failures(std::string folder = ".heddle");

  /// Whether anything is kept of a model.
  [[nodiscard]] bool knows(const model& subject) const;

  /// Replays what is kept of a model. Tokens that cannot be read are `misfit`s.
  [[nodiscard]] std::vector<attempt> try_again(const model& subject) const;

  /// Keeps what was found and is not declared, and those attempts that fail in other ways; forgets
  /// the rest of what is kept of the model.
  void keep(const checker::result& found, const std::vector<attempt>& attempts);

 private:
  [[nodiscard]] std::string file_of(const std::string& model) const;
  void write(const std::string& model, const std::vector<std::string>& tokens);

  std::string folder_;
  bool warned_ = false;
};

/// What became of the schedules that were kept: a line or two each.
std::string attempts_report(const model& subject,
                            const std::vector<kept_failures::attempt>& attempts,
                            const reports::text_options& options);

}  // namespace heddle::cli
