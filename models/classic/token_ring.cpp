// Stations in a ring hand a token on, and whoever has it may send. A station that has waited long
// takes the token for lost and makes a new one; if the token was only slow, there are two, and two
// stations send at once. Le Lann, "Distributed systems: towards a formal approach", 1977, has the
// ring, the lost token, and an election before a new one is made.

#include <chrono>

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/semaphore.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;

constexpr int stations = 3;

class ring {
 public:
  void wait_for_token(int me) { token_[me].acquire(); }
  /// A token that does not come within a second must be lost: here is a new one.
  void wait_or_make_token(int me) { static_cast<void>(token_[me].try_acquire_for(1s)); }
  void send() { messages_ += 1; }
  void hand_on(int me) { token_[(me + 1) % stations].release(); }
  [[nodiscard]] int messages() const { return messages_; }

 private:
  counting_semaphore<> token_[stations]{{1, "token at 0"}, {0, "token at 1"}, {0, "token at 2"}};
  var<int> messages_{0, "messages"};
};

/// Every station sends one message.
void once_around(void (ring::*wait)(int)) {
  ring shared;
  const auto station = [&](int me) {
    (shared.*wait)(me);
    shared.send();
    shared.hand_on(me);
  };
  thread station_0{"station 0", station, 0};
  thread station_1{"station 1", station, 1};
  thread station_2{"station 2", station, 2};
  station_0.join();
  station_1.join();
  station_2.join();
  check(shared.messages() == stations, "no message is lost");
}

const model right_registration{{.name = "classic.token_ring.right",
                                .summary = "three stations hand one token on",
                                .body = [] { once_around(&ring::wait_for_token); }}};
const model broken_registration{
    {.name = "classic.token_ring.two_tokens",
     .summary = "a station that has waited long makes a token of its own",
     .body = [] { once_around(&ring::wait_or_make_token); },
     .expect = {finding_kind::data_race, {finding_kind::invariant, "no message is lost"}}}};

}  // namespace
}  // namespace heddle::models
