#include "scheduler/primitives/observe.hpp"

#include "scheduler/runtime.hpp"

namespace heddle {

void detail::observe_text(std::string_view name, std::string_view value) {
  scheduler::current().observe(name, value);
}

void note(std::string_view text, std::source_location where) {
  scheduler::current().note(text, scheduler::code_site::at(where));
}

}  // namespace heddle
