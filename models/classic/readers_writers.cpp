// Readers may be in the room together, a writer only alone. If the first reader locks the room and
// the last one unlocks it, readers who relieve each other keep a waiting writer out for as long as
// they like. Courtois, Heymans and Parnas (1971) tell this as their first problem; a turnstile that
// a waiting writer holds, as in their second, lets it in after those who are already inside.

#include "checker/model.hpp"
#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/semaphore.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

/// The room with its readers: the first one in takes it for all, the last one out gives it back.
class library {
 public:
  void enter() {
    const lock_guard guard{lock_};
    readers_ += 1;
    if (readers_ == 1) room.acquire();
  }
  void leave() {
    const lock_guard guard{lock_};
    readers_ -= 1;
    if (readers_ == 0) room.release();
  }

  binary_semaphore room{1, "room"};
  var<int> book{0, "book"};
  atomic<bool> writer_waits{false, "writer waits"};

 private:
  mutex lock_{"lock"};
  var<int> readers_{0, "readers"};
};

struct readers_first {
  void read() {
    const bool late = shelf.writer_waits.load();
    shelf.enter();
    check(!late || !shelf.writer_waits.load(), "nobody overtakes a waiting writer");
    static_cast<void>(shelf.book.get());
    shelf.leave();
  }
  void write() {
    shelf.writer_waits = true;
    shelf.room.acquire();
    shelf.writer_waits = false;
    shelf.book += 1;
    shelf.room.release();
  }

  library shelf;
};

struct fair {
  void read() {
    const bool late = shelf.writer_waits.load();
    turnstile.lock();
    turnstile.unlock();
    shelf.enter();
    check(!late || !shelf.writer_waits.load(), "nobody overtakes a waiting writer");
    static_cast<void>(shelf.book.get());
    shelf.leave();
  }
  void write() {
    const lock_guard guard{turnstile};
    shelf.writer_waits = true;
    shelf.room.acquire();
    shelf.writer_waits = false;
    shelf.book += 1;
    shelf.room.release();
  }

  library shelf;
  mutex turnstile{"turnstile"};
};

template <class Protocol>
void open_library() {
  Protocol protocol;
  thread reader_1{"reader 1", [&] { protocol.read(); }};
  thread reader_2{"reader 2", [&] { protocol.read(); }};
  thread writer{"writer", [&] { protocol.write(); }};
  reader_1.join();
  reader_2.join();
  writer.join();
}

const model readers_first_registration{
    {.name = "classic.readers_writers.readers_first",
     .summary = "readers who relieve each other keep the writer out",
     .body = open_library<readers_first>,
     .expect = {{finding_kind::invariant, "nobody overtakes a waiting writer"}}}};
const model fair_registration{{.name = "classic.readers_writers.fair",
                               .summary = "a waiting writer holds the turnstile",
                               .body = open_library<fair>}};

}  // namespace
}  // namespace heddle::models
