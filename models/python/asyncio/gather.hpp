#pragma once

#include <cstddef>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "models/python/asyncio/gathering.hpp"
#include "models/python/asyncio/task.hpp"

namespace heddle::models::python::asyncio {

/// Coroutines, tasks and futures.
template <class T>
concept can_be_future = requires(T awaitable) { ensure_future(std::move(awaitable)); };

/// The result of a future, `None` for one of none.
template <class T>
kept<T> kept_result(const future<T>& done) {
  if constexpr (std::is_void_v<T>) {
    done.result();
    return {};
  } else {
    return done.result();
  }
}

/// `asyncio.gather` of many of one type.
template <class T>
class gathered_list final : public gathering<std::vector<kept<T>>> {
 public:
  explicit gathered_list(std::vector<future<T>> children) : children_(std::move(children)) {}

  void begin() {
    for (const future<T>& each : children_) this->add_child(each.state());
    this->all_added();
  }

 protected:
  std::vector<kept<T>> collect() const override {
    std::vector<kept<T>> results;
    for (const future<T>& each : children_) results.push_back(kept_result(each));
    return results;
  }

 private:
  std::vector<future<T>> children_;
};

/// `asyncio.gather` of a few of different types.
template <class... T>
class gathered_tuple final : public gathering<std::tuple<kept<T>...>> {
 public:
  explicit gathered_tuple(std::tuple<future<T>...> children) : children_(std::move(children)) {}

  void begin() {
    std::apply([this](const auto&... each) { (this->add_child(each.state()), ...); }, children_);
    this->all_added();
  }

 protected:
  std::tuple<kept<T>...> collect() const override {
    return std::apply(
        [](const auto&... each) { return std::tuple<kept<T>...>{kept_result(each)...}; },
        children_);
  }

 private:
  std::tuple<future<T>...> children_;
};

/// `asyncio.gather(*awaitables)`: runs all of them at once; the results stand in the order of the
/// arguments, whatever ends first. The first exception is that of the whole, while the others run
/// on; to cancel the whole is to cancel all of them.
template <template <class> class Awaitable, class T>
future<std::vector<kept<T>>> gather(std::vector<Awaitable<T>> awaitables) {
  std::vector<future<T>> children;
  for (Awaitable<T>& each : awaitables) children.push_back(ensure_future(std::move(each)));
  const auto made = std::make_shared<gathered_list<T>>(std::move(children));
  made->begin();
  return future<std::vector<kept<T>>>(made);
}

/// The same for arguments one by one, whose results are a tuple.
template <template <class> class... Awaitable, class... T>
  requires(can_be_future<Awaitable<T>> && ...)
future<std::tuple<kept<T>...>> gather(Awaitable<T>... awaitables) {
  // Braces: from the left to the right.
  std::tuple<future<T>...> children{ensure_future(std::move(awaitables))...};
  const auto made = std::make_shared<gathered_tuple<T...>>(std::move(children));
  made->begin();
  return future<std::tuple<kept<T>...>>(made);
}

}  // namespace heddle::models::python::asyncio
