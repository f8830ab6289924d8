#include "scheduler/fiber.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/catch.hpp"

using heddle::scheduler::default_stack_size;
using heddle::scheduler::fiber;

namespace {

/// A fiber that runs functions one after the other and goes back to where it was called from.
class coroutine {
 public:
  explicit coroutine(std::size_t stack_size = default_stack_size) : inside_(stack_size) {}
  ~coroutine() { inside_.retire(); }

  void start(std::function<void()> body) {
    body_ = std::move(body);
    inside_.prepare(
        [](void* self) {
          auto& me = *static_cast<coroutine*>(self);
          me.body_();
          me.suspend();
        },
        this);
  }
  void resume() { fiber::switch_to(outside_, inside_); }
  void suspend() { fiber::switch_to(inside_, outside_); }

 private:
  fiber outside_;
  fiber inside_;
  std::function<void()> body_;
};

/// Uses about `bytes` of stack.
int dig(std::size_t bytes) {
  volatile char page[1024];
  page[0] = static_cast<char>(bytes);
  return bytes < sizeof page ? page[0] : dig(bytes - sizeof page) + page[0];
}

}  // namespace

TEST_CASE("a fiber goes on where it was left", "[fiber]") {
  std::string text;
  coroutine one;
  one.start([&] {
    text += "b";
    one.suspend();
    text += "d";
  });
  text += "a";
  one.resume();
  text += "c";
  one.resume();
  text += "e";
  CHECK(text == "abcde");
}

TEST_CASE("a fiber runs one function after the other on the same stack", "[fiber]") {
  coroutine one;
  std::vector<const void*> stacks;
  for (int round = 0; round < 3; ++round) {
    one.start([&] {
      const int local = 0;
      stacks.push_back(&local);
    });
    one.resume();
  }
  REQUIRE(stacks.size() == 3);
#if !defined(__SANITIZE_ADDRESS__)
  CHECK(stacks[0] == stacks[1]);
  CHECK(stacks[1] == stacks[2]);
#endif
}

TEST_CASE("a fiber that never ran can be retired", "[fiber]") {
  fiber idle(default_stack_size);
  idle.retire();
}

TEST_CASE("a stack is as large as asked for", "[fiber]") {
  for (const std::size_t size : {std::size_t{64} * 1024, std::size_t{1024} * 1024}) {
    coroutine one(size);
    int dug = 0;
    one.start([&] { dug = dig(size / 2); });
    one.resume();
    CHECK(dug != -1);
  }
}

TEST_CASE("exceptions are kept per fiber", "[fiber]") {
  coroutine one;
  std::string text;

  SECTION("a switch inside a catch block") {
    one.start([&] {
      try {
        throw std::runtime_error("inner");
      } catch (const std::exception&) {
        one.suspend();
        try {
          throw;
        } catch (const std::exception& again) {
          text = again.what();
        }
      }
    });
    try {
      throw std::runtime_error("outer");
    } catch (const std::exception&) {
      one.resume();
      CHECK(std::uncaught_exceptions() == 0);
      try {
        throw;
      } catch (const std::exception& again) {
        CHECK(again.what() == std::string("outer"));
      }
      one.resume();
    }
    CHECK(text == "inner");
    CHECK(std::current_exception() == nullptr);
  }

  SECTION("a switch inside a destructor during unwinding") {
    struct guard {
      coroutine& where;
      int& seen;
      ~guard() {
        where.suspend();
        seen = std::uncaught_exceptions();
      }
    };
    int seen = 0;
    one.start([&] {
      try {
        const guard here{one, seen};
        throw std::runtime_error("inner");
      } catch (const std::exception& error) {
        text = error.what();
      }
    });
    one.resume();
    CHECK(std::uncaught_exceptions() == 0);
    CHECK_THROWS_AS(throw std::logic_error("outer"), std::logic_error);
    one.resume();
    CHECK(seen == 1);
    CHECK(text == "inner");
    CHECK(std::uncaught_exceptions() == 0);
  }
}

