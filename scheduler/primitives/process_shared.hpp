#pragma once

namespace heddle {

/// Marks an object that processes share instead of each having a copy.
struct process_shared_t {
  explicit process_shared_t() = default;
};
inline constexpr process_shared_t process_shared{};

}  // namespace heddle
