#include "checker/model.hpp"

#include <fmt/format.h>

#include <map>

namespace heddle {
namespace {

/// All models of the program. Function-local, so that it exists before the first registration and
/// outlives the last.
struct registry {
  std::map<std::string_view, const model*> models;
  std::vector<std::string> errors;
};

registry& the_registry() {
  static registry only;
  return only;
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

std::string line_of(const model& which) {
  return fmt::format("{}:{}", which.where().file_name(), which.where().line());
}

}  // namespace

namespace checker {

bool is_model_name(std::string_view name) {
  bool in_word = false;
  for (const char c : name) {
    if (c != '.' && !is_word_character(c)) return false;
    if (c == '.' && !in_word) return false;
    in_word = c != '.';
  }
  return in_word;
}

std::vector<const model*> registered_models() {
  std::vector<const model*> all;
  for (const auto& [name, which] : the_registry().models) all.push_back(which);
  return all;
}

const model* find_model(std::string_view name) {
  const auto& models = the_registry().models;
  const auto found = models.find(name);
  return found == models.end() ? nullptr : found->second;
}

const std::vector<std::string>& registration_errors() { return the_registry().errors; }

}  // namespace checker

model::model(model_description description, std::source_location where)
    : name_(description.name),
      summary_(description.summary),
      body_(std::move(description.body)),
      expect_(std::move(description.expect)),
      options_(std::move(description.options)),
      where_(where) {
  auto& [models, errors] = the_registry();
  if (!checker::is_model_name(name_)) {
    errors.push_back(fmt::format(
        "{}: malformed model name \"{}\": a name is words of [a-z0-9_] with dots between",
        line_of(*this), name_));
  } else if (!body_) {
    errors.push_back(fmt::format("{}: model \"{}\" has no body", line_of(*this), name_));
  } else if (const auto [place, added] = models.try_emplace(name_, this); !added) {
    errors.push_back(fmt::format("{}: model \"{}\" is already registered at {}", line_of(*this),
                                 name_, line_of(*place->second)));
  }
}

model::~model() {
  auto& models = the_registry().models;
  const auto found = models.find(name_);
  if (found != models.end() && found->second == this) models.erase(found);
}

}  // namespace heddle
