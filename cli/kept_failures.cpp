#include "cli/kept_failures.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "checker/replay.hpp"
#include "checker/token.hpp"
#include "cli/console.hpp"
#include "reports/text/columns.hpp"
#include "reports/text/labels.hpp"

namespace heddle::cli {

namespace {

namespace files = std::filesystem;

/// More than so many are not kept of one model.
constexpr std::size_t most_kept = 16;

/// A crash takes a process with it, an endless loop takes its time, and a schedule under which the
/// model goes its own way replays nothing.
bool can_be_kept(const checker::finding& found) {
  return !found.expected && !found.token.empty() && !found.crash &&
         found.kind != finding_kind::nondeterminism &&
         found.kind != finding_kind::potential_deadlock;
}

kept_failures::attempt attempt_at(const model& subject, const std::string& text) {
  using attempt = kept_failures::attempt;
  attempt made;
  made.token = text;
  try {
    const checker::token what = checker::parse_token(text);
    if (what.model != subject.name()) return made;
    checker::replay_result again = checker::replay(subject, what);
    if (!again.divergence.empty()) return made;
    std::erase_if(again.found.findings, std::not_fn(can_be_kept));
    made.findings = std::move(again.found.findings);
    made.how = made.findings.empty() ? attempt::end::mended : attempt::end::fails;
  } catch (const checker::token_error&) {
    made.how = attempt::end::misfit;
  }
  return made;
}

/// Replaces a file as a whole, so that nobody reads half of it.
void replace_file(const files::path& path, const std::string& text) {
  const files::path fresh = path.string() + fmt::format(".{}", getpid());
  std::ofstream out{fresh};
  out << text;
  out.close();
  if (!out)
    throw files::filesystem_error("cannot write", fresh, std::make_error_code(std::errc::io_error));
  files::rename(fresh, path);
}

}  // namespace

kept_failures::kept_failures(std::string folder) : folder_(std::move(folder)) {}

std::string kept_failures::file_of(const std::string& model) const {
  return fmt::format("{}/failures/{}", folder_, model);
}

bool kept_failures::knows(const model& subject) const {
  return files::exists(file_of(subject.name()));
}

std::vector<kept_failures::attempt> kept_failures::try_again(const model& subject) const {
  std::vector<attempt> attempts;
  std::ifstream kept{file_of(subject.name())};
  for (std::string token; attempts.size() < most_kept && std::getline(kept, token);)
    if (!token.empty()) attempts.push_back(attempt_at(subject, token));
  return attempts;
}

void kept_failures::keep(const checker::result& found, const std::vector<attempt>& attempts) {
  std::vector<std::string> tokens;
  std::set<std::string> signatures;
  const auto add = [&](const std::string& token) {
    if (tokens.size() < most_kept && std::ranges::count(tokens, token) == 0)
      tokens.push_back(token);
  };
  for (const checker::finding& one : found.findings)
    if (can_be_kept(one) && signatures.insert(one.signature).second) add(one.token);
  for (const attempt& made : attempts)
    for (const checker::finding& one : made.findings)
      if (signatures.insert(one.signature).second) add(made.token);
  if (tokens.empty() && attempts.empty()) return;
  write(found.model, tokens);
}

void kept_failures::write(const std::string& model, const std::vector<std::string>& tokens) {
  try {
    if (tokens.empty()) {
      files::remove(file_of(model));
      return;
    }
    files::create_directories(files::path(folder_) / "failures");
    const files::path ignore = files::path(folder_) / ".gitignore";
    if (!files::exists(ignore)) replace_file(ignore, "*\n");
    std::string text;
    for (const std::string& token : tokens) text += token + "\n";
    replace_file(file_of(model), text);
  } catch (const files::filesystem_error& error) {
    if (!warned_)
      print_error(fmt::format("heddle: cannot keep failing schedules for the next time: {}\n",
                              error.what()));
    warned_ = true;
  }
}

std::string attempts_report(const model& subject,
                            const std::vector<kept_failures::attempt>& attempts,
                            const reports::text_options& options) {
  using end = kept_failures::attempt::end;
  const auto line = [&](std::string_view text, reports::tone meaning) {
    return fmt::format("{}  {}  {}\n", reports::paint("KEPT", meaning, options), subject.name(),
                       text);
  };
  std::string text;
  for (const kept_failures::attempt& made : attempts) {
    if (made.how == end::mended)
      text += line("a schedule that failed before does no more: forgotten", reports::tone::good);
    else if (made.how == end::misfit)
      text += line("a schedule that failed before fits no more: forgotten", reports::tone::notice);
    for (const checker::finding& one : made.findings)
      text +=
          line("a schedule that failed before still does", reports::tone::bad) +
          std::string(reports::margin, ' ') +
          reports::wrap(fmt::format("{}: {}", name_of(one.kind), reports::printable(one.message)),
                        reports::margin, options.width) +
          "\n" + reports::replay_line(one, options);
  }
  return text;
}

}  // namespace heddle::cli