TEST_CASE("retiring a fiber leaves the caller's exceptions alone", "[fiber]") {
  SECTION("while one is being handled") {
    std::string text;
    try {
      throw std::runtime_error("outer");
    } catch (const std::exception&) {
      {
        coroutine one;
        one.start([] {});
        one.resume();
      }
      REQUIRE(std::current_exception() != nullptr);
      try {
        throw;
      } catch (const std::exception& again) {
        text = again.what();
      }
    }
    CHECK(text == "outer");
  }
  SECTION("while one is in flight") {
    try {
      coroutine one;
      one.start([] {});
      one.resume();
      throw std::runtime_error("outer");
    } catch (const std::exception&) {
    }
    CHECK(std::uncaught_exceptions() == 0);
  }
}

TEST_CASE("a fiber that will not end gives its stack back", "[fiber]") {
  // More of them than fit into memory if their stacks stayed.
  for (int round = 0; round < 3000; ++round) {
    fiber outside;
    struct both {
      fiber& from;
      fiber& to;
    };
    auto inside = std::make_unique<fiber>(std::size_t{64} * 1024);
    both here{*inside, outside};
    inside->prepare(
        [](void* argument) {
          const auto& me = *static_cast<both*>(argument);
          char scribble[4096];
          std::memset(scribble, 1, sizeof scribble);
          fiber::switch_to(me.from, me.to);
        },
        &here);
    fiber::switch_to(outside, *inside);
  }
  // Their place is taken by others, whose stacks are in order.
  coroutine after;
  int dug = 0;
  after.start([&] { dug = dig(32 * 1024); });
  after.resume();
  CHECK(dug != -1);
}

TEST_CASE("a fiber may be used by one thread after another", "[fiber]") {
  coroutine one;
  std::string text;
  const auto tell = [&](const char* what) {
    one.start([&text, what] { text += what; });
    try {
      throw std::runtime_error("about to switch");
    } catch (const std::exception&) {
      one.resume();
      if (std::current_exception() == nullptr) text += "lost";
    }
  };
  tell("a");
  std::thread([&] { tell("b"); }).join();
  tell("c");
  std::thread([&] { tell("d"); }).join();
  CHECK(text == "abcd");
}

TEST_CASE("what a switch costs", "[fiber]") {
  constexpr int switches = 100'000;
  coroutine one;
  one.start([&] {
    for (int each = 0; each < switches / 2; ++each) one.suspend();
  });
  const auto begin = std::chrono::steady_clock::now();
  for (int each = 0; each < switches / 2; ++each) one.resume();
  const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
  one.resume();
  std::printf("fiber: %.1f ns a switch\n", taken.count() / switches);
}

TEST_CASE("a fiber knows the guard page below its stack, and no other") {
  struct visit {
    fiber outside;
    fiber inside{default_stack_size};
    const char* local = nullptr;
  } here;
  here.inside.prepare(
      [](void* argument) {
        auto& me = *static_cast<visit*>(argument);
        const char local = 0;
        me.local = &local;
        fiber::switch_to(me.inside, me.outside);
      },
      &here);
  fiber::switch_to(here.outside, here.inside);
  CHECK_FALSE(here.inside.guards(here.local));
  CHECK_FALSE(here.outside.guards(here.local));
  // From the top of the stack to a page below its end there is one page that is guarded.
  constexpr std::size_t page = 4096;
  std::size_t guarded = 0;
  for (std::size_t below = 0; below <= default_stack_size + page; below += page) {
    const void* const address =
        reinterpret_cast<const char*>(reinterpret_cast<std::uintptr_t>(here.local) - below);
    guarded += here.inside.guards(address) ? 1 : 0;
    CHECK_FALSE(here.outside.guards(address));
  }
  CHECK(guarded == 1);
}
