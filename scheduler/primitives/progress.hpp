#pragma once

#include <cstdint>

namespace heddle {

/// The task has got on with its work. A loop that passes here again and again is no livelock, and
/// a task that others keep from passing here starves. No operation.
void progress();

/// Tells the checker the task's own variables, as one number: all that decides what the task will
/// do next, besides the objects of the model and the line it is at. If every task of a repeating
/// part does so, the checker knows that the part repeats for ever; otherwise it suspects it. No
/// operation.
void fingerprint(std::uint64_t local_state);

}  // namespace heddle
