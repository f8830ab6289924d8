#include "checker/liveness/lasso_search.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "checker/detector.hpp"
#include "checker/liveness/state_hash.hpp"
#include "scheduler/operation_rules.hpp"

namespace heddle::checker {
namespace {

using scheduler::event;
using scheduler::operation;
using scheduler::operation_kind;
using scheduler::task_index;

/// Limits that keep the search short. Endless executions show what they are early and often.
constexpr std::size_t most_searched_events = 8'192;
constexpr std::size_t longest_round = 512;
constexpr int most_returns = 6;
constexpr std::size_t most_loop_candidates = 4;
constexpr std::size_t most_searched_tasks = 64;

constexpr std::uint32_t no_moment = std::numeric_limits<std::uint32_t>::max();

/// Goes through a trace, and knows the state between any two events.
class state_walk {
 public:
  explicit state_walk(const finished_run& run)
      : run_(run),
        events_(run.events.first(std::min(run.events.size(), most_searched_events))),
        objects_(run.initial_objects.begin(), run.initial_objects.end()) {
    std::size_t places = 0;
    for (const auto& one : run.created_tasks) places = std::max(places, one.place + std::size_t{1});
    tasks_.resize(places);
    lanes_.resize(places);
    view_ = {objects_, tasks_, scheduler::virtual_time{0}, run.options.time, run.options.spurious};
    index_events();
    begin_tasks();
    object_terms_.resize(objects_.size());
    for (std::size_t place = 0; place < objects_.size(); ++place) renew_object(place);
    look();
  }

  /// So many events can be gone through.
  [[nodiscard]] std::size_t size() const { return events_.size(); }

  void advance() {
    const event& done = events_[at_];
    if (done.task == scheduler::no_task) {
      view_.now = scheduler::virtual_time{static_cast<std::int64_t>(done.after)};
    } else {
      const operation again = scheduler::operation_of(done);
      scheduler::apply(view_, done.task, again, done.chosen);
      if (scheduler::has_object(done.kind)) renew_object(done.object);
      if (done.second != scheduler::no_object) renew_object(done.second);
      if (done.kind == operation_kind::spawn) begin(static_cast<task_index>(done.object));
      lanes_[done.task].next = next_[at_];
      if (next_[at_] == no_moment) finish(done.task);
    }
    ++at_;
    take_marks();
    look();
  }

  /// The state as one number; the tasks that could go on, or get what they wait for, as bits.
  [[nodiscard]] std::uint64_t hash() const { return hash_; }
  [[nodiscard]] std::uint64_t enabled() const { return enabled_; }
  [[nodiscard]] std::uint64_t succeeding() const { return succeeding_; }

 private:
  struct lane {
    std::uint32_t next = no_moment;  ///< its next event
    operation last_wish{operation_kind::fence};
    bool stays = false;  ///< does not end: `last_wish` is what it waits for in the end
    bool running = false;
    std::uint64_t fingerprint = 0;
  };

  void index_events() {
    next_.assign(events_.size(), no_moment);
    for (std::size_t place = events_.size(); place > 0; --place) {
      const task_index task = events_[place - 1].task;
      if (task == scheduler::no_task || task >= lanes_.size()) continue;
      next_[place - 1] = lanes_[task].next;
      lanes_[task].next = static_cast<std::uint32_t>(place - 1);
    }
  }

  void begin_tasks() {
    for (const auto all : {run_.stuck, run_.kept_asleep})
      for (const auto& one : all) {
        lanes_[one.task].stays = true;
        lanes_[one.task].last_wish = one.pending;
      }
    std::vector<bool> spawned(lanes_.size(), false);
    for (const event& done : events_)
      if (done.kind == operation_kind::spawn && done.object < spawned.size())
        spawned[done.object] = true;
    for (const auto& one : run_.created_tasks)
      if (!spawned[one.place]) begin(static_cast<task_index>(one.place));
  }

  void begin(task_index task) {
    tasks_[task].started = true;
    lanes_[task].running = true;
    if (lanes_[task].next == no_moment) finish(task);
  }

  void finish(task_index task) {
    if (lanes_[task].stays || events_.size() < run_.events.size()) return;
    tasks_[task].finished = true;
    lanes_[task].running = false;
  }

