// Two tasks send each other messages through channels with little room. If both send all before
// they receive any, both channels fill up and both tasks wait for room. Taking turns keeps a place
// free. The store-and-forward lockup of the ARPA network: Kahn and Crowther, "Flow control in a
// resource-sharing computer network", 1972.

#include "checker/model.hpp"
#include "scheduler/primitives/channel.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

constexpr int messages = 2;

using line = channel<int>;

void send_all_then_receive(line& out, line& in) {
  for (int message = 0; message < messages; ++message) out.send(message);
  for (int message = 0; message < messages; ++message) in.receive();
}

void take_turns(line& out, line& in) {
  for (int message = 0; message < messages; ++message) {
    out.send(message);
    in.receive();
  }
}

void exchange(void (*talk)(line& out, line& in)) {
  line there{1, "there"};
  line back{1, "back"};
  thread left{"left", [&] { talk(there, back); }};
  thread right{"right", [&] { talk(back, there); }};
  left.join();
  right.join();
}

const model broken_registration{{.name = "classic.channel_cycle.send_all",
                                 .summary = "both fill a channel before they empty the other",
                                 .body = [] { exchange(send_all_then_receive); },
                                 .expect = {finding_kind::deadlock}}};
const model right_registration{{.name = "classic.channel_cycle.take_turns",
                                .summary = "both receive after each message they send",
                                .body = [] { exchange(take_turns); }}};

}  // namespace
}  // namespace heddle::models
