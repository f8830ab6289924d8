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

/// For each event of a trace a set of events up to itself: a triangle of bits.
class event_rows {
 public:
  /// Makes room for `events` rows, of which those from `kept` on are empty.
  void resize(std::size_t events, std::size_t kept) {
    words_.resize(start(kept));
    words_.resize(start(events), 0);
  }

  /// The words of a row.
  static std::size_t length(std::size_t event) { return event / 64 + 1; }
  [[nodiscard]] std::uint64_t* row(std::size_t event) { return words_.data() + start(event); }
  [[nodiscard]] const std::uint64_t* row(std::size_t event) const {
    return words_.data() + start(event);
  }
  /// Precondition: `member` is at most `event`.
  [[nodiscard]] bool contains(std::size_t event, std::size_t member) const {
    return (row(event)[member / 64] >> (member % 64) & 1) != 0;
  }
  void insert(std::size_t event, std::size_t member) {
    row(event)[member / 64] |= std::uint64_t{1} << (member % 64);
  }
  /// Adds the row of an earlier event.
  void unite(std::size_t event, std::size_t earlier) {
    const std::uint64_t* const other = row(earlier);
    std::uint64_t* const mine = row(event);
    for (std::size_t word = 0; word < length(earlier); ++word) mine[word] |= other[word];
  }

 private:
  /// Of 64 rows in turn each is a word longer than those of the 64 before.
  static std::size_t start(std::size_t event) {
    const std::size_t full = event / 64;
    return 32 * full * (full + 1) + (event % 64) * (full + 1);
  }

  std::vector<std::uint64_t> words_;
};

}  // namespace heddle::checker
