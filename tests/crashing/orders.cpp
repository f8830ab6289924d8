// Models that crash under some schedules only.

#include <csignal>
#include <string>

#include "heddle.hpp"

namespace {

int* volatile nowhere = nullptr;

/// Crashes if the reader comes between the two writes: one preemption.
void publish_early() {
  heddle::atomic<bool> ready{false, "ready"};
  heddle::atomic<int> payload{0, "payload"};
  heddle::atomic<int> noise{0, "noise"};
  heddle::thread writer{"writer", [&] {
                          noise = 1;
                          ready = true;
                          payload = 1;
                        }};
  heddle::thread reader{"reader", [&] {
                          if (ready && payload == 0) *nowhere = 1;
                        }};
  writer.join();
  reader.join();
}

/// A failed check under one order, a crash under another.
void fail_and_crash() {
  heddle::atomic<int> x{0, "x"};
  heddle::thread first{"first", [&] { x = 1; }};
  heddle::thread second{"second", [&] { x = 2; }};
  first.join();
  second.join();
  const int last = x;
  heddle::observe("x", last);
  heddle::check(last == 1, "the first comes last");
  if (last == 1) *nowhere = 1;
}

/// Crashes in execution 2000, whatever its schedule: what a static keeps is no part of it.
void crash_late() {
  static int executions = 0;
  heddle::atomic<int> x{0, "x"};
  heddle::thread other{"other", [&] {
                         for (int i = 0; i < 8; ++i) x = i;
                       }};
  for (int i = 0; i < 8; ++i) x = -i;
  other.join();
  if (++executions == 2000) *nowhere = 1;
}

/// Crashes under very few of very many schedules.
void crash_rarely() {
  heddle::atomic<int> x{0, "x"};
  heddle::thread counter{"counter", [&] {
                           for (int i = 1; i <= 7; ++i) x = i;
                         }};
  heddle::thread looker{"looker", [&] {
                          int seen = 0;
                          for (int i = 1; i <= 4; ++i) seen += x == 2 * i - 1 ? 1 : 0;
                          if (seen == 4) *nowhere = 1;
                        }};
  counter.join();
  looker.join();
}

/// Searched for a long time.
void go_on() {
  heddle::atomic<int> x{0, "x"};
  const auto count = [&] {
    for (int i = 0; i < 40; ++i) ++x;
  };
  heddle::thread first{count};
  heddle::thread second{count};
  heddle::thread third{count};
  first.join();
  second.join();
  third.join();
}

const heddle::model models[] = {
    heddle::model{
        {.name = "order.publish", .summary = "crashes in the middle", .body = publish_early}},
    heddle::model{{.name = "order.both", .summary = "fails, and crashes", .body = fail_and_crash}},
    heddle::model{
        {.name = "order.late", .summary = "crashes in execution 2000", .body = crash_late}},
    heddle::model{{.name = "order.rare", .summary = "crashes rarely", .body = crash_rarely}},
    heddle::model{{.name = "order.many", .summary = "has very many schedules", .body = go_on}},
};

}  // namespace
