#pragma once

namespace heddle::scheduler {

struct native_task;

namespace detail {
/// The native task of the calling thread. A thread-local beside `running`, because all tasks of a
/// native run share one runtime, and looking a task up by its thread's id would need a table
/// with a lock, which would order what the model does not order.
extern constinit thread_local native_task* this_native_task;
}  // namespace detail

/// The native task that calls. Precondition: it is one.
inline native_task& this_task() { return *detail::this_native_task; }

}  // namespace heddle::scheduler
