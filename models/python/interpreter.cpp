#include "models/python/interpreter.hpp"

#include <algorithm>

#include "scheduler/primitives/this_thread.hpp"

namespace heddle::models::python {

void interpreter::call_or_jump(std::source_location where) {
  if (switching_ != switching::at_calls_and_jumps) return;
  lock_.unlock(where);
  lock_.lock(where);
}

void interpreter::sleep(virtual_clock::duration duration, std::source_location where) {
  wait_outside([&] { this_thread::sleep_for(duration, where); }, where);
}

void interpreter::compute(virtual_clock::duration duration, std::source_location where) {
  for (;;) {
    const virtual_clock::duration slice =
        std::min<virtual_clock::duration>(duration, switch_interval);
    bytecode([&] { this_thread::sleep_for(slice, where); }, where);
    duration -= slice;
    if (duration <= virtual_clock::duration::zero()) return;
    call_or_jump(where);
  }
}

}  // namespace heddle::models::python
