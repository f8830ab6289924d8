#pragma once

#include <span>
#include <string>
#include <string_view>

namespace heddle::cli {

/// A page of `heddle help TOPIC`.
struct help_topic {
  std::string_view name;
  std::string_view summary;
  std::string (*text)();
};

/// All topics, in the order in which they are listed.
std::span<const help_topic> help_topics();

}  // namespace heddle::cli