  void take_marks() {
    for (; marks_taken_ < run_.marks.size() && run_.marks[marks_taken_].step <= at_; ++marks_taken_)
      if (const auto& mark = run_.marks[marks_taken_]; !mark.progress)
        lanes_[mark.task].fingerprint = mark.fingerprint;
  }

  void renew_object(std::size_t place) {
    objects_hash_ -= object_terms_[place];
    object_terms_[place] = mix(place, hash_of_state(objects_[place]));
    objects_hash_ += object_terms_[place];
  }

  /// What every task is about to do, and whether it can.
  void look() {
    hash_ = objects_hash_;
    enabled_ = succeeding_ = 0;
    for (std::size_t place = 0; place < lanes_.size(); ++place) {
      const lane& one = lanes_[place];
      const std::uint64_t flags = (tasks_[place].woken ? 1U : 0U) + (one.running ? 2U : 0U);
      if (!one.running) {
        hash_ += mix(place, flags);
        continue;
      }
      operation wish = one.last_wish;
      if (one.next != no_moment) wish = scheduler::operation_of(events_[one.next]);
      hash_ += mix(mix(place, flags), mix(one.fingerprint, hash_of_pending(&wish, view_)));
      if ((one.next == no_moment && !one.stays) || waits_for_group(place)) continue;
      const std::uint64_t bit = scheduler::task_bit(static_cast<task_index>(place));
      if (scheduler::enabled(view_, static_cast<task_index>(place), wish)) enabled_ |= bit;
      if (succeeds(static_cast<task_index>(place), wish)) succeeding_ |= bit;
    }
  }

  /// Whether the task waits in `together` for those it has started there.
  [[nodiscard]] bool waits_for_group(std::size_t place) const {
    const std::uint32_t next = lanes_[place].next;
    if (next == no_moment || !events_[next].after_group) return false;
    return std::ranges::any_of(run_.created_tasks, [&](const auto& one) {
      return one.together && one.creator == place && lanes_[one.place].running;
    });
  }

  [[nodiscard]] bool succeeds(task_index task, const operation& wish) const {
    if (wish.kind == operation_kind::wake)
      return tasks_[task].woken && scheduler::can_wake(view_, task, wish);
    return !scheduler::may_wait(wish.kind) || scheduler::can_succeed(view_, task, wish);
  }

  const finished_run& run_;
  std::span<const event> events_;
  std::vector<scheduler::object_state> objects_;
  std::vector<scheduler::task_state> tasks_;
  scheduler::state_view view_;
  std::vector<lane> lanes_;
  std::vector<std::uint32_t> next_;  ///< for each event the next one of its task
  std::vector<std::uint64_t> object_terms_;
  std::uint64_t objects_hash_ = 0;
  std::size_t at_ = 0;
  std::size_t marks_taken_ = 0;
  std::uint64_t hash_ = 0;
  std::uint64_t enabled_ = 0;
  std::uint64_t succeeding_ = 0;
};

/// The moments of a run, and which of them are the same.
class lasso_search {
 public:
  explicit lasso_search(const finished_run& run) : run_(run) {}

  /// Whether any state was there twice, or the run ended polling.
  [[nodiscard]] bool loops() const { return last_.size() < moments_.size() || !found_.empty(); }

  std::vector<lasso_candidate> search() {
    add_polls_at_the_end();
    state_walk walk(run_);
    remember(walk);
    for (std::size_t at = 0; at < walk.size() && found_.size() < most_loop_candidates; ++at) {
      walk.advance();
      remember(walk);
      look_back();
    }
    return found_;
  }

 private:
  struct moment {
    std::uint64_t enabled = 0;
    std::uint64_t succeeding = 0;
    std::uint32_t same_before = no_moment;  ///< the last moment with the same state
  };

  void remember(const state_walk& walk) {
    const auto now = static_cast<std::uint32_t>(moments_.size());
    const auto [place, first] = last_.try_emplace(walk.hash(), now);
    moments_.push_back({walk.enabled(), walk.succeeding(), first ? no_moment : place->second});
    place->second = now;
  }

  /// Looks for the shortest fair part that ends now.
  void look_back() {
    const auto end = static_cast<std::uint32_t>(moments_.size() - 1);
    std::uint32_t first = moments_[end].same_before;
    for (int tried = 0; tried < most_returns && first != no_moment && end - first <= longest_round;
         ++tried, first = moments_[first].same_before) {
      if (!is_fair(first, end)) continue;
      add(first, end);
      return;
    }
  }

