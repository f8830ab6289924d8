#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// What the benchmarks share.
namespace bench {

using json = nlohmann::ordered_json;

/// One column of a table.
struct column {
  std::string key;      ///< of the row's value, in JSON
  std::string heading;  ///< in text
  /// Digits behind the point of numbers that are no counts.
  int digits = 0;
  /// Numbers in thousands and millions: `51.0 k`.
  bool scaled = false;
};

/// A table that is printed as text for people or as JSON for programs.
class table {
 public:
  /// `title` says what it shows, `key` names it in JSON.
  table(std::string key, std::string title, std::vector<column> columns);

  /// Adds an object with the keys of the columns; a value that is missing stays blank, one with
  /// the keys `mean` and `median` is both.
  void add(json row);

  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] std::string text() const;
  /// As text, but without the title, for pages in Markdown.
  [[nodiscard]] std::string markdown() const;
  [[nodiscard]] json rows() const { return rows_; }
  [[nodiscard]] const std::string& key() const { return key_; }

 private:
  /// The headings, then the rows.
  [[nodiscard]] std::vector<std::vector<std::string>> lines() const;

  std::string key_;
  std::string title_;
  std::vector<column> columns_;
  std::vector<json> rows_;
};

}  // namespace bench
