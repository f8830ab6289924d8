#pragma once

namespace heddle {

/// Whether the model runs on real threads, where durations are what the machine makes of them.
/// Under the checker they are exact. Nothing but what is said about durations should depend on it.
[[nodiscard]] bool on_real_threads();

}  // namespace heddle
