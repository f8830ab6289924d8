#include "checker/strategies/dpor/label_table.hpp"

#include <algorithm>

#include "scheduler/random_numbers.hpp"

namespace heddle::checker {

using scheduler::event;

namespace {

std::uint64_t hash_of(const event& part) {
  std::uint64_t hash =
      static_cast<std::uint64_t>(part.kind) | static_cast<std::uint64_t>(part.how) << 8 |
      static_cast<std::uint64_t>(part.task) << 16 | static_cast<std::uint64_t>(part.object) << 32;
  hash = scheduler::scramble(hash + part.second);
  return scheduler::scramble(hash + part.value + (part.argument << 24) + (part.before << 48));
}

}  // namespace

void label_table::use(scheduler::relation which) {
  which_ = which;
  std::fill(answers_.begin(), answers_.end(), answer::unknown);
}

label_number label_table::number_of(const event& done) {
  const event part = scheduler::dependence_part(done);
  const std::size_t mask = places_.size() - 1;
  std::size_t place = hash_of(part) & mask;
  for (; places_[place] != 0; place = (place + 1) & mask)
    if (labels_[places_[place] - 1] == part) return places_[place] - 1;
  labels_.push_back(part);
  accesses_.push_back(scheduler::accesses(part));
  places_[place] = static_cast<label_number>(labels_.size());
  if (labels_.size() * 2 > places_.size()) grow();
  return static_cast<label_number>(labels_.size() - 1);
}

void label_table::grow() {
  places_.assign(places_.size() * 2, 0);
  const std::size_t mask = places_.size() - 1;
  for (label_number number = 0; number < labels_.size(); ++number) {
    std::size_t place = hash_of(labels_[number]) & mask;
    while (places_[place] != 0) place = (place + 1) & mask;
    places_[place] = number + 1;
  }
}

}  // namespace heddle::checker
