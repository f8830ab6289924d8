#include "scheduler/primitives/stop_token.hpp"

namespace heddle {

stop_source::stop_source(std::string_view name, std::source_location where)
    : state_(std::make_shared<detail::stop_state>(name, scheduler::code_site::at(where))) {
  state_->sources.store(1, std::memory_order_relaxed);
}

stop_source::stop_source(const stop_source& other) noexcept : state_(other.state_) {
  if (state_ != nullptr) state_->sources.fetch_add(1, std::memory_order_relaxed);
}

stop_source& stop_source::operator=(const stop_source& other) noexcept {
  stop_source copy(other);
  swap(copy);
  return *this;
}

stop_source& stop_source::operator=(stop_source&& other) noexcept {
  stop_source taken(std::move(other));
  swap(taken);
  return *this;
}

stop_source::~stop_source() {
  if (state_ != nullptr) state_->sources.fetch_sub(1, std::memory_order_relaxed);
}

}  // namespace heddle
