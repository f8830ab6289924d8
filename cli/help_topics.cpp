#include "cli/help_topics.hpp"

#include <fmt/format.h>

#include "cli/search_plan.hpp"

namespace heddle::cli {

namespace {

std::string strategies() {
  return fmt::format(R"(Strategies choose which executions of a model are run.

Those that go through everything:

  dpor    optimal dynamic partial-order reduction: one execution for each
          class of schedules that differ only in the order of independent
          operations. Ends with 'complete' if it gets through: then what was
          not found is not there. Otherwise it ends after {0} executions
          and says so.
  source  the same classes by source sets: less to remember, but some
          executions are given up half way ('blocked').
  dfs     goes through every schedule, depth first, without reduction: for
          comparison, and within a bound. Ends as dpor does. --preemptions N
          leaves out schedules with more than N preemptions (switches away
          from a task that could have gone on), --delays N those that depart
          more than N times from letting tasks run in turn. Few bugs need
          more than two. 0..N raises the bound step by step: what needs
          least is found first.

Those that draw a sample, {1} executions unless --executions says other:

  random  one of the enabled tasks at each step, all equally likely. The
          fastest; for a first look.
  pct     random priorities, and --depth N - 1 steps (default {2}) at which the
          running task falls behind all others. For bugs that need few
          switches in long executions; the only one with a promise: it shows a
          bug of depth N among n tasks and k steps with p >= 1/(n k^(N-1)).
  pos     a random priority for each operation, drawn anew after each race:
          close to a choice among traces. For many tasks that mostly do not
          interfere.
  urw     tasks in proportion to what they have left to do: all interleavings
          equally likely if nothing blocks. For tasks of different length; the
          best single one on small models.
  surw    as urw, but only for the events on one shared object, another in
          each execution. For much work around few shared objects.
  portfolio
          pos 40 %, pct of depth 2 and 3 30 %, urw 20 %, random 10 %, in turn:
          for models too large for dpor of which nothing is known.

Their result is a sample: NOTHING FOUND, never PASS. All choices follow from
the strategy, --seed (default {3}), the index of the execution, and what pct, urw
and surw have learnt from executions before. A report shows these for each
finding behind 'Drawn', as the flags that draw again the execution that its
schedule was shrunk from; add --executions 1 --no-shrink. It also says how much
the sample has left open: what pct promises; else the share of executions below
which, with 95 % confidence, every bug stays that was not seen (3/m after m
executions); and how many executions have a trace not seen yet (estimated by
Good and Turing from the first {4}).

After a search, up to --directed N executions (default {6}) are directed at
each deadlock that the order of locks predicts and that the search has neither
seen nor ruled out: tasks that hold a lock of the circle are held back before
they ask for the next one. Then a search through everything may take {7} times
as many.

The strategy is taken from --strategy, else from the model, else it is {5}.

Coverage, as reports state it:
  complete      every execution was seen
  bounded       every execution within the stated bounds was seen
  sampled       some executions were seen, chosen at random
  not complete  the search was ended early: by a limit, --stop first or Ctrl-C
)",
                     defaults::exhaustive_executions, defaults::sampled_executions, defaults::depth,
                     defaults::seed, defaults::compared_traces, defaults::strategy,
                     checker::direction_options{}.executions,
                     checker::direction_options{}.times_for_complete);
}

std::string tokens() {
  return R"(A token stands for one execution of one model:

  r1.<model>.<options and schedule>.<shape>.<checksum>

check prints one with each finding; 'heddle replay TOKEN' runs that execution
again, exactly, in any build of the same models: options that change behaviour
(time, plain, spurious, steps) are part of the token, so replay needs no flags.
Tokens need no quoting in a shell.

The schedule of a finding is the smallest that check could find: with the fewest
preemptions (switches away from a task that could have gone on), then the fewest
steps. 'fewest possible' means that every schedule with fewer preemptions was
run and fails otherwise or not at all; 'fewest found', that there were too many
to run. Then 'heddle shrink TOKEN --executions N' looks longer. With --no-shrink
check shows schedules as the search came upon them.

The shape is a hash of which tasks and objects are created and which operations
are done, never of names or lines: renaming a variable keeps tokens valid,
another operation does not. Then replay says at which step and how the model
differs, and exits with 40. With --mode prefix it goes on from there, switching
tasks only where they must be; with --mode continue it leaves out what does not
fit; either way it exits with the code of what it finds, and prints a token of
what was done. A token that was cut off or mistyped is refused with 65, as is
one of a model that this program does not have.

Failures that a model does not declare are kept in .heddle/failures/ below the
current folder, and tried again at the beginning of the next check of that model
(KEPT): a search that draws a sample may not come upon them again. Not with
--no-failures, with --json, or where the environment variable CI is set.
)";
}

