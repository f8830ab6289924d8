#include "scheduler/primitives/channel.hpp"

#include <chrono>
#include <memory>
#include <string>

#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/var.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/primitives/outcomes.hpp"

using namespace std::chrono_literals;
using namespace heddle::testing;
using heddle::scheduler::misuse;

TEST_CASE("messages come out in order, each once") {
  for (const std::size_t capacity : {1U, 2U, 5U}) {
    CHECK(outcomes_of([capacity] {
            heddle::channel<std::string> channel{capacity, "words"};
            std::string read;
            heddle::together({[&] {
                                for (const char* word : {"a", "b", "c"}) channel.send(word);
                                channel.close();
                              },
                              [&] {
                                while (const auto word = channel.receive()) read += *word;
                              }});
            heddle::observe("read", read);
          }) == texts{"read=abc"});
  }
}

TEST_CASE("every message reaches exactly one receiver") {
  CHECK(outcomes_of([] {
          heddle::channel<std::unique_ptr<int>> channel{2};
          int sum = 0;
          const auto send = [&](int value) {
            return [&, value] { CHECK(channel.send(std::make_unique<int>(value))); };
          };
          const auto receive = [&] { sum += **channel.receive(); };
          const auto one = send(1);
          const auto two = send(2);
          heddle::together({one, two, receive, receive});
          heddle::observe("sum", sum);
        }) == texts{"sum=3"});
}

TEST_CASE("what was done before sending has been done for the receiver") {
  CHECK(outcomes_of([] {
          heddle::channel<int> channel{1};
          heddle::var<int> value{0};
          heddle::together({[&] {
                              value = 1;
                              channel.send(0);
                            },
                            [&] {
                              channel.receive();
                              heddle::check(value == 1, "written before");
                            }});
        }) == texts{""});
}

TEST_CASE("senders wait while the channel is full, receivers while it is empty") {
  CHECK(outcomes_of([] {
          heddle::channel<int> channel{1};
          channel.send(1);
          channel.send(2);
        }) == texts{"[stuck]"});
  CHECK(outcomes_of([] {
          heddle::channel<int> channel{1};
          (void)channel.receive();
        }) == texts{"[stuck]"});
}

TEST_CASE("a closed channel takes nothing and gives what is left") {
  CHECK(outcomes_of([] {
          heddle::channel<int> channel{2};
          CHECK(channel.send(1));
          channel.close();
          CHECK(!channel.send(2));
          CHECK(!channel.try_send(2));
          CHECK(channel.receive() == 1);
          CHECK(!channel.receive());
          channel.close();
        }) == texts{""});
  // Closing wakes who waits.
  CHECK(outcomes_of([] {
          heddle::channel<int> channel{1};
          channel.send(0);
          heddle::together(
              {[&] { heddle::observe("sent", channel.send(1)); }, [&] { channel.close(); }});
        }) == texts{"sent=false"});
}

TEST_CASE("attempts at a channel") {
  const auto body = [] {
    heddle::channel<int> channel{1};
    std::string how;
    heddle::together({[&] {
                        how += channel.try_receive() ? 'y' : 'n';
                        how += channel.receive_for(1s) ? 'y' : 'n';
                      },
                      [&] { channel.send(1); }});
    heddle::observe("how", how);
  };
  CHECK(outcomes_of(body) == texts{"how=nn", "how=ny", "how=yn"});
  CHECK(outcomes_of(body, quiescent) == texts{"how=ny", "how=yn"});
  CHECK(outcomes_of(
            [] {
              heddle::channel<int> channel{1};
              CHECK(channel.try_send(1));
              CHECK(!channel.try_send(2));
              CHECK(!channel.send_for(2, 1s));
              CHECK(!channel.send_until(2, heddle::virtual_clock::time_point{3s}));
              CHECK(!channel.send_for(2, -1s));
              CHECK(channel.receive() == 1);
              CHECK(!channel.receive_until(heddle::virtual_clock::time_point{4s}));
            },
            quiescent) == texts{""});
}

TEST_CASE("a static channel begins each execution empty") {
  static heddle::channel<int> channel{1, "outside"};
  const auto body = [] { heddle::observe("sent", channel.try_send(1)); };
  CHECK(outcomes_of(body) == texts{"sent=true"});
  CHECK(outcomes_of([] { heddle::observe("found", channel.try_receive().has_value()); }) ==
        texts{"found=false"});
  CHECK(outcomes_of([] {
          channel.send(5);
          heddle::observe("got", *channel.receive());
        }) == texts{"got=5"});
}

TEST_CASE("messages nobody receives end with their channel") {
  const auto message = std::make_shared<int>(1);
  CHECK(outcomes_of([&] {
          heddle::channel<std::shared_ptr<int>> channel{1};
          channel.send(message);
          channel.send(message);
        }) == texts{"[stuck]"});
  CHECK(message.use_count() == 1);
}

TEST_CASE("a channel without capacity is a misuse") {
  CHECK(misuse_of([] { heddle::channel<int> channel{0}; }) == misuse::bad_argument);
  CHECK_THROWS_AS(heddle::channel<int>{0}, heddle::scheduler::usage_error);
}
