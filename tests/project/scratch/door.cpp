#include <heddle/heddle.hpp>

#include "scheduler/operation.hpp"

static void door() {
  heddle::mutex key{"key"};
  heddle::var<int> inside{0, "inside"};
  auto enter = [&] {
    heddle::lock_guard guard{key};
    inside += 1;
  };
  heddle::thread guest{"guest", enter};
  enter();
  guest.join();
  heddle::check(inside == visitors, "everyone is inside");
}

static const heddle::model registration{
    {.name = "door", .summary = "two enter one after the other", .body = door}};
