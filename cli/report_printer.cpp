#include "cli/report_printer.hpp"

#include <algorithm>

#include "cli/console.hpp"

namespace heddle::cli {

void report_printer::print_report(const std::string& text) {
  const bool is_long = std::ranges::count(text, '\n') > 2;
  if (any_ && (is_long || last_was_long_)) print("\n");
  print(text);
  any_ = true;
  last_was_long_ = is_long;
}

}  // namespace heddle::cli
