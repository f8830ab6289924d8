#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace heddle::checker {

/// A set of events of one trace as a row of bits in an `event_rows`, or on its own.
class event_set {
 public:
  /// Makes it an empty set of events below `events`. Keeps its memory.
  void reset(std::size_t events) { words_.assign((events + 63) / 64, 0); }

  void insert(std::size_t event) { words_[event / 64] |= std::uint64_t{1} << (event % 64); }
  [[nodiscard]] bool contains(std::size_t event) const {
    return (words_[event / 64] >> (event % 64) & 1) != 0;
  }
  [[nodiscard]] const std::uint64_t* data() const { return words_.data(); }
  [[nodiscard]] std::uint64_t* data() { return words_.data(); }
  [[nodiscard]] std::size_t words() const { return words_.size(); }

 private:
  std::vector<std::uint64_t> words_;
};

/// One set of events for each event of a trace: a square of bits.
class event_rows {
 public:
  /// Makes room for `events` rows, of which those from `kept` on are empty. Returns how many could
  /// be kept: none if the rows had to become longer.
  std::size_t resize(std::size_t events, std::size_t kept) {
    if (events > width_ * 64) {
      width_ = (events + 63) / 64 + width_;
      kept = 0;
    }
    words_.resize(width_ * kept);
    words_.resize(width_ * events, 0);
    return kept;
  }

  [[nodiscard]] std::size_t width() const { return width_; }
  [[nodiscard]] std::uint64_t* row(std::size_t event) { return words_.data() + event * width_; }
  [[nodiscard]] const std::uint64_t* row(std::size_t event) const {
    return words_.data() + event * width_;
  }
  [[nodiscard]] bool contains(std::size_t event, std::size_t member) const {
    return (row(event)[member / 64] >> (member % 64) & 1) != 0;
  }
  void insert(std::size_t event, std::size_t member) {
    row(event)[member / 64] |= std::uint64_t{1} << (member % 64);
  }
  void unite(std::size_t event, const std::uint64_t* other) {
    std::uint64_t* const mine = row(event);
    for (std::size_t word = 0; word < width_; ++word) mine[word] |= other[word];
  }

 private:
  std::size_t width_ = 0;
  std::vector<std::uint64_t> words_;
};

}  // namespace heddle::checker
