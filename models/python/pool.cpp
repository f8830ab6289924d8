#include "models/python/pool.hpp"

#include <exception>
#include <numeric>
#include <optional>
#include <string>

namespace heddle::models::python {

std::vector<int> range(int end) {
  std::vector<int> numbers(static_cast<std::size_t>(end));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

int async_result::get(std::source_location where) {
  const pool::outcome mine = pool_.wait_for(number_, where);
  if (mine.failed) throw worker_error(std::string(mine.error.view()));
  return mine.value;
}

pool::pool(int processes, std::source_location where)
    : jobs_(room, process_shared, "jobs", where),
      outcomes_(room, process_shared, "results", where) {
  for (int number = 1; number <= processes; ++number)
    workers_.push_back(process{{"worker " + std::to_string(number), where}, [this] { work(); }});
}

async_result pool::apply_async(const plain_function& called, int argument,
                               std::source_location where) {
  jobs_.send({numbered_, called, argument}, where);
  return {*this, numbered_++};
}

std::vector<int> pool::map(const plain_function& called, const std::vector<int>& arguments,
                           std::source_location where) {
  std::vector<int> values;
  for (result_iterator results = imap(called, arguments, where); !results.done();)
    values.push_back(results.next(where));
  return values;
}

result_iterator pool::imap(const plain_function& called, const std::vector<int>& arguments,
                           std::source_location where) {
  std::vector<async_result> results;
  for (const int argument : arguments) results.push_back(apply_async(called, argument, where));
  return result_iterator(std::move(results));
}

void pool::join(std::source_location where) {
  for (process& each : workers_) each.join(where);
}

pool::outcome pool::do_job(const job& wanted) {
  try {
    return {wanted.number, false, wanted.called(wanted.argument), {}};
  } catch (const std::exception& error) {
    return {wanted.number, true, 0, error.what()};
  }
}

/// A worker's life.
void pool::work() {
  while (const std::optional<job> next = jobs_.receive()) outcomes_.send(do_job(*next));
}

pool::outcome pool::wait_for(int number, std::source_location where) {
  for (;;) {
    if (const auto found = early_.extract(number)) return found.mapped();
    const outcome next = *outcomes_.receive(where);
    if (next.number == number) return next;
    early_.emplace(next.number, next);
  }
}

}  // namespace heddle::models::python
