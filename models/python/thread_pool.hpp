#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scheduler/primitives/channel.hpp"
#include "scheduler/primitives/future.hpp"
#include "scheduler/primitives/thread.hpp"

namespace heddle::models::python {

/// `multiprocessing.pool.ThreadPool`: a pool whose workers are threads, so that the functions it
/// calls can use it, too.
class thread_pool {
 public:
  explicit thread_pool(int threads, std::source_location where = std::source_location::current()) {
    for (int number = 1; number <= threads; ++number)
      workers_.push_back(thread{{"worker " + std::to_string(number), where}, [this] { work(); }});
  }
  thread_pool(const thread_pool&) = delete;
  thread_pool& operator=(const thread_pool&) = delete;

  /// The result is known as `name` in reports.
  future<int> apply_async(std::function<int()> called, std::string_view name,
                          std::source_location where = std::source_location::current()) {
    const auto result = std::make_shared<promise<int>>(name, where);
    future<int> coming = result->get_future();
    jobs_.send([called = std::move(called), result] { result->set_value(called()); }, where);
    return coming;
  }
  /// Has the function called, and waits for its result.
  int apply(std::function<int()> called, std::string_view name,
            std::source_location where = std::source_location::current()) {
    return apply_async(std::move(called), name, where).get(where);
  }

  void close(std::source_location where = std::source_location::current()) { jobs_.close(where); }
  void join(std::source_location where = std::source_location::current()) {
    for (thread& each : workers_) each.join(where);
  }

 private:
  using job = std::function<void()>;
  static constexpr std::size_t room = 1024;

  /// A worker's life.
  void work() {
    while (const std::optional<job> next = jobs_.receive()) (*next)();
  }

  channel<job> jobs_{room, "jobs"};
  std::vector<thread> workers_;
};

}  // namespace heddle::models::python
