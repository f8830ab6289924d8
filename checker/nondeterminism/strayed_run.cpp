#include "checker/nondeterminism/repetition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace heddle::checker {
namespace {

using scheduler::event;
using scheduler::execution;
using scheduler::operation;
using scheduler::operation_kind;
using one_side = strayed_run::side;
using went = divergence_side::what;

bool names_task(operation_kind kind) {
  return kind == operation_kind::spawn || kind == operation_kind::join;
}

one_side side_of(const operation& done, scheduler::task_index task, const finished_run& run) {
  one_side made;
  made.kind = done.kind;
  made.task = identity_of_task(run, task);
  made.site = done.site;
  if (names_task(done.kind))
    made.object = identity_of_task(run, static_cast<scheduler::task_index>(done.object));
  else if (done.object != scheduler::no_object)
    made.object = identity_of_object(run, done.object);
  return made;
}

one_side side_of(const event& done, const finished_run& run) {
  one_side made = side_of(operation_of(done), done.task, run);
  made.target = done.target;
  return made;
}

/// The place of what has this identity, in the order of creation.
template <class Identity>
int place_of_identity(std::span<const finished_run::identity> created, std::uint64_t wanted,
                      Identity identity) {
  for (std::size_t at = 0; at < created.size(); ++at)
    if (identity(created[at].place) == wanted) return static_cast<int>(at);
  return execution::none;
}

/// The names that a run and its record have for things.
class known_names {
 public:
  known_names(const finished_run& run, const execution& told) : run_(run), told_(told) {}

  [[nodiscard]] std::string task(std::uint64_t identity) const {
    const int place = place_of_identity(run_.created_tasks, identity, [this](std::uint32_t at) {
      return identity_of_task(run_, static_cast<scheduler::task_index>(at));
    });
    const auto at = static_cast<std::size_t>(place);
    return place == execution::none || at >= told_.tasks.size() ? "" : told_.tasks[at].name;
  }

  [[nodiscard]] std::string object(const one_side& from) const {
    const int place =
        place_of_identity(run_.created_objects, from.object,
                          [this](std::uint32_t at) { return identity_of_object(run_, at); });
    const auto at = static_cast<std::size_t>(place);
    if (place != execution::none && at < told_.objects.size()) return told_.objects[at].name;
    return fmt::format("a {}", name_of(from.target));
  }

  [[nodiscard]] std::string operation_text(const one_side& from) const {
    std::string words{name_of(from.kind)};
    std::ranges::replace(words, '_', ' ');
    if (names_task(from.kind)) {
      const std::string other = task(from.object);
      return words + " " + (other.empty() ? "a task" : other);
    }
    return from.object == 0 ? words : words + " " + object(from);
  }

 private:
  const finished_run& run_;
  const execution& told_;
};

divergence_side told_side(const one_side& from, const known_names& known) {
  divergence_side told;
  told.how = from.how;
  if (from.how == went::ended) return told;
  told.task = known.task(from.task);
  if (from.how == went::nothing) return told;
  told.operation = known.operation_text(from);
  told.where = scheduler::resolve(from.site);
  return told;
}

/// The first event after those of the earlier run, if there is one.
std::optional<strayed_run> side_beyond_end(const finished_run& now, const finished_run& before) {
  const std::size_t end = before.events.size();
  if (now.events.size() <= end) return std::nullopt;
  strayed_run sides;
  sides.step = static_cast<std::uint32_t>(end + 1);
  sides.before.how = went::ended;
  sides.now = side_of(now.events[end], now);
  return sides;
}

}  // namespace

std::optional<strayed_run> sides_of(const finished_run& now, const finished_run& before) {
  if (now.astray == nullptr || now.astray->step == 0) return side_beyond_end(now, before);
  const scheduler::divergence& from = *now.astray;
  strayed_run sides;
  sides.step = from.step;
  sides.before = side_of(from.before, before);
  if (from.done) {
    sides.now = side_of(from.now, now);
    return sides;
  }
  sides.now.how = went::nothing;
  sides.now.task = sides.before.task;
  if (from.announced) sides.now = side_of(from.pending, from.before.task, now);
  if (from.announced) sides.now.how = went::announced;
  if (from.ended) sides.now.how = went::ended;
  from.could_go_on.for_each([&](scheduler::task_index task) {
    sides.could_go_on.push_back(identity_of_task(now, task));
  });
  return sides;
}

std::string text_of(const strayed_run& sides) {
  return fmt::format("step {} went another way under the same schedule", sides.step);
}

divergence_facts tell_sides(const strayed_run& sides, const finished_run& run,
                            const execution& told) {
  const known_names known(run, told);
  divergence_facts facts;
  facts.step = sides.step;
  facts.before = told_side(sides.before, known);
  facts.now = told_side(sides.now, known);
  for (const std::uint64_t task : sides.could_go_on)
    if (std::string name = known.task(task); !name.empty())
      facts.could_go_on.push_back(std::move(name));
  return facts;
}

}  // namespace heddle::checker