std::string exit_codes() {
  return R"(Exit codes:

    0  nothing found, or exactly what the models declare
   10  a failed check (invariant), or an exception that left a task
   11  a deadlock
   12  a data race
   13  a livelock or starvation, or a loop without scheduling points
   14  a lost wake-up
   15  a primitive was misused, or something leaked
   16  a potential deadlock, with --fail-on potential_deadlock
   17  the model crashed, or called exit
   20  a finding that the model declares did not occur in a complete search
   30  not complete with --require-complete, or no execution counted
   40  a replay went another way than its token, or a model is nondeterministic
   64  wrong usage, or no model matches
   65  a malformed token, a token of an unknown model, or a file that cannot be
       written
   66  nothing to draw: no finding, or none of that kind
   69  a picture needs a program that is not there (Graphviz)
   70  an internal error, or models registered under wrong or taken names
  130  interrupted (Ctrl-C); what was found so far was told

Of several, the first in this order: 70, 64, 65, 66, 69, 40, the lowest of 10
to 17, 20, 130, 30. replay and shrink exit with the code of what they
reproduce, declared or not.

Under CTest 0 passes and all others fail. A model that its search could not
complete passes unless --require-complete is given; to have CTest call such a
test skipped, give it that and set the test's SKIP_RETURN_CODE to 30. What has
failed stands in the files of --junit and --sarif as in the exit code; they are
written whatever it is, but for 64 and where a file itself cannot be.
)";
}

std::string coffman() {
  return R"(Tasks that wait for locks wait for ever only if four things hold at once
(Coffman, Elphick and Shoshani, "System deadlocks", 1971). The report of a
deadlock shows each with its evidence, or why it does not hold, and how to break
it. To break one is enough.

  1 mutual exclusion  only one task at a time can have what is waited for.
                      Broken by sharing: shared_lock, atomics, copies.
                      classic.coffman.no_mutual_exclusion
  2 hold and wait     a task keeps what it has while it waits for more.
                      Broken by taking all at once (scoped_lock), or by
                      try_lock, which does not wait.
                      classic.coffman.no_hold_and_wait
  3 no preemption     nobody takes from a task what it has, and it waits without
                      limit. Broken by a time-out, after which it gives back
                      what it has: try_lock_for.
                      tutorial.deadlock.timeout
  4 circular wait     each waits for what the next one has. Broken by one order
                      in which everybody takes locks.
                      classic.coffman.no_circular_wait

All four hold in tutorial.deadlock.abba. Where tasks ask for locks in a circle
and yet nobody can wait for ever, a report says which condition is broken.

For what more than one task can give, a semaphore, a condition variable, a
channel, a circle is not enough: there is a deadlock if everybody who could give
it waits, too (a closed set; Holt, "Some deadlock properties of computer
systems", 1972). A report shows that set.
)";
}

std::string writing_models() {
  return R"(A model is an ordinary concurrent function that uses heddle's primitives, which
are shaped like those of the standard library.

  #include <heddle/heddle.hpp>
  using namespace std::chrono_literals;

  void bank_unsafe() {
    heddle::var<int> balance{100, "balance"};
    auto withdraw = [&](int amount) {
      if (balance >= amount) {
        heddle::this_thread::sleep_for(1s);
        balance -= amount;
      }
    };
    heddle::thread alice{"alice", withdraw, 80};
    heddle::thread bob{"bob", withdraw, 70};
    alice.join();
    bob.join();
    heddle::observe("balance", balance);
    heddle::check(balance >= 0, "the balance is never negative");
  }

  const heddle::model registration{{
      .name = "tutorial.bank.unsafe",
      .summary = "withdrawals with no lock: check, wait, take",
      .body = bank_unsafe,
      .expect = {heddle::finding_kind::invariant}}};

  var<T>       a plain variable that tasks share: the thing that can race
  check        what must hold; a failed check ends its task and is a finding
  observe      a value that is part of the outcome
  choose(n)    every value from 0 to n - 1 is explored
  assume       executions where it does not hold do not count
  progress()   the task has got on: a loop that passes here is no livelock
  fingerprint(n)  a loop's own variables as a number: makes a livelock certain

A loop that polls should yield (this_thread::yield, or a sleep): after two equal
rounds its task waits until what it looks at has changed, instead of polling for
ever; the result is then bounded. Without a yield it takes 32 equal rounds, and
more executions, to come to the same. Where a loop waits on a condition variable
in vain, with a time-out (--time any) or under --spurious, four equal rounds are
followed; then only a notification wakes the task.

A model must do the same whenever it is scheduled the same: no real time, no
random numbers, no addresses in decisions, no thread_local (task_local is the
replacement). Names are words of [a-z0-9_] with dots between. .expect declares
known findings: found, they count as success; .options sets a model's own
strategy, executions, time and steps.
)";
}

constexpr help_topic topics[] = {
    {"strategies", "how executions are chosen, and what coverage means", strategies},
    {"tokens", "what a token is, and when it stays valid", tokens},
    {"exit-codes", "what the program returns", exit_codes},
    {"coffman", "why tasks wait for ever, and what prevents it", coffman},
    {"writing-models", "how to write and register a model", writing_models}};

}  // namespace

std::span<const help_topic> help_topics() { return topics; }

}  // namespace heddle::cli
