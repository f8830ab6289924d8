// The tutorial's first asynchronous program: six pages, fetched one after the other and all at
// once. One after the other takes the sum of the six latencies, all at once the longest of them.
// The latencies are such that the times are those the tutorial printed: 2.71 s and 0.62 s.

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "checker/model.hpp"
#include "models/python/asyncio.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/choose.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/this_thread.hpp"
#include "scheduler/primitives/virtual_clock.hpp"

namespace heddle::models {
namespace {

using namespace std::chrono_literals;
namespace asyncio = python::asyncio;
using std::chrono::milliseconds;

constexpr milliseconds timeout = 10s;

struct page {
  std::string_view url;
  milliseconds latency;
  std::size_t bytes;
};

constexpr std::array<page, 6> urls{{{"https://github.com", 620ms, 282'454},
                                    {"https://sjtu.edu.cn", 210ms, 69'499},
                                    {"https://acm.sjtu.edu.cn/OnlineJudge/", 180ms, 6'467},
                                    {"https://chat.deepseek.com/", 560ms, 2'024},
                                    {"https://www.bilibili.com/", 540ms, 1'824},
                                    {"https://stackoverflow.com/questions", 600ms, 6'994}}};

/// The text of a response, of which only the length matters; 0: the empty string.
using text = std::size_t;

text fetch_url_simple(page url) {
  if (url.latency > timeout) {
    this_thread::sleep_for(timeout);
    return 0;
  }
  this_thread::sleep_for(url.latency);
  return url.bytes;
}

/// `session.get(url)` and `response.text()`.
asyncio::coroutine<text> get(page url) {
  co_await asyncio::input_output(std::string(url.url), url.latency);
  co_return url.bytes;
}

asyncio::coroutine<text> fetch_url(page url) {
  try {
    co_return co_await asyncio::wait_for(get(url), timeout);
  } catch (const asyncio::timeout_error&) {
    co_return 0;
  }
}

asyncio::coroutine<std::vector<text>> test_for_concurrency(std::vector<page> pages) {
  std::vector<asyncio::coroutine<text>> tasks;
  for (const page& url : pages) tasks.push_back(fetch_url(url));
  co_return co_await asyncio::gather(std::move(tasks));
}

std::vector<text> test_for_simple(const std::vector<page>& pages) {
  std::vector<text> results;
  for (const page& url : pages) results.push_back(fetch_url_simple(url));
  return results;
}

milliseconds now() {
  return std::chrono::duration_cast<milliseconds>(virtual_clock::now().time_since_epoch());
}

void fetch() {
  const std::vector<page> pages(urls.begin(), urls.end());
  const milliseconds start = now();
  const std::vector<text> concurrent = asyncio::run(test_for_concurrency(pages));
  const milliseconds between = now();
  const std::vector<text> sequential = test_for_simple(pages);
  const milliseconds end = now();
  observe("bytes", concurrent);
  observe("concurrent ms", (between - start).count());
  observe("sequential ms", (end - between).count());
  check(concurrent == sequential, "both return the same pages in the same order");
}

/// Three requests, which are answered in any order. `gather` keeps that of its arguments.
void fetch_order() {
  std::vector<std::string_view> answered;
  const auto fetch_and_tell = [&](std::string_view url) -> asyncio::coroutine<std::string_view> {
    co_await asyncio::input_output(std::string(url), 1s);
    answered.push_back(url);
    co_return url;
  };
  const auto main = [&]() -> asyncio::coroutine<> {
    const auto [first, second, third] = co_await asyncio::gather(
        fetch_and_tell("github"), fetch_and_tell("sjtu"), fetch_and_tell("bilibili"));
    check(first == "github" && second == "sjtu" && third == "bilibili",
          "results stand in the order of the arguments");
  };
  asyncio::run(main());
  observe("answered", answered);
}

/// A server that answers within the ten seconds, just then, or later, and one that is quick.
void fetch_timeout() {
  const milliseconds latency = std::array{9s, 10s, 11s}[choose(std::size_t{3})];
  const std::vector<page> pages{{"https://slow.example", latency, 1'000},
                                {"https://github.com", 620ms, 282'454}};
  const milliseconds start = now();
  const std::vector<text> results = asyncio::run(test_for_concurrency(pages));
  observe("latency ms", latency.count());
  observe("bytes", results);
  observe("ms", (now() - start).count());
}

const model fetch_registration{
    {.name = "tutorial.asyncio.fetch",
     .summary = "six pages: one after the other the sum of the latencies, at once the longest",
     .body = fetch,
     .options = {.time = scheduler::time_mode::quiescent}}};
const model order_registration{
    {.name = "tutorial.asyncio.fetch_order",
     .summary = "requests are answered in any order, gather keeps its own",
     .body = fetch_order}};
const model timeout_registration{{.name = "tutorial.asyncio.fetch_timeout",
                                  .summary = "a page that takes too long is empty",
                                  .body = fetch_timeout,
                                  .options = {.time = scheduler::time_mode::quiescent}}};

}  // namespace
}  // namespace heddle::models
