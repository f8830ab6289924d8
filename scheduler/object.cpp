#include "scheduler/object.hpp"

namespace heddle::scheduler {

std::string_view name_of(object_kind kind) {
  switch (kind) {
    case object_kind::variable:
      return "variable";
    case object_kind::atomic:
      return "atomic";
    case object_kind::mutex:
      return "mutex";
    case object_kind::recursive_mutex:
      return "recursive mutex";
    case object_kind::shared_mutex:
      return "shared mutex";
    case object_kind::condition_variable:
      return "condition variable";
    case object_kind::semaphore:
      return "semaphore";
    case object_kind::latch:
      return "latch";
    case object_kind::barrier:
      return "barrier";
    case object_kind::channel:
      return "channel";
    case object_kind::event:
      return "event";
    case object_kind::once:
      return "once flag";
  }
  return "object";
}

}  // namespace heddle::scheduler
