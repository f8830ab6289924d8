// `Value` and `Array` of the tutorial: memory that processes share. They have a lock, and take it
// for each reading and each writing; but `v.value += 1` is one of each, between which another
// process may come. It takes `with v.get_lock():` around both.

#include <cstddef>

#include "checker/model.hpp"
#include "models/python/shared_value.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/lock_guard.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/process.hpp"

namespace heddle::models {
namespace {

/// Two processes at the same work.
template <class Work>
void in_two_processes(const Work& work) {
  process p1{"p1", work};
  process p2{"p2", work};
  p1.join();
  p2.join();
}

/// `add` adds 1, twice in each process.
void count_with_value(void (*add)(python::shared_value& value)) {
  python::shared_value value{0, "value"};
  in_two_processes([&] {
    for (int round = 0; round < 2; ++round) add(value);
  });
  const int sum = value.value();
  observe("value", sum);
  check(sum == 4, "no increment is lost");
}

void add_to_value(python::shared_value& value) { value += 1; }

void add_to_value_locked(python::shared_value& value) {
  const lock_guard held{value.get_lock()};
  value += 1;
}

using two_numbers = python::shared_array<2>;

/// `add` adds 1 to an element; each process does so for both.
void count_with_array(void (*add)(two_numbers& array, std::size_t index)) {
  two_numbers array{"array"};
  in_two_processes([&] {
    for (std::size_t index = 0; index < 2; ++index) add(array, index);
  });
  const int first = array.get(0);
  const int second = array.get(1);
  observe("array[0]", first);
  observe("array[1]", second);
  check(first == 2 && second == 2, "no increment is lost");
}

void add_to_element(two_numbers& array, std::size_t index) {
  const int before = array.get(index);
  array.set(index, before + 1);
}

void add_to_element_locked(two_numbers& array, std::size_t index) {
  const lock_guard held{array.get_lock()};
  add_to_element(array, index);
}

const expectation lost{finding_kind::invariant, "no increment is lost"};

const model value_registration{{.name = "tutorial.process.value",
                                .summary = "v.value += 1 in two processes",
                                .body = [] { count_with_value(add_to_value); },
                                .expect = {lost}}};
const model value_locked_registration{{.name = "tutorial.process.value_locked",
                                       .summary = "v.value += 1 with v.get_lock()",
                                       .body = [] { count_with_value(add_to_value_locked); }}};
const model array_registration{{.name = "tutorial.process.array",
                                .summary = "a[i] += 1 in two processes",
                                .body = [] { count_with_array(add_to_element); },
                                .expect = {lost}}};
const model array_locked_registration{{.name = "tutorial.process.array_locked",
                                       .summary = "a[i] += 1 with a.get_lock()",
                                       .body = [] { count_with_array(add_to_element_locked); }}};

}  // namespace
}  // namespace heddle::models
