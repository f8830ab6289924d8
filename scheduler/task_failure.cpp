#include "scheduler/task_failure.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <exception>
#include <typeinfo>

namespace heddle::scheduler {

namespace {

std::string readable(const std::type_info& type) {
  int status = 0;
  char* const text = abi::__cxa_demangle(type.name(), nullptr, nullptr, &status);
  std::string name = status == 0 && text != nullptr ? text : type.name();
  std::free(text);  // NOLINT: the ABI allocates with malloc
  return name;
}

}  // namespace

bool may_end_task(operation_kind kind) {
  switch (kind) {
    case operation_kind::unlock:
    case operation_kind::unlock_shared:
    case operation_kind::join:
    case operation_kind::destroy:
    case operation_kind::release:
    case operation_kind::count_down:
    case operation_kind::notify_one:
    case operation_kind::notify_all:
    case operation_kind::close:
    case operation_kind::set:
    case operation_kind::leave_once:
    case operation_kind::complete_phase:
      return false;
    default:
      return true;
  }
}

std::string text_of_current_exception() {
  const std::type_info* const type = abi::__cxa_current_exception_type();
  if (type == nullptr) return "an unknown exception";
  try {
    throw;
  } catch (const std::exception& error) {
    return readable(*type) + ": " + error.what();
  } catch (...) {
    return readable(*type);
  }
}

}  // namespace heddle::scheduler
