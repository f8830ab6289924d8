#include "scheduler/native/native_object.hpp"

namespace heddle::scheduler {

namespace {

std::unique_ptr<native_object> make(const object_description& description) {
  switch (description.kind) {
    case object_kind::variable:
      return nullptr;
    case object_kind::atomic:
      return make_native_atomic(description);
    case object_kind::mutex:
    case object_kind::recursive_mutex:
    case object_kind::shared_mutex:
      return make_native_mutex(description);
    case object_kind::condition_variable:
      return make_native_condition();
    case object_kind::semaphore:
    case object_kind::latch:
    case object_kind::barrier:
    case object_kind::channel:
    case object_kind::event:
    case object_kind::once:
      return make_native_monitor(description);
  }
  return nullptr;
}

}  // namespace

std::unique_ptr<native_object> make_native_object(const object_description& description) {
  std::unique_ptr<native_object> made = make(description);
  if (made != nullptr)
    made->name = description.name.empty() ? name_of(description.kind) : description.name;
  return made;
}

}  // namespace heddle::scheduler
