#include "checker/outcome_table.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace heddle::checker {
namespace {

/// Lengths before texts: no two different maps have the same key.
void append(std::string& key, std::string_view text) {
  const std::size_t length = text.size();
  for (int shift = 0; shift < 32; shift += 8) key += static_cast<char>((length >> shift) & 0xff);
  key += text;
}

std::optional<std::int64_t> number(const std::string& text) {
  std::int64_t value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Numbers by value and before other texts.
bool value_before(const std::string& left, const std::string& right) {
  const auto left_number = number(left);
  const auto right_number = number(right);
  if (left_number && right_number && *left_number != *right_number)
    return *left_number < *right_number;
  if (left_number.has_value() != right_number.has_value()) return left_number.has_value();
  return left < right;
}

bool outcome_before(const model_outcome& left, const model_outcome& right) {
  if (left.deadlocked != right.deadlocked) return right.deadlocked;
  return std::lexicographical_compare(left.values.begin(), left.values.end(), right.values.begin(),
                                      right.values.end(), [](const auto& one, const auto& other) {
                                        if (one.first != other.first)
                                          return one.first < other.first;
                                        return value_before(one.second, other.second);
                                      });
}

}  // namespace

/// The places of the observations by name, only the last of each name.
void outcome_table::sort_names(std::span<const scheduler::observation> observed) {
  order_.clear();
  for (std::size_t place = 0; place < observed.size(); ++place) {
    const auto at = std::lower_bound(
        order_.begin(), order_.end(), observed[place].name,
        [&](std::size_t one, std::string_view name) { return observed[one].name < name; });
    if (at != order_.end() && observed[*at].name == observed[place].name)
      *at = place;
    else
      order_.insert(at, place);
  }
}

void outcome_table::make_key(std::span<const scheduler::observation> observed, bool deadlocked) {
  key_.clear();
  key_ += deadlocked ? 'd' : 'c';
  for (const std::size_t place : order_) {
    append(key_, observed[place].name);
    append(key_, observed[place].value);
  }
}

bool outcome_table::add(std::span<const scheduler::observation> observed, bool deadlocked) {
  sort_names(observed);
  make_key(observed, deadlocked);
  const auto known = places_.find(std::string_view(key_));
  const bool is_new = known == places_.end();
  last_ = is_new ? outcomes_.size() : known->second;
  if (is_new) {
    places_.emplace(key_, last_);
    model_outcome added;
    for (const std::size_t place : order_)
      added.values.emplace(observed[place].name, observed[place].value);
    added.deadlocked = deadlocked;
    outcomes_.push_back(std::move(added));
  }
  ++outcomes_[last_].executions;
  return is_new;
}

std::vector<model_outcome> outcome_table::take() {
  const bool any = std::any_of(outcomes_.begin(), outcomes_.end(),
                               [](const model_outcome& one) { return !one.values.empty(); });
  if (!any) outcomes_.clear();
  std::sort(outcomes_.begin(), outcomes_.end(), outcome_before);
  places_.clear();
  return std::move(outcomes_);
}

}  // namespace heddle::checker
