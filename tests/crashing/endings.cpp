// Models that end the process, or never let go of it.

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <ctime>

#include "heddle.hpp"

namespace {

void call(void (*leave)()) {
  heddle::atomic<int> x{0, "x"};
  heddle::thread worker{"worker", [&] {
                          x = 1;
                          leave();
                        }};
  worker.join();
}

void call_exit() {
  call([] { std::exit(3); });
}

void call_direct_exit() {
  call([] { _exit(0); });
}

void call_quick_exit() {
  call([] { std::quick_exit(0); });
}

volatile bool for_ever = true;

void loop() {
  heddle::atomic<int> x{0, "x"};
  heddle::thread worker{"worker", [&] {
                          if (x == 1)
                            while (for_ever) {
                            }
                        }};
  x = 1;
  worker.join();
}

/// Uses up so much of the processor's time.
void work_for(std::chrono::milliseconds time) {
  const auto now = [] {
    return std::chrono::duration<double>(static_cast<double>(std::clock()) / CLOCKS_PER_SEC);
  };
  const auto end = now() + time;
  while (now() < end) {
  }
}

/// Takes longer in all than the watchdog of the tests waits, but never at one step.
void work_long() {
  heddle::atomic<int> x{0, "x"};
  for (int round = 0; round < 20; ++round) {
    work_for(std::chrono::milliseconds{20});
    x = round;
  }
}

void quick() {
  heddle::atomic<int> x{0, "x"};
  x = 1;
}

const heddle::model models[] = {
    heddle::model{{.name = "leave.exit", .summary = "exit(3)", .body = call_exit}},
    heddle::model{{.name = "leave.direct", .summary = "_exit(0)", .body = call_direct_exit}},
    heddle::model{{.name = "leave.quick", .summary = "quick_exit(0)", .body = call_quick_exit}},
    heddle::model{{.name = "loop.endless", .summary = "loops if x is 1", .body = loop}},
    heddle::model{{.name = "loop.long", .summary = "works long, step by step", .body = work_long}},
    heddle::model{{.name = "fine.quick", .summary = "nothing is wrong", .body = quick}},
};

}  // namespace
