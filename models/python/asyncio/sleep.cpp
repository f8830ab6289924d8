#include "models/python/asyncio/sleep.hpp"

namespace heddle::models::python::asyncio {

std::function<void()> release(const future<void>& waiter) {
  return [waiter] {
    if (!waiter.done()) waiter.set_result();
  };
}

coroutine<> sleep(duration delay) {
  if (delay <= duration{0}) {
    co_await pause{};
    co_return;
  }
  const future<void> over = create_future<void>("the end of a sleep");
  const handle_scope timer(get_running_loop().call_later(delay, release(over)));
  co_await over;
}

coroutine<> input_output(std::string name, duration latency) {
  const future<void> over = create_future<void>(name);
  const handle_scope operation(get_running_loop().call_after_io(latency, name, release(over)));
  co_await over;
}

}  // namespace heddle::models::python::asyncio
