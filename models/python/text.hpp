#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace heddle::models::python {

/// A short text that is its own bytes, so that it can be sent from one process to another. What
/// does not fit is cut off.
class text {
 public:
  static constexpr std::size_t capacity = 119;

  text() = default;
  text(std::string_view words)  // NOLINT: a text is its words
      : size_(std::min(words.size(), capacity)) {
    std::copy_n(words.begin(), size_, letters_.begin());
  }
  text(const char* words) : text(std::string_view(words)) {}         // NOLINT: as above
  text(const std::string& words) : text(std::string_view(words)) {}  // NOLINT: as above

  [[nodiscard]] std::string_view view() const { return {letters_.data(), size_}; }
  operator std::string_view() const { return view(); }  // NOLINT: as above

 private:
  std::array<char, capacity> letters_{};
  std::size_t size_ = 0;
};

}  // namespace heddle::models::python
