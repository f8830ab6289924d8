#pragma once

#include <type_traits>

namespace heddle::detail {

/// A plain variable of a native run: memory without any synchronisation. Each access is made
/// exactly where the model makes it, neither invented nor fused with another, and
/// ThreadSanitizer sees it.
template <class T>
class plain_memory {
 public:
  explicit plain_memory(const T& first) : value_(first) {}

  [[nodiscard]] T read() const {
    if constexpr (std::is_scalar_v<T>)
      return static_cast<const volatile T&>(value_);
    else
      return copy(value_);
  }

  void write(const T& next) {
    if constexpr (std::is_scalar_v<T>)
      static_cast<volatile T&>(value_) = next;
    else
      assign(value_, next);
  }

 private:
  [[gnu::noinline]] static T copy(const T& from) { return from; }
  [[gnu::noinline]] static void assign(T& to, const T& from) { to = from; }

  T value_;
};

}  // namespace heddle::detail
