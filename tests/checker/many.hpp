#pragma once

#include <cstddef>
#include <deque>

/// So many objects of a model, numbered by `int` as the tasks of families are.
template <class Object>
class many {
 public:
  explicit many(int count) : all_(static_cast<std::size_t>(count)) {}
  Object& operator[](int place) { return all_[static_cast<std::size_t>(place)]; }

 private:
  std::deque<Object> all_;
};
