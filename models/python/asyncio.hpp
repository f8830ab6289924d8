#pragma once

/// Python's `asyncio` for models: an event loop, coroutines (`co_await`), tasks, futures, `gather`,
/// `sleep`, `wait_for`, cancellation and locks, in virtual time. A program's `asyncio.gather(...)`
/// is `asyncio::gather(...)` here, `await` is `co_await`.

#include "models/python/asyncio/coroutine.hpp"
#include "models/python/asyncio/errors.hpp"
#include "models/python/asyncio/event_loop.hpp"
#include "models/python/asyncio/future.hpp"
#include "models/python/asyncio/gather.hpp"
#include "models/python/asyncio/lock.hpp"
#include "models/python/asyncio/run.hpp"
#include "models/python/asyncio/sleep.hpp"
#include "models/python/asyncio/task.hpp"
#include "models/python/asyncio/wait_for.hpp"
