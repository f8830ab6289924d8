#include "reports/ci/sarif_parts.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

/// A path as a relative reference or a part of a URI (RFC 3986): also a colon is encoded, since
/// what stands before it could be taken for a scheme.
std::string percent_encoded(std::string_view path) {
  static constexpr std::string_view plain = "-._~/";
  std::string encoded;
  for (const char letter : path) {
    const bool alphanumeric = (letter >= 'a' && letter <= 'z') ||
                              (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
    if (alphanumeric || plain.find(letter) != std::string_view::npos)
      encoded += letter;
    else
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
  }
  return encoded;
}

/// `file` below `root`, both absolute; else as it is.
std::string relative_below(const std::string& root, const std::string& file) {
  if (root.empty() || !root.starts_with('/') || !file.starts_with('/')) return file;
  const std::string relative = std::filesystem::path{file}.lexically_relative(root).string();
  return relative.empty() || relative.starts_with("..") ? file : relative;
}

bool of_system(std::string_view file) { return file.starts_with("/usr/"); }

}  // namespace

sarif_json sarif_message(std::string_view text) {
  const std::string clean = printable(text);
  const bool may_link = clean.find("](") != std::string::npos;
  std::string escaped;
  for (const char letter : clean) {
    if (letter == '{' || letter == '}') escaped += letter;
    if (may_link && (letter == '[' || letter == ']')) escaped += '\\';
    escaped += letter;
  }
  return sarif_json{{"text", escaped}};
}

sarif_json sarif_place(const scheduler::source_line& where, const sarif_options& options) {
  if (!where.known() || where.file.empty() || of_system(where.file)) return nullptr;
  const std::string file = relative_below(
      options.source_root, std::filesystem::path{where.file}.lexically_normal().string());
  sarif_json artifact;
  if (file.starts_with('/')) {
    artifact["uri"] = "file://" + percent_encoded(file);
  } else {
    artifact["uri"] = percent_encoded(file);
    artifact["uriBaseId"] = "%SRCROOT%";
  }
  sarif_json place;
  place["artifactLocation"] = std::move(artifact);
  place["region"]["startLine"] = where.line;
  return place;
}

sarif_json sarif_location(const scheduler::source_line& where, std::string_view text,
                          const sarif_options& options) {
  sarif_json location;
  if (sarif_json place = sarif_place(where, options); !place.is_null())
    location["physicalLocation"] = std::move(place);
  location["message"] = sarif_message(text);
  return location;
}

}  // namespace heddle::reports
