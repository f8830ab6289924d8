#include "cli/validators.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/arguments.hpp"
#include "cli/suggest.hpp"

namespace heddle::cli {

CLI::Validator one_of(std::vector<std::string> names) {
  return CLI::Validator{[names = std::move(names)](std::string& value) -> std::string {
                          if (std::ranges::find(names, value) != names.end()) return "";
                          return fmt::format("'{}' is none of {}{}", value, fmt::join(names, ", "),
                                             did_you_mean(value, names));
                        },
                        ""};
}

CLI::Validator whole_number_from(std::uint64_t least) {
  return CLI::Validator{
      [least](std::string& value) -> std::string {
        std::uint64_t number = 0;
        if (!CLI::detail::lexical_cast(value, number) || value.starts_with("-") || number < least)
          return fmt::format("'{}' is no whole number from {} on", value, least);
        return "";
      },
      ""};
}

CLI::Validator a_duration() {
  return CLI::Validator{[](std::string& value) -> std::string {
                          if (parse_duration(value)) return "";
                          return fmt::format("'{}' is no duration such as 30s, 500ms, 2m or 1h",
                                             value);
                        },
                        ""};
}

CLI::Validator a_when() {
  static const std::vector<std::string> whens{"auto", "always", "never"};
  return one_of(whens);
}

}  // namespace heddle::cli
