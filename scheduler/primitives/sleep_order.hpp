#pragma once

namespace heddle::detail {

/// Whether of several sleeps that run at one time any may end first (`time_mode::any`); otherwise,
/// and natively, they end by their deadlines. For what has many sleeps of its own and only one
/// task.
bool sleeps_end_in_any_order();

}  // namespace heddle::detail
