#pragma once

#include <cstdint>

namespace heddle::scheduler {

struct native_task;

namespace detail {
/// The native task of the calling thread. A thread-local beside `running`, because all tasks of a
/// native run share one runtime, and looking a task up by its thread's id would need a table
/// with a lock, which would order what the model does not order.
extern constinit thread_local native_task* this_native_task;
}  // namespace detail

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): the next number of a generator.
inline std::uint64_t next_random(std::uint64_t& state) {
  std::uint64_t number = (state += 0x9e37'79b9'7f4a'7c15);
  number = (number ^ (number >> 30)) * 0xbf58'476d'1ce4'e5b9;
  number = (number ^ (number >> 27)) * 0x94d0'49bb'1331'11eb;
  return number ^ (number >> 31);
}

}  // namespace heddle::scheduler
