#pragma once

#include <cstddef>
#include <string>

#include "checker/finding.hpp"
#include "scheduler/execution.hpp"

namespace heddle::reports {

/// How to draw a space-time diagram.
struct space_time_options {
  /// What stands above it: the name of the model.
  std::string title{};
  /// A row for each step of every task. Otherwise tasks are left out of which nothing matters, and
  /// starts in a row are one row, as in the tables of text.
  bool everything = false;
  /// For a page that brings `space_time_style()` itself, and says elsewhere what is wrong.
  bool embedded = false;
  /// Of longer executions only what matters is drawn, with about as many rows.
  std::size_t rows = 80;
};

/// The space-time diagram of an execution as SVG (after L. Lamport, "Time, Clocks, and the Ordering
/// of Events in a Distributed System", CACM 21(7), 1978): time goes down, with a lane for each task
/// and one for each shared object. `about` may be null.
///
/// What a page can rely on:
/// - the root is `<svg class="space-time" role="img" viewBox=... width=... height=...>`;
/// - each row of steps is `<g class="step ..." id="step-N" data-step="N" data-last="M"
///   data-task="T">`, N the number of its first step and M of its last, which is N if `everything`
///   is wanted; T is a place in `execution.tasks`, or -1 for the clock. It begins with a `<title>`
///   that tells the step in words and a `<rect class="row">` as wide as the picture, invisible
///   unless the group has the class `current`, which the page may add;
/// - steps left out are `<g class="fold" data-step="N" data-last="M">`: if `everything` is wanted,
///   each step is in a step's group or in one of these;
/// - rows come from top to bottom in the order of the steps; further classes of steps are
///   `matters`, `pale` and `wrong`; preemptions are `<g class="preemption">`, what goes wrong is
///   `<g class="problem">`, who waits for ever `<g class="waiting">`, each with `data-step`, the
///   step it follows;
/// - identifiers and classes that are not listed here begin with `space-time`, or stand below the
///   root, so that they can meet no others.
std::string space_time_svg(const scheduler::execution& execution, const checker::finding* about,
                           const space_time_options& options = {});

/// The style of the diagram, light and dark, for the page it is embedded in.
std::string space_time_style();

/// The same rows and arrows in the language of Graphviz, every node pinned to its place: for
/// `neato -n`.
std::string space_time_dot(const scheduler::execution& execution, const checker::finding* about,
                           const space_time_options& options = {});

}  // namespace heddle::reports
