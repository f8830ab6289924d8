#pragma once

#include <cstddef>
#include <map>
#include <source_location>
#include <stdexcept>
#include <utility>
#include <vector>

#include "models/python/plain_function.hpp"
#include "models/python/text.hpp"
#include "scheduler/primitives/channel.hpp"
#include "scheduler/primitives/process.hpp"

namespace heddle::models::python {

class pool;

/// `range(end)`
std::vector<int> range(int end);

/// An exception of a worker, as it reaches whoever asks for the result.
class worker_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// `AsyncResult`: a result that may not be there yet.
class async_result {
 public:
  async_result(pool& owner, int number) : pool_(owner), number_(number) {}

  /// Waits for the result. Throws `worker_error` if the worker threw. To be called once.
  int get(std::source_location where = std::source_location::current());

 private:
  pool& pool_;
  int number_;
};

/// What `imap` returns: results in the order of the arguments, each as soon as it is there.
class result_iterator {
 public:
  explicit result_iterator(std::vector<async_result> results) : results_(std::move(results)) {}

  [[nodiscard]] bool done() const { return next_ == results_.size(); }
  /// Waits for the next result.
  int next(std::source_location where = std::source_location::current()) {
    return results_[next_++].get(where);
  }

 private:
  std::vector<async_result> results_;
  std::size_t next_ = 0;
};

/// `multiprocessing.Pool`: processes that call functions for the process that made it. Jobs go to
/// whichever worker is free, results come back with their numbers. Python keeps two threads in the
/// parent to hand them out and to sort them; here who asks for a result does the sorting.
class pool {
 public:
  explicit pool(int processes, std::source_location where = std::source_location::current());
  pool(const pool&) = delete;
  pool& operator=(const pool&) = delete;

  /// Has the function called, and waits for its result.
  int apply(const plain_function& called, int argument,
            std::source_location where = std::source_location::current()) {
    return apply_async(called, argument, where).get(where);
  }
  async_result apply_async(const plain_function& called, int argument,
                           std::source_location where = std::source_location::current());
  /// All results, in the order of the arguments.
  std::vector<int> map(const plain_function& called, const std::vector<int>& arguments,
                       std::source_location where = std::source_location::current());
  result_iterator imap(const plain_function& called, const std::vector<int>& arguments,
                       std::source_location where = std::source_location::current());

  /// No more jobs.
  void close(std::source_location where = std::source_location::current()) { jobs_.close(where); }
  /// Waits for the workers to end.
  void join(std::source_location where = std::source_location::current());

 private:
  friend async_result;

  // Plain data, so that it can be sent from one process to another.
  struct job {
    int number;
    plain_function called;
    int argument;
  };
  struct outcome {
    int number;
    bool failed;
    int value;
    text error;
  };

  static constexpr std::size_t room = 1024;

  static outcome do_job(const job& wanted);
  void work();
  outcome wait_for(int number, std::source_location where);

  channel<job> jobs_;
  channel<outcome> outcomes_;
  int numbered_ = 0;
  /// Those that came before anybody asked for them.
  std::map<int, outcome> early_;
  std::vector<process> workers_;
};

}  // namespace heddle::models::python
