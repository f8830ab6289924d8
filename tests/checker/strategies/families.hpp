#pragma once

#include <functional>
#include <vector>

#include "scheduler/primitives/atomic.hpp"
#include "scheduler/primitives/var.hpp"

/// Families of small programs whose numbers of traces and schedules are known, by formula or by
/// brute force; `family_table.hpp` has the numbers. N is the number of like tasks where nothing
/// else is said.
namespace families {

using bodies = std::vector<std::function<void()>>;

/// What runs the tasks of a family.
using runner = std::function<void(const bodies&)>;

/// While one lives, the tasks of families are run by its runner.
class run_by {
 public:
  explicit run_by(runner how);
  ~run_by();
  run_by(const run_by&) = delete;
  run_by& operator=(const run_by&) = delete;

 private:
  runner before_;
};

/// The runner otherwise: `heddle::together`.
void run_together(const bodies& all);

/// A runner: main starts all tasks, one after the other, and then joins them.
void spawn_and_join(const bodies& all);

/// `body(0)` to `body(count - 1)`, after the bodies in `first`. They refer to `body`.
bodies replicate(int count, const std::function<void(int)>& body, bodies first = {});

/// Runs `replicate(...)`.
void together(int count, const std::function<void(int)>& body, bodies first = {});

// Variables.

void writers(int n);          ///< all write one variable
void readers(int n);          ///< one writer, N readers
void writers_reader(int n);   ///< one reader, N writers
void independent(int n);      ///< each reads and writes a variable of its own
void loadstore(int n);        ///< each reads, then writes one variable
void storeload(int n);        ///< each writes, then reads
void loadstore_loop(int k);   ///< two tasks, each K times `loadstore`
void faa(int n);              ///< each adds to one variable, atomically
void faa2(int n);             ///< each adds to one variable, then to another
void faa_k2(int n);           ///< each adds twice
void faa_loop(int k);         ///< two tasks, each adds K times
void cas01(int n);            ///< one of N compare-exchanges succeeds
void casrot(int n);           ///< each exchanges its own number for the next
void casw(int n);             ///< each compares and exchanges, then writes
void lastzero(int n);         ///< N increments of a cell by the one before, one search from the end
void store_buffering(int n);  ///< a ring: each writes its cell and reads the next
void iriw(int);               ///< two writers of different variables, two readers of both
void spin(int n);             ///< one writes a flag, the other reads it at most N times
void fib_bench(int n);        ///< two tasks add each other's variable to their own, N times
void pgsql(int n, int polls);  ///< a token goes round; each polls for it at most so many times
void sigma(int n);             ///< main starts N tasks, each writes the cell that main has come to

/// Withdrawals from a balance with neither lock nor second look.
void unsafe_bank(const std::vector<int>& amounts, heddle::var<int>& balance);
void unsafe_bank(const std::vector<int>& amounts, heddle::atomic<int>& balance);
/// The first N of 80, 70, 50 and 20, withdrawn from 100.
void bank_unsafe(int n);

// Mutexes.

void mutex1(int n);       ///< each locks and unlocks
void mutex_k2(int n);     ///< each twice
void mutex_loop(int k);   ///< two tasks, each K times
void lockinc(int n);      ///< each reads and writes in a critical section
void mutex2_seq(int n);   ///< one mutex, then another
void mutex2_nest(int n);  ///< one mutex inside another
void philosophers(int n);
void philosophers_ordered(int n);  ///< the last takes the forks the other way round
void bank(int n);                  ///< transfers round a ring, with ordered locks
void queue(int n);                 ///< N put, N take, all under one mutex
void stack(int k);                 ///< one task pushes K times, another pops K times
void trylock1(int n);              ///< each tries; who succeeds unlocks
void trylock_hold(int n);          ///< each tries; who succeeds keeps it
void timedlock1(int n);            ///< as `trylock1`, with patience
void timedlock_abba(int);          ///< two tasks, two locks crosswise, the inner one timed
void indexer_small(int n);         ///< a hash table of 8, a mutex for each place
void indexer(int n);               ///< a hash table of 128 (Flanagan and Godefroid, POPL 2005)
void filesystem(int n);            ///< inodes and blocks (Flanagan and Godefroid, POPL 2005)
void rwlock(int n);                ///< one writer, N readers of a shared mutex
void rwlock_writers(int n);

// Whatever else can block.

void sem1(int n);         ///< each acquires and releases one permit of 1
void sem2(int n);         ///< of 2
void sem_n(int n);        ///< of N
void sem_handoff(int n);  ///< one task releases N permits, N tasks acquire one each
/// N tasks wait for a flag; `one` of them, or all, are notified.
void cond_flag(int n, bool one);
void cond_lost();        ///< a notification without a flag may come before the wait
void cond_token(int n);  ///< N tokens, N consumers, one notification for each token
/// N producers and N consumers of so many items each share a buffer with room for one.
void bounded_buffer(int n, int items);
/// The same, one item each, with one condition variable for both sides, so that a notification
/// meant for one may wake the other.
void stolen_wakeup(int n);
void timedwait1(int n);  ///< N timed waits, one notification
void barrier(int n);     ///< all meet once
void chan_spsc(int n);   ///< N messages from one task to another, a queue of two
void chan_mpsc(int n);   ///< one message from each of N tasks, a queue of N
void spawn_join(int n);  ///< main starts N writers, joins them and reads

}  // namespace families
