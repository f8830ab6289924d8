#include "scheduler/primitives/atomic_flag.hpp"

namespace heddle {

using scheduler::code_site;

atomic_flag::atomic_flag(std::source_location where) : atomic_flag(std::string_view{}, where) {}

atomic_flag::atomic_flag(std::string_view name, std::source_location where)
    : value_(false, name, code_site::at(where)) {}

bool atomic_flag::test_and_set(memory_order order, std::source_location where) {
  return value_.exchange(true, order, code_site::at(where));
}

void atomic_flag::clear(memory_order order, std::source_location where) {
  value_.store(false, order, code_site::at(where));
}

bool atomic_flag::test(memory_order order, std::source_location where) const {
  return value_.load(order, code_site::at(where));
}

void atomic_flag::wait(bool old, memory_order order, std::source_location where) const {
  value_.wait(old, order, code_site::at(where));
}

void atomic_flag::notify_one(std::source_location where) {
  value_.notify_one(code_site::at(where));
}

void atomic_flag::notify_all(std::source_location where) {
  value_.notify_all(code_site::at(where));
}

}  // namespace heddle
