#include "tests/checker/strategies/family_table.hpp"

#include "tests/checker/protocols.hpp"
#include "tests/checker/strategies/families.hpp"

namespace families {
namespace {

using heddle::scheduler::time_mode;

// Below, P(N,k) = N!/(N-k)!. "Counted": no closed form is known; an independent brute force over
// all interleavings, written in another language, gave the number.

std::vector<family> of_variables() {
  return {
      // The order of the writes: N!. So for any operations of which each changes the variable.
      {"writers", writers, 1, {1, 2, 6, 24, 120, 720, 5040}, {}, {}, {1, 2, 6, 24, 120, 720}},
      {"faa", faa, 1, {1, 2, 6, 24, 120, 720, 5040}, {}, {}, {1, 2, 6, 24, 120, 720}},
      // With a reader among them: (N+1)!.
      {"writers_reader", writers_reader, 1, {2, 6, 24, 120, 720, 5040}, {}, {}, {2, 6, 24, 120}},
      // Each reader before or after the one write: 2^N.
      {"readers", readers, 1, {2, 4, 8, 16, 32, 64, 128, 256, 512, 1024}, {}, {}, {2, 6, 24, 120}},
      // Nothing is shared. Schedules: (2N)! orders of 2N steps, each task's two in one order only.
      {"independent", independent, 1, {1, 1, 1, 1, 1, 1}, {}, {}, {1, 6, 90, 2520}},
      // N! orders of the writes, and the read of the k-th writer falls in one of k gaps: (N!)^2.
      {"loadstore", loadstore, 1, {1, 4, 36, 576, 14400}, {}, {}, {1, 6, 90, 2520}},
      // The same, back to front.
      {"storeload", storeload, 1, {1, 4, 36, 576, 14400}, {}, {}, {1, 6, 90, 2520}},
      // Counted.
      {"loadstore_loop", loadstore_loop, 1, {4, 34, 328, 3334, 34904}, {}, {}, {6, 70, 924}},
      // N! for each of two variables; nothing ties the orders together.
      {"faa2", faa2, 1, {1, 4, 36, 576}, {}, {}, {1, 6, 90, 2520}},
      // (KN)!/K!^N orders of N tasks' K operations.
      {"faa_k2", faa_k2, 1, {1, 6, 90, 2520}, {}, {}, {1, 6, 90, 2520}},
      {"faa_loop", faa_loop, 1, {2, 6, 20, 70, 252, 924}, {}, {}, {2, 6, 20, 70, 252, 924}},
      // Who wins; the losers only read.
      {"cas01", cas01, 1, {1, 2, 3, 4, 5, 6, 7, 8}, {}, {}, {1, 2, 6, 24, 120}},
      // Counted; the same numbers are published with GenMC.
      {"casrot", casrot, 1, {1, 2, 5, 14, 43, 144, 523, 2048}, {}, {}, {1, 2, 6, 24, 120}},
      {"casw", casw, 1, {1, 6, 66, 1200, 32880}, {}, {}, {1, 6, 90, 2520}},
      // (N+3) 2^(N-2): Abdulla et al., Source Sets, JACM 2017.
      {"lastzero",
       lastzero,
       1,
       {2, 5, 12, 28, 64, 144, 320, 704, 1536, 3328, 7168, 15360},
       {},
       {},
       {3, 35, 920, 44300}},
      // Each read before or after the write it may meet: 2^N, but not all before, which is a cycle.
      {"store_buffering", store_buffering, 2, {3, 7, 15, 31, 63}, {}, {}, {6, 90, 2520}},
      // Two readings of two variables, each before or after the write: 2^4, but not the one in
      // which the readers see the writes in opposite orders.
      {"iriw", iriw, 2, {15}, {}, {}, {180}},
      // The first poll that sees the flag, or none: N + 1.
      {"spin", spin, 1, {2, 3, 4, 5}, {}, {}, {2, 3, 4, 5}},
      // Counted.
      {"fib_bench", fib_bench, 2, {19, 141, 1107, 8953}, {}, {}, {}},
      // Each task sees the token at one of L polls, or never, and then nobody behind it does: the
      // sum of L^i for i < N.
      {"pgsql with 2 polls", [](int n) { pgsql(n, 2); }, 1, {1, 3, 7, 15, 31, 63}, {}, {}, {}},
      {"pgsql with 5 polls", [](int n) { pgsql(n, 5); }, 1, {1, 6, 31, 156, 781}, {}, {}, {}},
      // The last task writes the last cell. The one before joins it, before or after, or takes a
      // cell of its own: 3 ways; each task earlier, two ways more. 1 3 5 ... (2N-1).
      {"sigma", sigma, 1, {1, 3, 15, 105, 945, 10395}, {}, {}, {}},
      // Counted. (With 80, 70: both pass if both check before the other writes.)
      {"bank_unsafe", bank_unsafe, 2, {6, 63, 2106}, {}, {}, {}},
  };
}

std::vector<family> of_protocols() {
  // All counted.
  return {
      {"peterson, 1 round", [](int polls) { peterson(1, polls); }, 2, {26, 42}, {}, {}, {}},
      {"peterson, 2 rounds", [](int polls) { peterson(2, polls); }, 1, {310, 2420}, {}, {}, {}},
      {"dekker, 1 round", [](int polls) { dekker(1, polls); }, 1, {10, 25}, {}, {}, {}},
      {"dekker, 2 rounds", [](int polls) { dekker(2, polls); }, 1, {61, 1599}, {}, {}, {}},
      {"lamport, 1 round", [](int polls) { lamport(1, polls); }, 1, {32, 52}, {}, {}, {}},
      {"lamport, 2 rounds", [](int polls) { lamport(2, polls); }, 1, {528, 25828}, {}, {}, {}},
      {"szymanski, 1 round", [](int polls) { szymanski(1, polls); }, 1, {103, 289}, {}, {}, {}},
      {"szymanski, 2 rounds", [](int polls) { szymanski(2, polls); }, 1, {1991, 22945}, {}, {}, {}},
  };
}

std::vector<family> of_mutexes() {
  return {
      // The order of the critical sections; what is done inside adds nothing. While one is inside
      // the others wait: as many schedules.
      {"mutex1", mutex1, 1, {1, 2, 6, 24, 120, 720}, {}, {}, {1, 2, 6, 24, 120, 720}},
      {"lockinc", lockinc, 1, {1, 2, 6, 24, 120}, {}, {}, {1, 2, 6, 24, 120}},
      {"mutex2_nest", mutex2_nest, 1, {1, 2, 6, 24}, {}, {}, {1, 2, 6, 24}},
      {"mutex_k2", mutex_k2, 1, {1, 6, 90, 2520}, {}, {}, {1, 6, 90, 2520}},
      {"mutex_loop", mutex_loop, 1, {2, 6, 20, 70, 252, 924, 3432, 12870}, {}, {}, {2, 6, 20, 70}},
      {"stack", stack, 1, {2, 6, 20, 70, 252, 924}, {}, {}, {2, 6, 20, 70, 252}},
      {"queue", queue, 1, {2, 24, 720, 40320}, {}, {}, {2, 24, 720}},
      // The orders at two mutexes are free of each other: (N!)^2.
      {"mutex2_seq", mutex2_seq, 1, {1, 4, 36, 576}, {}, {}, {1, 14, 546, 41496}},
      // Each fork goes first to one of its two neighbours: 2^N orientations, without the two cyclic
      // ones, and the deadlock, in which everybody has one fork.
      {"philosophers",
       philosophers,
       2,
       {3, 7, 15, 31, 63, 127, 255},
       {},
       {1, 1, 1, 1, 1, 1, 1},
       {6, 168}},
      // Without the deadlock. (N = 2: one mutex inside another.)
      {"philosophers_ordered",
       philosophers_ordered,
       2,
       {2, 6, 14, 30, 62, 126, 254},
       {},
       {},
       {2, 142, 64000}},
      // As the philosophers_ordered.
      {"bank", bank, 2, {2, 6, 14}, {}, {}, {2, 758}},
      // k winners in order, each loser fails inside one of k critical sections: the sum over k of
      // P(N,k) k^(N-k).
      {"trylock1", trylock1, 1, {1, 4, 21, 148, 1305}, {}, {}, {1, 4, 24, 192, 1920}},
      // Who wins.
      {"trylock_hold", trylock_hold, 1, {1, 2, 3, 4, 5, 6, 7}, {}, {}, {1, 2, 6, 24, 120}},
      // At any time a time-out is a failed attempt. In quiescent time the owner always goes on
      // before the deadline.
      {"timedlock1", timedlock1, 1, {1, 4, 21, 148, 1305}, {}, {}, {1, 4, 24, 192, 1920}},
      {"timedlock1, quiescent",
       timedlock1,
       1,
       {1, 2, 6, 24, 120},
       {},
       {},
       {1, 2, 6, 24, 120},
       time_mode::quiescent},
      // Counted.
      {"timedlock_abba", timedlock_abba, 2, {7}, {}, {}, {20}},
      // One after the other (2), or both hold one lock and time passes: both time out while the
      // other's lock is held (1); or one does and releases, then the other succeeds or times out
      // all the same (2 each).
      {"timedlock_abba, quiescent", timedlock_abba, 2, {7}, {}, {}, {}, time_mode::quiescent},
      // Up to four tasks no two meet; each further one meets one more: 2^(N-4).
      {"indexer_small", indexer_small, 2, {1, 1, 1, 2, 4, 8, 16}, {}, {}, {70}},
      // Up to 11 tasks no two meet, then each further one meets three times: 8^(N-11).
      {"indexer", indexer, 11, {1, 8, 64, 512, 4096}, {}, {}, {}},
      // Up to 13 tasks no two meet, then each further one meets one: 2^(N-13).
      {"filesystem",
       filesystem,
       13,
       {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048},
       {},
       {},
       {}},
      // Each reader before or after the writer.
      {"rwlock", rwlock, 1, {2, 4, 8, 16, 32, 64}, {}, {}, {2, 14, 216, 5976}},
      {"rwlock_writers", rwlock_writers, 1, {1, 2, 6, 24, 120}, {}, {}, {1, 2, 6, 24, 120}},
  };
}

std::vector<family> of_waiting() {
  return {
      {"sem1", sem1, 1, {1, 2, 6, 24, 120}, {}, {}, {1, 2, 6, 24, 120}},
      // All orders of acquisitions and releases with at most two permits out: N! 3^(N-1), as many
      // schedules. If releases commute, N! Fibonacci(2N-1).
      {"sem2", sem2, 1, {1, 6, 54, 648, 9720}, {1, 4, 30, 312, 4080}, {}, {1, 6, 54, 648, 9720}},
      // Nobody waits: (2N)!/2^N. Refined: N! orders of the acquisitions, and the release of the
      // k-th falls in one of the N-k+1 gaps behind it: (N!)^2.
      {"sem_n", sem_n, 1, {1, 6, 90, 2520}, {1, 4, 36, 576}, {}, {1, 6, 90, 2520}},
      // The acquirers' order, N!, and where they fall among the releases: never more acquired than
      // released, Catalan(N).
      {"sem_handoff", sem_handoff, 1, {1, 4, 30, 336, 5040}, {}, {}, {1, 4, 30, 336, 5040}},
      // k wait before the flag is set, in order: P(N,k). All are notified; then N take the lock in
      // any order: N! times the sum over k of N!/k!.
      {"cond_flag",
       [](int n) { cond_flag(n, false); },
       1,
       {2, 10, 96, 1560},
       {},
       {},
       {2, 10, 96, 1560}},
      // One is notified, k ways; whoever else waits, waits for ever: N! and the sum over k >= 1 of
      // P(N,k) k (N-k+1)!, of which the terms from k = 2 on deadlock.
      {"cond_flag_one",
       [](int n) { cond_flag(n, true); },
       1,
       {2, 10, 66, 504},
       {},
       {0, 4, 42, 384},
       {2, 10, 66, 504}},
      // The notification before the wait, and lost, or after it.
      {"cond_lost", [](int) { cond_lost(); }, 1, {2}, {}, {1}, {3}},
      // Counted.
      {"cond_token", cond_token, 1, {2, 30, 1572}, {}, {}, {2, 30, 1572}},
      {"bounded_buffer, 1 item",
       [](int n) { bounded_buffer(n, 1); },
       1,
       {2, 64, 17856},
       {},
       {},
       {2, 64}},
      {"bounded_buffer, 2 items", [](int n) { bounded_buffer(n, 2); }, 1, {8, 86336}, {}, {}, {8}},
      {"stolen_wakeup", stolen_wakeup, 1, {2, 80}, {}, {0, 8}, {2, 80}},
      {"timedwait1", timedwait1, 1, {4, 96, 7296}, {}, {}, {5, 242, 42798}},
      // The notifier finds k asleep and wakes one of them, which takes the lock among the N-k that
      // still come; then time passes, and the j = N-1 that sleep (N, if k = 0) leave the queue in
      // any order and take the lock in any order: (j!)^2 traces. N!^3 and the sum over k >= 1 of
      // P(N,k) k (N-k+1)! (N-1)!^2. Schedules: instead of (j!)^2, j! orders of the owners, and
      // whoever owns the lock i-th leaves the queue in one of 3i-2 gaps: 1, 8, 168 for j = 1, 2, 3.
      {"timedwait1, quiescent",
       timedwait1,
       1,
       {2, 16, 456},
       {},
       {},
       {2, 24, 1488},
       time_mode::quiescent},
      // All arrive in any order, N!; arrivals commute. They pass in any order: (N!)^2 schedules.
      {"barrier", barrier, 2, {2, 6, 24, 120}, {1, 1, 1, 1}, {}, {4, 36, 576, 14400}},
      // Paths between 0 and 2 messages: at every second step but the last both ways are open,
      // 2^(N-1). The two ends commute unless they meet in a message or the room it left.
      {"chan_spsc", chan_spsc, 1, {1, 2, 4, 8, 16}, {1, 1, 1, 1, 1}, {}, {1, 2, 4, 8, 16}},
      // As `sem_handoff`; refined, only the senders' order counts.
      {"chan_mpsc", chan_mpsc, 1, {1, 4, 30, 336, 5040}, {1, 2, 6, 24, 120}, {}, {1, 4, 30, 336}},
      // Starting and joining add no traces.
      {"spawn_join", spawn_join, 1, {1, 2, 6, 24, 120}, {}, {}, {1, 5, 44, 550, 8890}},
  };
}

std::vector<family> list_all() {
  std::vector<family> listed = of_variables();
  for (auto more : {of_protocols(), of_mutexes(), of_waiting()})
    listed.insert(listed.end(), more.begin(), more.end());
  return listed;
}

}  // namespace

std::span<const family> all() {
  static const std::vector<family> known = list_all();
  return known;
}

std::vector<member> members(std::uint64_t least, std::uint64_t most) {
  std::vector<member> found;
  for (const family& each : all())
    for (std::size_t place = 0; place < each.strict.size(); ++place)
      if (each.strict[place] >= least && each.strict[place] <= most)
        found.push_back({&each, place});
  return found;
}

}  // namespace families
