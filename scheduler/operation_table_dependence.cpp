#include "scheduler/operation_rules.hpp"
#include "scheduler/operation_table.hpp"

/// Which events depend on each other. The accesses give the strict relation, the functions below
/// the pairs that commute although both access one thing and one of them writes it.
namespace heddle::scheduler {

namespace {

/// Semaphores with this much room never come to their maximum: an execution has fewer events than
/// `max_events`, and releases that matter here are of less than `few_permits`.
constexpr std::uint64_t ample_room = std::uint64_t{1} << 61;
constexpr std::uint64_t few_permits = std::uint64_t{1} << 32;
static_assert(max_events * few_permits < ample_room);

bool gave_up(const event& done) {
  return done.how == outcome::failed || done.how == outcome::timed_out;
}

enum class use : std::uint8_t { none, reads, writes };

constexpr bool conflict(use left, use right) {
  return left != use::none && right != use::none && (left == use::writes || right == use::writes);
}

/// What an operation uses of its object, of a task, and of its second object.
struct footprint {
  use value = use::none;
  use sleepers = use::none;
  use task = use::none;
  use second = use::none;
};

/// The footprint of a kind, done (also: as a misuse) or `without` success: given up, already done.
constexpr footprint footprint_of(operation_kind kind, bool without) {
  switch (kind) {
    case operation_kind::spawn:
      return {.task = use::writes};
    case operation_kind::join:
      return {.task = without ? use::none : use::reads};
    case operation_kind::choose:
    case operation_kind::assume:
    case operation_kind::sleep:
    case operation_kind::fence:
    case operation_kind::advance:
      return {};
    case operation_kind::read:
    case operation_kind::load:
    case operation_kind::lock_shared:
    case operation_kind::unlock_shared:
    case operation_kind::latch_wait:
    case operation_kind::pass:
    case operation_kind::is_set:
    case operation_kind::event_wait:
      return {.value = use::reads};
    case operation_kind::compare_exchange:
    case operation_kind::lock:
    case operation_kind::acquire:
    case operation_kind::set:
    case operation_kind::enter_once:
      return {.value = without ? use::reads : use::writes};
    case operation_kind::park:
      return {.value = use::reads, .sleepers = without ? use::none : use::writes};
    case operation_kind::wait:
      return {.sleepers = use::writes, .second = use::writes};
    case operation_kind::wake:
      // Who goes on depends on who woke it, through the task, and not on later notifications; who
      // leaves the queue by itself changes who can be notified.
      if (without) return {.sleepers = use::writes};
      return {.task = use::writes, .second = use::writes};
    case operation_kind::notify_one:
      return {.sleepers = use::writes, .task = without ? use::none : use::writes};
    case operation_kind::notify_all:
      return {.sleepers = use::writes};
    case operation_kind::destroy:
      return {.value = use::writes, .sleepers = use::writes};
    case operation_kind::await:
      return {.value = use::reads, .second = use::reads};
    default:
      return {.value = use::writes};
  }
}

/// All footprints: first those of success.
constexpr auto footprints = [] {
  std::array<std::array<footprint, operation_kinds>, 2> table;
  for (std::size_t kind = 0; kind < operation_kinds; ++kind) {
    table[0][kind] = footprint_of(static_cast<operation_kind>(kind), false);
    table[1][kind] = footprint_of(static_cast<operation_kind>(kind), true);
  }
  return table;
}();

bool went_without(const event& done) {
  if (done.kind == operation_kind::enter_once) return done.how == outcome::done;
  if (done.kind == operation_kind::notify_one) return done.how != outcome::done;
  return gave_up(done) || done.how == outcome::spurious;
}

footprint footprint_of(const event& done) {
  footprint found = footprints[went_without(done) ? 1 : 0][static_cast<std::size_t>(done.kind)];
  // A failure to own a shared mutex exclusively is no read: shared owners, who read, decide it.
  const bool exclusive = done.kind == operation_kind::lock;
  if (exclusive && done.target == object_kind::shared_mutex) found.value = use::writes;
  if (done.how == outcome::misuse && found.value == use::reads) found.value = use::writes;
  if (done.second == no_object) found.second = use::none;
  return found;
}

/// The task that a footprint's use of a task is about.
std::uint32_t task_of(const event& done) {
  if (done.kind == operation_kind::wake) return done.task;
  if (done.kind == operation_kind::notify_one) return static_cast<std::uint32_t>(done.value);
  return done.object;
}

bool is_arrival(const event& done) { return done.kind == operation_kind::arrive; }

/// Whether the event had no effect on any state, so that it commutes with every other such.
bool changes_nothing(const event& done) {
  if (done.how == outcome::misuse) return done.kind != operation_kind::destroy;
  if (done.kind == operation_kind::wake) return false;
  if (gave_up(done)) return true;
  switch (done.kind) {
    case operation_kind::join:
    case operation_kind::choose:
    case operation_kind::assume:
    case operation_kind::sleep:
    case operation_kind::fence:
    case operation_kind::read:
    case operation_kind::load:
    case operation_kind::latch_wait:
    case operation_kind::pass:
    case operation_kind::is_set:
    case operation_kind::event_wait:
    case operation_kind::await:
      return true;
    case operation_kind::enter_once:
      return done.how == outcome::done;
    default:
      return false;
  }
}

/// Starting a process copies all objects, whatever their state is at that moment.
bool copies_change(const event& starter, const event& other) {
  return starter.kind == operation_kind::spawn && starter.flag && has_object(other.kind) &&
         !changes_nothing(other);
}

/// Whether `notifier` is a `notify_all` that woke the task that goes on with `other`.
bool woke(const event& notifier, const event& other) {
  return notifier.kind == operation_kind::notify_all && notifier.how == outcome::done &&
         other.kind == operation_kind::wake && notifier.object == other.object &&
         (notifier.value & task_bit(other.task)) != 0;
}

/// Whether the two use one thing and one of them writes it.
bool meet(const event& left, const event& right) {
  const footprint mine = footprint_of(left);
  const footprint other = footprint_of(right);
  if (left.object == right.object &&
      (conflict(mine.value, other.value) || conflict(mine.sleepers, other.sleepers)))
    return true;
  if (conflict(mine.task, other.task) && task_of(left) == task_of(right)) return true;
  if (conflict(mine.second, other.value) && left.second == right.object) return true;
  if (conflict(mine.value, other.second) && right.second == left.object) return true;
  return conflict(mine.second, other.second) && left.second == right.second;
}

/// Whether `passing` goes on after another phase than the one `other` belongs to.
bool pass_of_other_phase(const event& passing, const event& other) {
  if (passing.kind != operation_kind::pass || passing.how == outcome::misuse) return false;
  const bool of_phase = is_arrival(other) || other.kind == operation_kind::complete_phase;
  return of_phase && other.how != outcome::misuse && other.value != passing.argument;
}

/// Whether a message, or the room it left, ties a successful send to a successful receive.
bool matched(const event& sent, const event& received) {
  return sent.value == received.value || sent.value == received.value + sent.expected;
}

bool ends_of_channel(const event& left, const event& right) {
  return left.kind == operation_kind::send && right.kind == operation_kind::receive &&
         left.how == outcome::done && right.how == outcome::done;
}

bool has_ample_room(const event& release) {
  return release.argument < few_permits && release.expected - release.before >= ample_room;
}

/// Whether both count in one direction on one object, so that only its limit can order them.
bool count_together(const event& left, const event& right) {
  if (left.kind != right.kind || left.object != right.object) return false;
  if (left.how != outcome::done || right.how != outcome::done) return false;
  switch (left.kind) {
    case operation_kind::release:
    case operation_kind::count_down:
      return true;
    case operation_kind::arrive:
      return !left.completion && !left.flag && !right.flag && left.value == right.value;
    default:
      return false;
  }
}

/// Whether events that meet commute all the same.
bool commute(const event& left, const event& right, relation which) {
  if (changes_nothing(left) && changes_nothing(right)) return true;
  if (ends_of_channel(left, right)) return !matched(left, right);
  if (ends_of_channel(right, left)) return !matched(right, left);
  if (!count_together(left, right)) return false;
  if (which == relation::refined) return true;
  return left.kind == operation_kind::release && has_ample_room(left) && has_ample_room(right);
}

/// Whether the two cannot touch the same thing: the common case, found without listing accesses.
bool apart(const event& left, const event& right) {
  return left.object != right.object && left.second == no_object && right.second == no_object &&
         has_object(left.kind) && has_object(right.kind) &&
         left.kind != operation_kind::notify_one && right.kind != operation_kind::notify_one;
}

/// Whether a task comes to this arrival straight from the phase before, or arrives at the first
/// phase for the first time.
bool arrives_in_step(std::span<const event> before, const event& arrival) {
  for (std::size_t step = before.size(); step-- > 0;) {
    const event& last = before[step];
    if (last.task != arrival.task || last.object != arrival.object) continue;
    if (last.kind == operation_kind::pass) return last.argument + 1 == arrival.value;
    if (is_arrival(last)) return false;
  }
  return arrival.value == 0;
}

}  // namespace

access_list accesses(const event& done) {
  const footprint found = footprint_of(done);
  access_list list;
  const auto add = [&](use how, resource::part part, std::uint32_t index) {
    if (how != use::none) list.items[list.count++] = {{part, index}, how == use::writes};
  };
  add(found.value, resource::part::value, done.object);
  add(found.sleepers, resource::part::sleepers, done.object);
  add(found.task, resource::part::task, task_of(done));
  add(found.second, resource::part::value, done.second);
  return list;
}

bool dependent(const event& left, const event& right, relation which) {
  if (apart(left, right)) return false;
  if (left.kind == operation_kind::advance || right.kind == operation_kind::advance) return true;
  if (copies_change(left, right) || copies_change(right, left)) return true;
  if (woke(left, right) || woke(right, left)) return true;
  if (!meet(left, right)) return false;
  if (pass_of_other_phase(left, right) || pass_of_other_phase(right, left)) return false;
  return which == relation::strict || !commute(left, right, which);
}

event dependence_part(const event& done) {
  constexpr kind_set by_value{operation_kind::notify_one, operation_kind::notify_all,
                              operation_kind::arrive,     operation_kind::complete_phase,
                              operation_kind::send,       operation_kind::receive};
  constexpr kind_set by_argument{operation_kind::pass, operation_kind::release};
  constexpr kind_set by_limit{operation_kind::send, operation_kind::release};
  event part;
  part.kind = done.kind;
  part.how = done.how;
  part.flag = done.flag;
  part.object = done.object;
  part.second = done.second;
  part.target = done.target;
  part.completion = done.completion;
  if (by_value.contains(done.kind)) part.value = done.value;
  if (by_argument.contains(done.kind)) part.argument = done.argument;
  if (by_limit.contains(done.kind)) part.expected = done.expected;
  if (done.kind == operation_kind::release) part.before = done.before;
  if (done.kind == operation_kind::wake) part.task = done.task;
  return part;
}

bool overfills(std::span<const event> trace) {
  for (std::size_t step = 0; step < trace.size(); ++step) {
    const event& done = trace[step];
    const bool counts =
        done.kind == operation_kind::release || done.kind == operation_kind::count_down;
    if (counts && done.how == outcome::misuse) return true;
    if (is_arrival(done) && !done.completion && !arrives_in_step(trace.first(step), done))
      return true;
  }
  return false;
}

}  // namespace heddle::scheduler
