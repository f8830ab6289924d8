// `Manager` of the tutorial: a dict in a process of its own, which others ask and tell. Each
// question and each order is one step; `d["hits"] += 1` is a question and an order, between which
// another process may come.

#include "checker/model.hpp"
#include "models/python/manager.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/lock_guard.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/process.hpp"

namespace heddle::models {
namespace {

using dict = python::managed_dict<1>;

/// Two processes count a hit in the words of `count`.
template <class Count>
void count_hits(const Count& count) {
  dict shared{{"hits"}};
  python::managed_lock lock{"lock"};
  const auto work = [&] { count(shared, lock); };
  process p1{"p1", work};
  process p2{"p2", work};
  p1.join();
  p2.join();
  const int hits = shared.get("hits");
  observe("hits", hits);
  check(hits == 2, "no hit is lost");
}

void plainly(dict& shared, python::managed_lock& /*lock*/) {
  const int before = shared.get("hits");
  shared.set("hits", before + 1);
}

void with_lock(dict& shared, python::managed_lock& lock) {
  const lock_guard held{lock};
  plainly(shared, lock);
}

const model plain_registration{{.name = "tutorial.process.manager",
                                .summary = "d[key] += 1 on a manager's dict",
                                .body = [] { count_hits(plainly); },
                                .expect = {{finding_kind::invariant, "no hit is lost"}}}};
const model locked_registration{{.name = "tutorial.process.manager_locked",
                                 .summary = "the same with the manager's lock",
                                 .body = [] { count_hits(with_lock); }}};

}  // namespace
}  // namespace heddle::models