  [[nodiscard]] bool is_fair(std::uint32_t first, std::uint32_t end) const {
    std::uint64_t ran = 0;
    std::uint64_t could = 0;
    for (std::uint32_t at = first; at < end; ++at) {
      const event& done = run_.events[at];
      if (done.how == scheduler::outcome::spurious || done.how == scheduler::outcome::misuse ||
          (done.kind == operation_kind::choose && done.argument > 1))
        return false;
      if (done.task != scheduler::no_task) ran |= scheduler::task_bit(done.task);
      could |= moments_[at].enabled;
    }
    return ran != 0 && (could & ~ran) == 0 && nobody_gives_up_too_early(first, end);
  }

  /// Whoever times out could not have had what it waited for. The part is gone through twice, as
  /// waits may reach from one round into the next.
  [[nodiscard]] bool nobody_gives_up_too_early(std::uint32_t first, std::uint32_t end) const {
    std::uint64_t missed = 0;
    for (int round = 0; round < 2; ++round)
      for (std::uint32_t at = first; at < end; ++at) {
        const event& done = run_.events[at];
        missed |= moments_[at].succeeding;
        if (done.task == scheduler::no_task) continue;
        const std::uint64_t bit = scheduler::task_bit(done.task);
        if (done.how == scheduler::outcome::timed_out && (missed & bit) != 0) return false;
        missed &= ~bit;
      }
    return true;
  }

  void add(std::uint32_t first, std::uint32_t end) {
    std::vector<std::uint64_t> places;
    for (std::uint32_t at = first; at < end; ++at) {
      const event& done = run_.events[at];
      if (done.task != scheduler::no_task && done.kind != operation_kind::await)
        places.push_back(place_of(done.site, done.object, done.kind));
    }
    if (places.empty()) return;
    add_made_to_wait(places);
    const event& start = run_.events[first];
    put({first, end, key_of(std::move(places)), start.task, start.site});
  }

  void add_polls_at_the_end() {
    if (run_.how != scheduler::ending::truncated) return;
    std::vector<std::uint64_t> places;
    add_made_to_wait(places);
    if (places.empty()) return;
    const auto end = static_cast<std::uint32_t>(run_.events.size());
    put({end, end, key_of(std::move(places)), scheduler::no_task, {}});
  }

  void add_made_to_wait(std::vector<std::uint64_t>& places) const {
    for (const auto& one : run_.stuck)
      if (one.pending.kind == operation_kind::await)
        places.push_back(place_of(one.pending.site, one.pending.object, one.pending.kind));
    for (const auto& one : run_.kept_asleep)
      places.push_back(place_of(one.pending.site, one.pending.object, one.pending.kind));
  }

  [[nodiscard]] std::uint64_t place_of(const scheduler::code_site& site,
                                       scheduler::object_index object, operation_kind kind) const {
    const bool of_object = scheduler::has_object(kind);
    return mix(hash_of(site),
               of_object ? identity_of_object(run_, object) : static_cast<std::uint64_t>(kind));
  }

  static std::uint64_t key_of(std::vector<std::uint64_t> places) {
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    std::uint64_t key = 0x1a550;
    for (const std::uint64_t one : places) key = mix(key, one);
    return key;
  }

  void put(const lasso_candidate& next) {
    if (std::ranges::count(found_, next.key, &lasso_candidate::key) == 0) found_.push_back(next);
  }

  const finished_run& run_;
  std::vector<moment> moments_;
  std::unordered_map<std::uint64_t, std::uint32_t> last_;
  std::vector<lasso_candidate> found_;
};

}  // namespace

std::vector<lasso_candidate> find_lassos(const finished_run& run, bool* loops) {
  const bool counts = run.how == scheduler::ending::completed ||
                      run.how == scheduler::ending::stuck ||
                      run.how == scheduler::ending::truncated;
  const auto too_far = [](const auto& one) { return one.place >= most_searched_tasks; };
  if (!counts || !run.failures.empty() || run.initial_objects.size() < run.objects.size() ||
      std::ranges::any_of(run.created_tasks, too_far))
    return {};
  lasso_search search(run);
  std::vector<lasso_candidate> found = search.search();
  if (loops != nullptr) *loops = *loops || search.loops();
  return found;
}

}  // namespace heddle::checker
