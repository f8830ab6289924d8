#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "checker/finding.hpp"
#include "checker/finding_kind.hpp"
#include "checker/finished_run.hpp"
#include "checker/races/race_search.hpp"
#include "scheduler/location.hpp"

namespace heddle::checker {

struct detector;

/// Something a detector saw in a finished run, before names and lines are known. Cheap to make:
/// most are the same as one that was seen before, and only counted.
struct symptom {
  finding_kind kind = finding_kind::invariant;
  /// The same for all that are the same finding, whatever the schedule.
  std::uint64_t key = 0;
  /// The property or what happened, if that is known without names. A view into the run.
  std::string_view text{};
  scheduler::code_site site{};
  scheduler::task_index task = scheduler::no_task;
  scheduler::object_index object = scheduler::no_object;
  /// Among the failures of the run; -1: it is none of them.
  int failure = -1;
  /// Data races: the numbers of the two events.
  std::uint32_t earlier = 0;
  std::uint32_t later = 0;
  const detector* seen_by = nullptr;
};

/// Memory that detectors keep from run to run, so that they allocate nothing in steady state. What
/// they see in a run does not depend on it.
struct detector_memory {
  race_search races;
  /// Whether this run is to be searched for parts that repeat, which takes as long as running it.
  bool look_for_lassos = false;
  /// Some run so searched has come to the same state twice, or ended polling.
  bool loops_seen = false;
};

/// Says what is wrong with one finished run. To add one: a file in `detectors/`, and a line in
/// `detectors/all.cpp`.
struct detector {
  /// Adds what it sees to `seen`. Called for every execution that counts: must be quick when
  /// there is nothing.
  void (*detect)(const finished_run& run, detector_memory& memory, std::vector<symptom>& seen);
  /// Turns a symptom of `run` into words. `told` is the record of the same run; kind, line and
  /// (where the symptom has one) message and task of the finding are already set.
  void (*describe)(const symptom& what, const finished_run& run, const scheduler::execution& told,
                   finding& into);
};

/// All detectors, in the order in which their findings are listed.
std::span<const detector* const> all_detectors();

/// Lets all detectors look at a run. Nothing is seen in runs that do not count (pruned, given up).
void detect_all(const finished_run& run, detector_memory& memory, std::vector<symptom>& seen);
/// Only parts of endless executions; `loops` tells whether any state was there twice.
void detect_lassos(const finished_run& run, std::vector<symptom>& seen, bool* loops = nullptr);
/// The same for a single run.
void detect_all(const finished_run& run, std::vector<symptom>& seen);

/// A symptom of a recorded run in full, with signature; without token and number of occurrences.
finding describe(const symptom& what, const finished_run& run, const scheduler::execution& told);

/// The same with the execution; for endless executions, which `body` is run again for, with the
/// beginning of that. Nothing if it is not endless after all.
std::optional<finding> describe_in_full(const symptom& what, const finished_run& run,
                                        const scheduler::execution& told,
                                        const std::function<void()>& body);

/// A number for a place in the program, the same as long as the program runs.
std::uint64_t hash_of(const scheduler::code_site& site);
std::uint64_t hash_of(std::string_view text);

}  // namespace heddle::checker
