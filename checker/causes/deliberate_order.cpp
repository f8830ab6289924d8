#include "checker/causes/deliberate_order.hpp"

#include "checker/races/happens_before.hpp"

namespace heddle::checker {
namespace {

using scheduler::event;
using scheduler::operation_kind;

/// An event that orders nothing.
void make_neutral(event& done) {
  done.kind = operation_kind::fence;
  done.order = std::memory_order_relaxed;
}

/// An access that orders nothing.
void make_plain(event& done) { done.kind = operation_kind::read; }

void make_sequential(event& done) {
  done.order = std::memory_order_seq_cst;
  done.failure_order = std::memory_order_seq_cst;
  if (done.kind == operation_kind::read) done.kind = operation_kind::load;
  if (done.kind == operation_kind::write) done.kind = operation_kind::store;
}

bool is_access(operation_kind kind) {
  return kind == operation_kind::read || kind == operation_kind::write ||
         kind == operation_kind::load || kind == operation_kind::store ||
         kind == operation_kind::read_modify_write || kind == operation_kind::compare_exchange ||
         kind == operation_kind::park;
}

void rewrite(event& done, scheduler::object_index object) {
  if (!is_access(done.kind)) return leave_out_locks(done);
  return done.object == object ? make_plain(done) : make_sequential(done);
}

}  // namespace

void leave_out_locks(event& done) {
  switch (done.kind) {
    case operation_kind::notify_one:
    case operation_kind::notify_all:
      done.kind = operation_kind::set;
      return;
    case operation_kind::wake:
      done.kind = operation_kind::event_wait;
      return;
    case operation_kind::lock:
    case operation_kind::unlock:
    case operation_kind::lock_shared:
    case operation_kind::unlock_shared:
    case operation_kind::wait:
      return make_neutral(done);
    default:
      return;
  }
}

deliberate_order::deliberate_order(const finished_run& run, scheduler::object_index object)
    : run_(run), events_(run.events.begin(), run.events.end()) {
  for (event& done : events_) rewrite(done, object);
}

bool deliberate_order::orders(std::uint32_t earlier, std::uint32_t later) const {
  finished_run rewritten = run_;
  rewritten.events = events_;
  happens_before order;
  order.start(rewritten);
  while (order.position() <= later) order.advance();
  return order.precedes(earlier, events_[later].task);
}

}  // namespace heddle::checker
