#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::cli {

/// The fewest characters to insert, remove, replace or swap with a neighbour that turn `left` into
/// `right` (optimal string alignment, a restricted Damerau-Levenshtein distance).
std::size_t edit_distance(std::string_view left, std::string_view right);

/// The candidate nearest to `typed`; empty if none is near. The first of several wins.
std::string nearest(std::string_view typed, const std::vector<std::string>& candidates);

/// `; did you mean NEAREST?`, or nothing.
std::string did_you_mean(std::string_view typed, const std::vector<std::string>& candidates);

}  // namespace heddle::cli
