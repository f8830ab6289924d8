#include "scheduler/runtime.hpp"

#include <atomic>
#include <mutex>
#include <type_traits>

namespace heddle::scheduler {

namespace detail {

constinit thread_local runtime* running = nullptr;

void throw_outside_execution() {
  throw usage_error(
      "a heddle primitive was used outside an execution: use it in the body of a model that is "
      "being checked, replayed or run natively");
}

}  // namespace detail

namespace {

/// Globals of any file may enter and leave at any time: before this file's own dynamic
/// initialisation and after its end. Hence constant initialisation and nothing to destroy.
struct static_registry {
  std::mutex mutex;
  static_object* oldest = nullptr;
  static_object* newest = nullptr;
};

static_assert(std::is_trivially_destructible_v<static_registry>);

constinit static_registry statics;

constinit std::atomic<std::uint32_t> last_epoch{0};

/// FNV-1a: who a static is must not depend on the compiler's own hash.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf2'9ce4'8422'2325;
  for (const char each : text)
    hash = (hash ^ static_cast<unsigned char>(each)) * 0x0000'0100'0000'01b3;
  return hash;
}

/// A static is known by its name, or else by where it stands.
std::uint64_t salt_of(const static_object& object) {
  if (!object.name.empty()) return hash_of(object.name);
  const std::source_location& where = object.description.site.where;
  std::string_view file = where.file_name();
  if (const std::size_t slash = file.rfind('/'); slash != std::string_view::npos)
    file.remove_prefix(slash + 1);
  return hash_of(std::string(file) + ":" + std::to_string(where.line()));
}

std::unique_ptr<static_object> make_static(object_handle& handle,
                                           const object_description& description) {
  auto made = std::make_unique<static_object>();
  made->description = description;
  made->name = description.name;
  made->description.name = made->name;
  made->handle = &handle;
  made->salt = salt_of(*made);
  return made;
}

void link(static_object& object) {
  const std::lock_guard lock(statics.mutex);
  for (const static_object* each = statics.newest; each != nullptr; each = each->previous) {
    if (each->salt != object.salt) continue;
    object.number = each->number + 1;
    break;
  }
  object.previous = statics.newest;
  (statics.newest != nullptr ? statics.newest->next : statics.oldest) = &object;
  statics.newest = &object;
}

void unlink(static_object& object) noexcept {
  const std::lock_guard lock(statics.mutex);
  (object.previous != nullptr ? object.previous->next : statics.oldest) = object.next;
  (object.next != nullptr ? object.next->previous : statics.newest) = object.previous;
}

}  // namespace

object_handle::object_handle(const object_description& description)
    : reference_counted(description.reference_counted) {
  if (runtime* const here = current_or_null(); here != nullptr) {
    here->create(*this, description);
    return;
  }
  outside = make_static(*this, description);
  link(*outside);
}

object_handle::~object_handle() {
  if (outside != nullptr) {
    unlink(*outside);
    return;
  }
  runtime* const here = current_or_null();
  if (here == nullptr || here->epoch() != epoch) return;
  if (here->native() || !reference_counted) here->destroy(*this);
}

runtime_scope::runtime_scope(runtime& next) noexcept : previous_(detail::running) {
  detail::running = &next;
}

runtime_scope::~runtime_scope() { detail::running = previous_; }

std::uint32_t next_epoch() noexcept {
  std::uint32_t epoch = last_epoch.fetch_add(1, std::memory_order_relaxed) + 1;
  if (epoch == 0) epoch = last_epoch.fetch_add(1, std::memory_order_relaxed) + 1;
  return epoch;
}

void for_each_static(void (*visit)(static_object& object, void* context), void* context) {
  const std::lock_guard lock(statics.mutex);
  for (static_object* object = statics.oldest; object != nullptr; object = object->next)
    visit(*object, context);
}

}  // namespace heddle::scheduler
