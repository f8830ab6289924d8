// Two tasks meet: neither goes on before the other has come. If both wait before they say that they
// are there, they wait for ever. Semaphores for such signals are Dijkstra's (1965); the exercise is
// from Downey, "The Little Book of Semaphores", 2005.

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/semaphore.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace heddle::models {
namespace {

struct guest {
  binary_semaphore is_there;
  var<bool> brought_cake;
};

void say_then_wait(guest& me, guest& other) {
  me.is_there.release();
  other.is_there.acquire();
}

void wait_then_say(guest& me, guest& other) {
  other.is_there.acquire();
  me.is_there.release();
}

void have_tea(void (*meet)(guest& me, guest& other)) {
  guest alice{{0, "alice is there"}, {false, "cake of alice"}};
  guest bob{{0, "bob is there"}, {false, "cake of bob"}};
  const auto come = [&](guest& me, guest& other) {
    me.brought_cake = true;
    meet(me, other);
    check(other.brought_cake, "there is cake");
  };
  thread alice_comes{"alice", [&] { come(alice, bob); }};
  thread bob_comes{"bob", [&] { come(bob, alice); }};
  alice_comes.join();
  bob_comes.join();
}

const model broken_registration{{.name = "classic.rendezvous.wait_first",
                                 .summary = "both wait for the other before they say a word",
                                 .body = [] { have_tea(wait_then_say); },
                                 .expect = {finding_kind::deadlock}}};
const model right_registration{{.name = "classic.rendezvous.right",
                                .summary = "both say that they are there, then wait",
                                .body = [] { have_tea(say_then_wait); }}};

}  // namespace
}  // namespace heddle::models
