#pragma once

#include <source_location>
#include <string_view>

#include "models/python/interpreter.hpp"
#include "scheduler/primitives/mutex.hpp"

namespace heddle::models::python {

/// `threading.Lock`: who waits for it gives up the interpreter's own lock meanwhile.
class lock {
 public:
  lock(interpreter& owner, std::string_view name,
       std::source_location where = std::source_location::current())
      : interpreter_(owner), mutex_(name, where) {}

  void acquire(std::source_location where = std::source_location::current()) {
    interpreter_.wait_outside([&] { mutex_.lock(where); }, where);
  }
  void release(std::source_location where = std::source_location::current()) {
    mutex_.unlock(where);
  }

 private:
  interpreter& interpreter_;
  mutex mutex_;
};

/// `with lock:`
class with {
 public:
  explicit with(lock& held, std::source_location where = std::source_location::current())
      : lock_(held), where_(where) {
    lock_.acquire(where);
  }
  with(const with&) = delete;
  with& operator=(const with&) = delete;
  ~with() { lock_.release(where_); }

 private:
  lock& lock_;
  std::source_location where_;
};

}  // namespace heddle::models::python
