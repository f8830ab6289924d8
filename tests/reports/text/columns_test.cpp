#include "reports/text/columns.hpp"

#include "tests/catch.hpp"

namespace heddle::reports {

TEST_CASE("columns: widths are counted in code points") {
  CHECK(width_of("") == 0);
  CHECK(width_of("abc") == 3);
  CHECK(width_of("Prüfer") == 6);
  CHECK(pad("ü", 3) == "ü  ");
  CHECK(pad_left("ü", 3) == "  ü");
  CHECK(pad("long", 2) == "long");
}

TEST_CASE("columns: eliding keeps code points whole") {
  CHECK(elide_end("üüüüüü", 6) == "üüüüüü");
  CHECK(elide_end("üüüüüü", 5) == "üü...");
  CHECK(elide_front("üüüüüü", 5) == "...üü");
  CHECK(elide_end("abcdef", 3) == "abc");
  CHECK(elide_front("abcdef", 3) == "def");
  CHECK(elide_end("abc", 0).empty());
}

TEST_CASE("columns: text of models cannot break lines or steer the terminal") {
  CHECK(printable("a\nb\tc\rd") == "a\\nb\\tc\\rd");
  CHECK(printable("\x1b[31m") == "\\x1b[31m");
  CHECK(printable("\x7f") == "\\x7f");
  // U+009B, the eight-bit control sequence introducer.
  CHECK(printable("\xc2\x9b") == "\\x9b");
  CHECK(printable("ü€😀") == "ü€😀");
  // A cut-off sequence, a lone continuation, an overlong form.
  CHECK(printable("\xc3") == "?");
  CHECK(printable("a\x80z") == "a?z");
  CHECK(printable("\xc0\xaf") == "??");
}

TEST_CASE("columns: wrapping at spaces") {
  CHECK(wrap("one two three", 2, 9) == "one two\n  three");
  CHECK(wrap("short", 4, 80) == "short");
  CHECK(wrap("", 4, 80).empty());
  CHECK(wrap("averyveryverylongword and more", 2, 10) == "averyveryverylongword\n  and more");
}

TEST_CASE("columns: counting") {
  CHECK(counted(0, "step") == "0 steps");
  CHECK(counted(1, "step") == "1 step");
  CHECK(counted(2, "step") == "2 steps");
}

}  // namespace heddle::reports
