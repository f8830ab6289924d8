#include "cli/pattern.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "cli/errors.hpp"
#include "cli/suggest.hpp"

namespace heddle::cli {

bool glob_matches(std::string_view glob, std::string_view text) {
  // On a mismatch, the last star takes one character more (linear scan with one point of return).
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = std::string_view::npos;
  std::size_t after_star = 0;
  while (in < text.size()) {
    if (at < glob.size() && glob[at] == '*') {
      star = at++;
      after_star = in;
    } else if (at < glob.size() && (glob[at] == '?' || glob[at] == text[in])) {
      ++at;
      ++in;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      in = ++after_star;
    } else {
      return false;
    }
  }
  return glob.find_first_not_of('*', at) == std::string_view::npos;
}

bool pattern_matches(std::string_view pattern, std::string_view name) {
  if (pattern.find_first_of("*?") != std::string_view::npos) return glob_matches(pattern, name);
  return name.starts_with(pattern) &&
         (name.size() == pattern.size() || name[pattern.size()] == '.');
}

std::string suggest_pattern(const std::string& pattern, const std::vector<std::string>& names) {
  const bool everything_below = pattern.ends_with(".*");
  const std::string stem = everything_below ? pattern.substr(0, pattern.size() - 2) : pattern;
  std::vector<std::string> candidates;
  for (const std::string& name : names) {
    if (name.ends_with("." + stem)) return name;
    if (!everything_below) candidates.push_back(name);
  }
  for (const std::string& name : names)
    for (std::size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1))
      candidates.push_back(name.substr(0, dot));
  const std::string best = nearest(stem, candidates);
  return best.empty() || !everything_below ? best : best + ".*";
}

std::vector<const model*> select_models(const std::vector<std::string>& patterns) {
  std::vector<const model*> all = checker::registered_models();
  if (all.empty()) throw command_error{exit_code::usage, "this program has no models"};
  if (patterns.empty()) return all;
  std::vector<std::string> names;
  names.reserve(all.size());
  for (const model* one : all) names.push_back(one->name());
  for (const std::string& pattern : patterns) {
    if (std::ranges::any_of(names,
                            [&](const auto& name) { return pattern_matches(pattern, name); }))
      continue;
    const std::string suggestion = suggest_pattern(pattern, names);
    throw command_error{
        exit_code::usage,
        fmt::format("no model matches '{}'{}", pattern,
                    suggestion.empty() ? "; heddle list shows all models"
                                       : fmt::format("; did you mean {}?", suggestion))};
  }
  std::vector<const model*> chosen;
  for (const model* one : all)
    if (std::ranges::any_of(
            patterns, [&](const auto& pattern) { return pattern_matches(pattern, one->name()); }))
      chosen.push_back(one);
  return chosen;
}

}  // namespace heddle::cli
