#pragma once

#include <source_location>

#include "models/python/interpreter.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models::python {

/// A Python object as CPython's C code sees it: it counts the references to it, and is freed with
/// the last one. The count is a plain variable of C, read and written in two steps; only the GIL
/// makes one of them.
class counted_object {
 public:
  counted_object(interpreter& owner, int references,
                 std::source_location where = std::source_location::current())
      : interpreter_(owner),
        references_(references, "references", where),
        freed_(false, "freed", where) {}

  /// `Py_INCREF`: another variable refers to the object.
  void increase(std::source_location where = std::source_location::current()) {
    interpreter_.bytecode([&] { references_.set(references_.get(where) + 1, where); }, where);
  }
  /// `Py_DECREF`: a variable no longer does.
  void decrease(std::source_location where = std::source_location::current()) {
    interpreter_.bytecode(
        [&] {
          const int left = references_.get(where) - 1;
          references_.set(left, where);
          if (left == 0) freed_.set(true, where);
        },
        where);
  }

  [[nodiscard]] int references(std::source_location where = std::source_location::current()) const {
    return references_.get(where);
  }
  [[nodiscard]] bool freed(std::source_location where = std::source_location::current()) const {
    return freed_.get(where);
  }

 private:
  interpreter& interpreter_;
  var<int> references_;
  var<bool> freed_;
};

}  // namespace heddle::models::python
