#pragma once

#include <chrono>
#include <cstddef>
#include <cstring>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "checker/crashes/record_members.hpp"
#include "checker/finding.hpp"
#include "checker/result.hpp"
#include "scheduler/execution.hpp"

/// Records as bytes, for another process of the same program: plain structs of numbers, texts,
/// optional values, lists and maps, member by member, whatever members they get. Views and pointers
/// do not compile.
namespace heddle::checker {

template <>
inline constexpr std::size_t declared_members<scheduler::execution> = 7;
template <>
inline constexpr std::size_t declared_members<finding> = 25;
template <>
inline constexpr std::size_t declared_members<result> = 22;

template <class Type, template <class...> class Template>
inline constexpr bool is_a = false;
template <template <class...> class Template, class... Arguments>
inline constexpr bool is_a<Template<Arguments...>, Template> = true;

template <class Type>
inline constexpr bool is_duration = false;
template <class Number, class Period>
inline constexpr bool is_duration<std::chrono::duration<Number, Period>> = true;

template <class Type>
concept one_value = std::is_arithmetic_v<Type> || std::is_enum_v<Type> || is_duration<Type>;

/// Writes records one behind the other.
class byte_writer {
 public:
  template <class Type>
  void put(const Type& value) {
    static_assert(!std::is_pointer_v<Type> && !std::is_same_v<Type, std::string_view>,
                  "what it points to is in another process");
    if constexpr (one_value<Type>) {
      bytes_.append(reinterpret_cast<const char*>(&value), sizeof(value));
    } else if constexpr (std::is_same_v<Type, std::string>) {
      put(value.size());
      bytes_ += value;
    } else if constexpr (is_a<Type, std::vector> || is_a<Type, std::map>) {
      put(value.size());
      for (const auto& each : value) put(each);
    } else if constexpr (is_a<Type, std::optional>) {
      put(value.has_value());
      if (value) put(*value);
    } else if constexpr (is_a<Type, std::pair>) {
      put(value.first);
      put(value.second);
    } else {
      with_members(value, [this](const auto&... member) { (this->put(member), ...); });
    }
  }

  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads what `byte_writer` has written. Throws `std::runtime_error` if there is less.
class byte_reader {
 public:
  explicit byte_reader(std::string_view bytes) : rest_(bytes) {}

  template <class Type>
  Type get() {
    Type value{};
    get_into(value);
    return value;
  }

 private:
  template <class Type>
  void get_into(Type& value) {
    if constexpr (one_value<Type>) {
      std::memcpy(&value, next(sizeof(value)).data(), sizeof(value));
    } else if constexpr (std::is_same_v<Type, std::string>) {
      value = next(get<std::size_t>());
    } else if constexpr (is_a<Type, std::vector>) {
      for (auto left = get<std::size_t>(); left > 0; --left)
        value.push_back(get<typename Type::value_type>());
    } else if constexpr (is_a<Type, std::map>) {
      for (auto left = get<std::size_t>(); left > 0; --left) {
        auto key = get<typename Type::key_type>();
        value.emplace(std::move(key), get<typename Type::mapped_type>());
      }
    } else if constexpr (is_a<Type, std::optional>) {
      if (get<bool>()) value = get<typename Type::value_type>();
    } else {
      with_members(value, [this](auto&... member) { (this->get_into(member), ...); });
    }
  }

  std::string_view next(std::size_t count) {
    if (count > rest_.size()) throw std::runtime_error("a record of another process is cut off");
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  std::string_view rest_;
};

/// A record as bytes.
template <class Record>
std::string to_bytes(const Record& record) {
  byte_writer writer;
  writer.put(record);
  return writer.take();
}

/// The record that `to_bytes` has written.
template <class Record>
Record from_bytes(std::string_view bytes) {
  return byte_reader(bytes).get<Record>();
}

}  // namespace heddle::checker
