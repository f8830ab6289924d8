// Two tasks promise each other a value. If each first asks for the other's, neither value is ever
// made; no lock is needed to wait in a circle. Futures are from Baker and Hewitt (1977); the circle
// is Holt's (1972), who counts messages among the resources that tasks wait for.

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/future.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models {
namespace {

constexpr int price = 7;

struct deal {
  promise<int> offer{"offer"};
  promise<int> order{"order"};
  future<int> offered{offer.get_future()};
  future<int> ordered{order.get_future()};
};

void ask_first(deal& shared) {
  const int quantity = shared.ordered.get();
  shared.offer.set_value(price * quantity);
}

void offer_first(deal& shared) {
  shared.offer.set_value(price);
  check(shared.ordered.get() == price, "the order is at the offered price");
}

void make_deal(void (*sell)(deal&)) {
  deal shared;
  thread seller{"seller", [&] { sell(shared); }};
  thread buyer{"buyer", [&] {
                 const int offered = shared.offered.get();
                 shared.order.set_value(offered);
               }};
  seller.join();
  buyer.join();
}

const model broken_registration{{.name = "classic.future_cycle.both_ask",
                                 .summary = "each of two tasks waits for the other's promise",
                                 .body = [] { make_deal(ask_first); },
                                 .expect = {finding_kind::deadlock}}};
const model right_registration{{.name = "classic.future_cycle.one_offers",
                                .summary = "one keeps its promise before it asks",
                                .body = [] { make_deal(offer_first); }}};

}  // namespace
}  // namespace heddle::models
