#include "scheduler/primitives/value.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/catch.hpp"

using heddle::describe;
namespace detail = heddle::detail;

namespace {

enum class colour : std::uint8_t { red = 3 };

struct unknown {
  int value;
};

struct padded {
  char letter;
  int number;
};

struct spoken {
  friend std::string to_string(const spoken& /*self*/) { return "hello"; }
};

}  // namespace

TEST_CASE("values are described as people read them") {
  CHECK(describe(-5) == "-5");
  CHECK(describe(std::uint64_t{18446744073709551615U}) == "18446744073709551615");
  CHECK(describe(true) == "true");
  CHECK(describe('x') == "x");
  CHECK(describe('\n') == "10");
  CHECK(describe(std::int8_t{-7}) == "-7");
  CHECK(describe(0.1F) == "0.1");
  CHECK(describe(1.5) == "1.5");
  CHECK(describe(colour::red) == "3");
  CHECK(describe(std::string("two words")) == "two words");
  CHECK(describe("text") == "text");
  CHECK(describe(std::vector<int>{1, 2, 3}) == "[1, 2, 3]");
  CHECK(describe(std::vector<bool>{true, false}) == "[true, false]");
  CHECK(describe(std::vector<int>{}) == "[]");
  CHECK(describe(std::array{std::string("a"), std::string("b")}) == "[a, b]");
  CHECK(describe(std::pair{1, 'c'}) == "(1, c)");
  CHECK(describe(std::tuple{1, true, std::string("t")}) == "(1, true, t)");
  CHECK(describe(std::optional<int>{}) == "none");
  CHECK(describe(std::optional<int>{4}) == "4");
  CHECK(describe(spoken{}) == "hello");
}

TEST_CASE("pointers never show an address") {
  int target = 0;
  CHECK(describe(&target) == "non-null");
  CHECK(describe(static_cast<int*>(nullptr)) == "null");
  CHECK(describe(static_cast<const char*>(nullptr)) == "null");
  CHECK(describe(nullptr) == "null");
  CHECK(describe(std::make_unique<int>(1)) == "non-null");
  CHECK(describe(std::shared_ptr<int>()) == "null");
}

TEST_CASE("what has no words is not describable") {
  CHECK(heddle::describable<std::vector<std::pair<int, bool>>>);
  CHECK_FALSE(heddle::describable<unknown>);
  CHECK_FALSE(heddle::describable<std::vector<unknown>>);
  CHECK_FALSE(heddle::describable<std::pair<int, unknown>>);
}

TEST_CASE("bits of values have zeros above them and read back") {
  CHECK(detail::to_bits(std::int32_t{-1}) == 0xffff'ffffU);
  CHECK(detail::to_bits(std::int8_t{-2}) == 0xfeU);
  CHECK(detail::to_bits(std::int64_t{-1}) == 0xffff'ffff'ffff'ffffU);
  CHECK(detail::to_bits(true) == 1U);
  CHECK(detail::to_bits(1.0F) == 0x3f80'0000U);
  CHECK(detail::from_bits<int>(detail::to_bits(-12)) == -12);
  CHECK(detail::from_bits<double>(detail::to_bits(-0.5)) == -0.5);
  CHECK(detail::from_bits<colour>(3) == colour::red);
}

#if defined(__GNUC__) && !defined(__clang__)
TEST_CASE("padding is no part of a value") {
  padded first;
  padded second;
  std::memset(&first, 0x55, sizeof first);
  std::memset(&second, 0xaa, sizeof second);
  first.letter = second.letter = 'x';
  first.number = second.number = 7;
  CHECK(detail::to_bits(first) == detail::to_bits(second));
}
#endif
