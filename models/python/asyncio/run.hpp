#pragma once

#include <exception>
#include <utility>

#include "models/python/asyncio/task.hpp"

namespace heddle::models::python::asyncio {

/// `asyncio.run(main())`: runs a coroutine on an event loop of its own, then cancels what tasks are
/// left and waits for them. Returns what the coroutine returns, throws what it throws.
template <class T>
T run(coroutine<T> main) {
  event_loop loop;
  const running_loop_scope scope(loop);
  const task<T> whole = create_task(std::move(main), "main");
  whole.state()->add_done_callback([&loop] { loop.stop(); });
  loop.run_forever();
  loop.cancel_all_tasks();
  return whole.result();
}

}  // namespace heddle::models::python::asyncio
