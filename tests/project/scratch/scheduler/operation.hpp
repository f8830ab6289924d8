#pragma once

// Named like one of heddle's headers on purpose.
inline constexpr int visitors = 2;
