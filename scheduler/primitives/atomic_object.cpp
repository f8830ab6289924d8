#include "scheduler/primitives/atomic_object.hpp"

namespace heddle::detail {

namespace {

using scheduler::operation;
using scheduler::operation_kind;
using scheduler::outcome;

}  // namespace

void refuse_order(const scheduler::object_handle* object, scheduler::code_site site) {
  scheduler::current().report_misuse(scheduler::misuse::bad_argument, object, site, true);
}

std::uint64_t atomic_object::modify(scheduler::rmw_function function, std::uint64_t operand,
                                    memory_order order, scheduler::code_site site) {
  operation modifying = make(operation_kind::read_modify_write, order, site);
  modifying.function = function;
  modifying.argument = operand;
  return perform(modifying).value;
}

atomic_object::exchange_result atomic_object::compare_exchange(std::uint64_t expected,
                                                               std::uint64_t desired,
                                                               memory_order success,
                                                               memory_order failure,
                                                               scheduler::code_site site) {
  require_load_order(failure, &handle_, site);
  operation exchanging = make(operation_kind::compare_exchange, success, site);
  exchanging.failure_order = failure;
  exchanging.expected = expected;
  exchanging.argument = desired;
  const scheduler::result how = perform(exchanging);
  return {how.succeeded(), how.value};
}

void atomic_object::wait(std::uint64_t old, memory_order order, scheduler::code_site site) {
  require_load_order(order, &handle_, site);
  for (;;) {
    operation parking = make(operation_kind::park, order, site);
    parking.expected = old;
    if (!perform(parking).succeeded()) return;
    outcome how;
    do {
      operation waking = make(operation_kind::wake, order, site);
      how = perform(waking).how;
    } while (how == outcome::spurious || how == outcome::timed_out);
  }
}

void atomic_object::notify_one(scheduler::code_site site) {
  operation notifying = make(operation_kind::notify_one, memory_order_seq_cst, site);
  perform(notifying);
}

void atomic_object::notify_all(scheduler::code_site site) {
  operation notifying = make(operation_kind::notify_all, memory_order_seq_cst, site);
  perform(notifying);
}

void atomic_object::end_unseen() noexcept {
  const scheduler::runtime* const here = scheduler::current_or_null();
  if (here != nullptr && !here->native()) handle_.epoch = 0;
}

}  // namespace heddle::detail
