#pragma once

#include <string>
#include <string_view>

/// Text in XML 1.0. What XML forbids (control characters, broken UTF-8, U+FFFE and U+FFFF) becomes
/// U+FFFD.
namespace heddle::reports {

/// `text` between tags; line feeds and tabs stay as they are.
std::string xml_content(std::string_view text);

/// `text` between the quotes of an attribute, where only references keep line feeds and tabs.
std::string xml_attribute(std::string_view text);

}  // namespace heddle::reports
