#include "reports/ci/xml.hpp"

#include "tests/catch.hpp"

namespace heddle::reports {

namespace {
const std::string unknown = "\xef\xbf\xbd";  // U+FFFD
}

TEST_CASE("xml: what means something in XML is written as a reference") {
  CHECK(xml_content("a < b && c > \"d\"") == "a &lt; b &amp;&amp; c &gt; &quot;d&quot;");
  CHECK(xml_content("]]>") == "]]&gt;");
  CHECK(xml_attribute("<!-- 'x' -->") == "&lt;!-- 'x' --&gt;");
}

TEST_CASE("xml: line feeds and tabs survive in attributes as references only") {
  CHECK(xml_content("a\n\tb") == "a\n\tb");
  CHECK(xml_attribute("a\n\tb") == "a&#10;&#9;b");
  // A carriage return would become a line feed.
  CHECK(xml_content("a\r\n") == "a&#13;\n");
}

TEST_CASE("xml: what XML forbids is replaced") {
  CHECK(xml_content(std::string_view{"a\0b\x1b[31m\x08", 9}) ==
        "a" + unknown + "b" + unknown + "[31m" + unknown);
  CHECK(xml_content("\xef\xbf\xbe\xef\xbf\xbf") == unknown + unknown);  // U+FFFE, U+FFFF
  CHECK(xml_content("\xef\xbf\xbd") == unknown);
}

TEST_CASE("xml: UTF-8 stays, and each byte of what is none is replaced") {
  CHECK(xml_content("Prüfer \xf0\x9f\x90\x91") == "Prüfer \xf0\x9f\x90\x91");
  CHECK(xml_content("caf\xe9") == "caf" + unknown);
  CHECK(xml_content("\xc0\xaf") == unknown + unknown);                              // overlong /
  CHECK(xml_content("\xed\xa0\x80") == unknown + unknown + unknown);                // a surrogate
  CHECK(xml_content("\xf4\x90\x80\x80") == unknown + unknown + unknown + unknown);  // U+110000
  CHECK(xml_content("\xe2\x82") == unknown + unknown);                              // cut off
}

}  // namespace heddle::reports
