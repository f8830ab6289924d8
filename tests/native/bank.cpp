#include <chrono>
#include <mutex>

#include "heddle.hpp"
#include "tests/native/native_case.hpp"

using namespace std::chrono_literals;

namespace {

void bank_unsafe() {
  heddle::var<int> balance{100, "balance"};
  auto withdraw = [&](int amount) {
    if (balance >= amount) {
      heddle::this_thread::sleep_for(1s);
      balance -= amount;
    }
  };
  heddle::thread alice{"alice", withdraw, 80};
  heddle::thread bob{"bob", withdraw, 70};
  alice.join();
  bob.join();
  heddle::observe("balance", balance);
}

void bank_locked() {
  heddle::var<int> balance{100, "balance"};
  heddle::mutex lock{"lock"};
  auto withdraw = [&](int amount) {
    const std::lock_guard guard(lock);
    if (balance >= amount) {
      heddle::this_thread::sleep_for(1s);
      balance -= amount;
    }
  };
  heddle::thread alice{"alice", withdraw, 80};
  heddle::thread bob{"bob", withdraw, 70};
  alice.join();
  bob.join();
  heddle::check(balance == 20 || balance == 30, "one of them gets the money");
}

}  // namespace

const std::vector<native_case>& bank_cases() {
  static const std::vector<native_case> cases{
      {.name = "unsafe", .races = true, .body = bank_unsafe},
      {.name = "locked", .body = bank_locked},
  };
  return cases;
}
