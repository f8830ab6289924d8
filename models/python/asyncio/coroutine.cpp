#include "models/python/asyncio/coroutine.hpp"

namespace heddle::models::python::asyncio {

void promise_base::unhandled_exception() {
  try {
    throw;
  } catch (const scheduler::task_ended&) {
    throw;
  } catch (const cancelled_error&) {
    cancelled_ = true;
    failure_ = std::current_exception();
  } catch (...) {
    failure_ = std::current_exception();
  }
}

}  // namespace heddle::models::python::asyncio
