#pragma once

/// Algorithms for mutual exclusion of two tasks, made of reads and writes alone. Each task enters
/// `rounds` times and ends for good when it has read `polls` times what it waits for in vain.
namespace families {

void peterson(int rounds, int polls);
void dekker(int rounds, int polls);
void lamport(int rounds, int polls);
void szymanski(int rounds, int polls);

}  // namespace families
