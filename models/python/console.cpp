#include "models/python/console.hpp"

#include <optional>

namespace heddle::models::python {

std::string console::printed(std::source_location where) {
  while (const std::optional<text> line = lines_.try_receive(where)) {
    if (!printed_.empty()) printed_ += " | ";
    printed_ += line->view();
  }
  return printed_;
}

}  // namespace heddle::models::python
