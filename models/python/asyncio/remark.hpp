#pragma once

#include <string_view>

#include "scheduler/primitives/observe.hpp"

namespace heddle::models::python::asyncio {

/// Says something about the coroutines of a loop to readers of a recorded execution. `words` is
/// called only if there is one.
template <class Words>
void remark(Words words) {
  scheduler::runtime& here = scheduler::current();
  if (here.recording()) here.note(words(), {});
}

}  // namespace heddle::models::python::asyncio
