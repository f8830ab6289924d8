#pragma once

#include <concepts>
#include <cstdint>
#include <source_location>
#include <string>
#include <utility>

namespace heddle::scheduler {

/// Where in the model an operation stands: the location its author's compiler passed, or, for
/// operators that cannot take one, the address the operator was called from.
struct code_site {
  std::source_location where{};
  const void* return_address = nullptr;

  /// The line of the caller, for functions with a trailing `std::source_location`.
  static code_site at(const std::source_location& where) { return {where, nullptr}; }
  /// The call before `address`, for operators without room for a location.
  static code_site called_from(const void* address) { return {{}, address}; }

  /// Whether both stand for the same place in the program. Cheap: compares addresses and lines.
  friend bool operator==(const code_site& left, const code_site& right) {
    return left.return_address == right.return_address && left.where.line() == right.where.line() &&
           left.where.file_name() == right.where.file_name();
  }
};

/// A place in source text, as people and reports see it.
struct source_line {
  /// The file as compiled (relative to the source folder in our builds); empty if unknown.
  std::string file;
  std::uint32_t line = 0;
  /// The function, for locations inside system headers; may be empty.
  std::string function;

  [[nodiscard]] bool known() const { return line != 0; }
  /// `bank.cpp:41`; `?` if unknown; the function's name for a line of a system header.
  [[nodiscard]] std::string brief() const;

  friend bool operator==(const source_line&, const source_line&) = default;
};

/// The source line of `site`. Return addresses are looked up in the debug information of the
/// program with libbacktrace (Ian Lance Taylor), which takes milliseconds the first time; a program
/// without debug information yields an unknown line.
source_line resolve(const code_site& site);

/// Whether return addresses could be resolved so far; false once one could not.
bool debug_information_available();

/// A value and the place where it was written: the parameter type of operators that must know
/// their line, because an operator takes no second parameter.
template <class T>
struct located {
  T value;
  std::source_location where;

  template <class U>
    requires std::convertible_to<U&&, T>
  located(U&& from, std::source_location here = std::source_location::current())  // NOLINT
      : value(static_cast<T>(std::forward<U>(from))), where(here) {}
};

}  // namespace heddle::scheduler
