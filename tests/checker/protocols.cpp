#include "tests/checker/protocols.hpp"

#include <functional>

#include "scheduler/primitives/atomic.hpp"
#include "tests/checker/many.hpp"
#include "tests/checker/strategies/families.hpp"

namespace families {
namespace {

using cell = heddle::atomic<int>;
using cells = many<cell>;

/// Evaluates `condition` up to `polls` times; whether it held.
bool await(int polls, const std::function<bool()>& condition) {
  for (int poll = 0; poll < polls; ++poll)
    if (condition()) return true;
  return false;
}

/// Two tasks, each `rounds` times `enter` and `leave`, until it fails to enter.
void alternate(int rounds, const std::function<bool(int)>& enter,
               const std::function<void(int)>& leave) {
  together(2, [&](int me) {
    for (int round = 0; round < rounds && enter(me); ++round) leave(me);
  });
}

}  // namespace

void peterson(int rounds, int polls) {
  cells flag(2);
  cell turn{0, "turn"};
  const auto enter = [&](int me) {
    flag[me].store(1);
    turn.store(1 - me);
    return await(polls, [&] {
      const int other = flag[1 - me].load();
      const int whose = turn.load();
      return other == 0 || whose == me;
    });
  };
  alternate(rounds, enter, [&](int me) { flag[me].store(0); });
}

void dekker(int rounds, int polls) {
  cells flag(2);
  cell turn{0, "turn"};
  const auto make_way = [&](int me) {
    flag[me].store(0);
    if (!await(polls, [&] { return turn.load() == me; })) return false;
    flag[me].store(1);
    return true;
  };
  const auto enter = [&](int me) {
    flag[me].store(1);
    for (int poll = 0; poll < polls; ++poll) {
      if (flag[1 - me].load() == 0) return true;
      if (turn.load() != me && !make_way(me)) return false;
    }
    return false;
  };
  alternate(rounds, enter, [&](int me) {
    turn.store(1 - me);
    flag[me].store(0);
  });
}

void lamport(int rounds, int polls) {
  cells wants(2);
  cell x{0, "x"};
  cell y{0, "y"};
  const auto free = [&] { return y.load() == 0; };
  enum class attempt { entered, repeat, gave_up };
  const auto retreat = [&](int me) {
    wants[me].store(0);
    if (!await(polls, [&] { return wants[1 - me].load() == 0; })) return attempt::gave_up;
    if (y.load() == me + 1) return attempt::entered;
    return await(polls, free) ? attempt::repeat : attempt::gave_up;
  };
  const auto try_once = [&](int me) {
    wants[me].store(1);
    x.store(me + 1);
    if (y.load() != 0) {
      wants[me].store(0);
      return await(polls, free) ? attempt::repeat : attempt::gave_up;
    }
    y.store(me + 1);
    return x.load() == me + 1 ? attempt::entered : retreat(me);
  };
  const auto enter = [&](int me) {
    attempt last = attempt::repeat;
    for (int done = 0; done < polls && last == attempt::repeat; ++done) last = try_once(me);
    return last == attempt::entered;
  };
  alternate(rounds, enter, [&](int me) {
    y.store(0);
    wants[me].store(0);
  });
}

void szymanski(int rounds, int polls) {
  cells flag(2);
  const auto await_other = [&](int me, const std::function<bool(int)>& condition) {
    return await(polls, [&] { return condition(flag[1 - me].load()); });
  };
  const auto pass_waiting_room = [&](int me) {
    if (flag[1 - me].load() != 1) return true;
    flag[me].store(2);
    return await_other(me, [](int other) { return other == 4; });
  };
  const auto enter = [&](int me) {
    flag[me].store(1);
    if (!await_other(me, [](int other) { return other < 3; })) return false;
    flag[me].store(3);
    if (!pass_waiting_room(me)) return false;
    flag[me].store(4);
    if (!await_other(me, [](int other) { return other < 2; })) return false;
    return await_other(me, [](int other) { return other < 2 || other > 3; });
  };
  alternate(rounds, enter, [&](int me) { flag[me].store(0); });
}

}  // namespace families
