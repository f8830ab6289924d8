// Every operation of a string takes its lock, and nothing races. Still, to append a string one asks
// for its length, then for so many characters, and between the two somebody may shorten it:
// operations that are atomic each are not atomic together. The StringBuffer of Java 1.4, as told by
// Flanagan and Qadeer, "A type and effect system for atomicity", 2003.

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/recursive_mutex.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

/// Knows only its length.
class text {
 public:
  [[nodiscard]] int length() {
    const lock_guard guard{lock_};
    return length_;
  }
  void get_characters(int count) {
    const lock_guard guard{lock_};
    check(count <= length_, "nobody reads beyond the end");
  }
  void clear() {
    const lock_guard guard{lock_};
    length_ = 0;
  }

  void append(text& other) {
    const lock_guard guard{lock_};
    const int added = other.length();
    other.get_characters(added);
    length_ += added;
  }
  /// Holds the other's lock from the question to the copy.
  void append_in_one_step(text& other) {
    const scoped_lock both{lock_, other.lock_};
    const int added = other.length();
    other.get_characters(added);
    length_ += added;
  }

 private:
  recursive_mutex lock_;
  var<int> length_{3};
};

void append_and_clear(void (text::*append)(text&)) {
  text long_text;
  text short_text;
  thread appender{"appender", [&] { (long_text.*append)(short_text); }};
  thread clearer{"clearer", [&] { short_text.clear(); }};
  appender.join();
  clearer.join();
}

const model broken_registration{
    {.name = "classic.string_buffer.two_steps",
     .summary = "asks for the length, then for so many characters",
     .body = [] { append_and_clear(&text::append); },
     .expect = {{finding_kind::invariant, "nobody reads beyond the end"}}}};
const model right_registration{{.name = "classic.string_buffer.one_step",
                                .summary = "holds both locks from the question to the copy",
                                .body = [] { append_and_clear(&text::append_in_one_step); }}};

}  // namespace
}  // namespace heddle::models
