#include "scheduler/primitives/value_store.hpp"

#include <algorithm>

namespace heddle::detail {

std::string value_labels::label(std::uint64_t bits) {
  const auto place = std::find(seen_.begin(), seen_.end(), bits) - seen_.begin();
  if (static_cast<std::size_t>(place) == seen_.size()) seen_.push_back(bits);
  return "#" + describe_signed(place);
}

}  // namespace heddle::detail
