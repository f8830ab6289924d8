#include "scheduler/primitives/channel.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/thread.hpp"
#include "tests/reports/diagram/found.hpp"

// A file of its own, as its lines are in golden files.
namespace heddle::reports::test {

namespace {

void wrong_sum() {
  channel<int> numbers{2, "numbers"};
  thread producer{"producer", [&] {
                    numbers.send(40);
                    numbers.send(3);
                  }};
  thread consumer{"consumer", [&] {
                    int sum = 0;
                    for (int i = 0; i < 2; ++i) sum += numbers.receive().value_or(0);
                    check(sum == 42, "the sum is 42");
                  }};
  producer.join();
  consumer.join();
}

}  // namespace

checker::finding wrong_sum_of_messages() {
  return found_in("wrong_sum", wrong_sum, finding_kind::invariant);
}

}  // namespace heddle::reports::test
