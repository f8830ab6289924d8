#include "scheduler/location.hpp"

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string_view>

#if HEDDLE_HAS_BACKTRACE
#include <backtrace.h>
#endif

namespace heddle::scheduler {

namespace {

std::atomic<bool> lines_known{true};  // NOLINT: a fact about the running program

std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool in_system_header(std::string_view file) {
  return file.starts_with("/usr/include/") || file.starts_with("/usr/lib/");
}

#if HEDDLE_HAS_BACKTRACE
void ignore_error(void* /*data*/, const char* /*message*/, int /*code*/) {}

/// The operators of primitives are inlined into the model's code: their own lines say nothing.
bool in_primitive(std::string_view file) {
  return file.ends_with(".hpp") && file.find("scheduler/primitives/") != std::string_view::npos;
}

/// Takes the innermost of the inlined frames at an address that is the model's.
int take_frame(void* data, std::uintptr_t /*address*/, const char* file, int line,
               const char* function) {
  auto& found = *static_cast<source_line*>(data);
  if (file == nullptr || line <= 0 || in_primitive(file)) return 0;
  if (found.known() && in_system_header(file)) return 0;
  found.file = file;
  found.line = static_cast<std::uint32_t>(line);
  found.function = function != nullptr ? function : "";
  return in_system_header(file) ? 0 : 1;
}

source_line look_up(const void* return_address) {
  static std::mutex one_at_a_time;
  static std::map<const void*, source_line> known;
  const std::scoped_lock lock(one_at_a_time);
  if (const auto entry = known.find(return_address); entry != known.end()) return entry->second;
  static backtrace_state* const state = backtrace_create_state(nullptr, 1, ignore_error, nullptr);
  source_line found;
  // The return address belongs to the statement after the call; the call ends just before it.
  const auto call = reinterpret_cast<std::uintptr_t>(return_address) - 1;
  if (state != nullptr) backtrace_pcinfo(state, call, take_frame, ignore_error, &found);
  if (!found.known()) lines_known = false;
  return known.emplace(return_address, found).first->second;
}
#else
source_line look_up(const void* /*return_address*/) {
  lines_known = false;
  return {};
}
#endif

}  // namespace

std::string source_line::brief() const {
  if (!known()) return "?";
  if (in_system_header(file)) return function.empty() ? std::string(base_name(file)) : function;
  return std::string(base_name(file)) + ":" + std::to_string(line);
}

source_line resolve(const code_site& site) {
  if (site.return_address != nullptr) return look_up(site.return_address);
  if (site.where.line() == 0) return {};
  return {site.where.file_name(), site.where.line(), site.where.function_name()};
}

bool debug_information_available() { return lines_known; }

}  // namespace heddle::scheduler
