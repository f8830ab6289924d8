#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace heddle::reports {

/// SHA-256 (FIPS 180-4) of `text`: by it a page names the script and the style that it lets in.
std::array<std::uint8_t, 32> sha256(std::string_view text);

}  // namespace heddle::reports
