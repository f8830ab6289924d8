#pragma once

#include <stdexcept>

/// What goes wrong in coroutines, by the names it has in Python.
namespace heddle::models::python::asyncio {

/// `asyncio.CancelledError`: thrown in a coroutine at the `co_await` where it is cancelled. As in
/// Python it is none of the ordinary exceptions, so that `catch (const std::exception&)` lets it
/// pass.
struct cancelled_error {};

/// `asyncio.TimeoutError`.
class timeout_error : public std::runtime_error {
 public:
  timeout_error() : std::runtime_error("timed out") {}
};

/// `asyncio.InvalidStateError`: a future was asked for a result it does not have yet, or given a
/// second one.
class invalid_state_error : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

}  // namespace heddle::models::python::asyncio
