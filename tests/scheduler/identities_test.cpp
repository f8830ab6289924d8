#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "tests/catch.hpp"
#include "tests/scheduler/controlled_support.hpp"

/// Who tasks and objects are, and where they stand in the tables.

using namespace heddle::testing;
using s::controlled_runtime;
using s::ending;
using s::numbering;
using identity = s::controlled_runtime::identity;

namespace {

/// Identities by their chain of creations: `0`, `0.1`, `0.2.1`; whatever the places.
std::map<s::task_index, std::string> chains(const controlled_runtime& runtime) {
  std::map<s::task_index, std::string> names{{s::no_task, "static"}};
  for (const identity& each : runtime.created_tasks())
    names[static_cast<s::task_index>(each.place)] =
        each.creator == s::no_task ? "0"
                                   : names.at(each.creator) + '.' + std::to_string(each.number);
  return names;
}

std::multiset<std::string> task_names(const controlled_runtime& runtime) {
  std::multiset<std::string> all;
  for (const auto& [place, name] : chains(runtime)) all.insert(name);
  return all;
}

std::multiset<std::string> object_names(const controlled_runtime& runtime) {
  const auto tasks = chains(runtime);
  std::multiset<std::string> all;
  for (const identity& each : runtime.created_objects())
    all.insert(tasks.at(each.creator) + '#' + std::to_string(each.number) +
               std::string(name_of(each.kind)));
  return all;
}

/// Two tasks that both create tasks and objects at any time.
const auto family = [] {
  cell value;
  const auto parent = [&] {
    value.read();
    lockable mine;
    worker first([&] {
      value.read();
      const cell own;
    });
    const cell late;
    worker second([&] { mine.lock(), mine.unlock(); });
  };
  worker one(parent);
  worker two(parent);
};

}  // namespace

TEST_CASE("identities are the same under every schedule", "[identities]") {
  controlled_runtime runtime({}, GENERATE(numbering::per_execution, numbering::stable));
  std::set<std::multiset<std::string>> tasks;
  std::set<std::multiset<std::string>> objects;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    random_walk decider(seed);
    REQUIRE(run(runtime, family, decider) == ending::completed);
    REQUIRE(runtime.failures().empty());
    tasks.insert(task_names(runtime));
    objects.insert(object_names(runtime));
  }
  CHECK(tasks == std::set<std::multiset<std::string>>{
                     {"static", "0", "0.1", "0.2", "0.1.1", "0.1.2", "0.2.1", "0.2.2"}});
  REQUIRE(objects.size() == 1);
  CHECK(*objects.begin() == std::multiset<std::string>{"0#1variable", "0.1#1mutex", "0.1#2variable",
                                                       "0.1.1#1variable", "0.2#1mutex",
                                                       "0.2#2variable", "0.2.1#1variable"});
}

TEST_CASE("stable places are the same in every execution", "[identities]") {
  controlled_runtime runtime({}, numbering::stable);
  std::map<std::string, std::set<std::uint32_t>> places;
  std::map<std::uint32_t, std::set<std::string>> names;
  std::map<std::uint32_t, std::set<std::string>> objects;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    random_walk decider(seed);
    run(runtime, family, decider);
    const auto now = chains(runtime);
    for (const auto& [place, name] : now) {
      places[name].insert(place);
      names[place].insert(name);
    }
    for (const identity& each : runtime.created_objects())
      objects[each.place].insert(now.at(each.creator) + '#' + std::to_string(each.number) +
                                 std::string(name_of(each.kind)));
    // What the events say agrees with it.
    for (const s::event& each : runtime.events())
      if (each.kind == s::operation_kind::spawn)
        CHECK(now.contains(static_cast<s::task_index>(each.object)));
  }
  CHECK(names.size() == 8);
  for (const auto& [name, where] : places) CHECK(where.size() == 1);
  for (const auto& [place, who] : names) CHECK(who.size() == 1);
  CHECK(objects.size() == 7);
  for (const auto& [place, who] : objects) CHECK(who.size() == 1);
}

TEST_CASE("two tasks with a spawn pending have two places in mind", "[identities]") {
  controlled_runtime runtime({}, numbering::stable);
  const auto body = [] {
    cell value;
    const auto parent = [&] { worker child([&] { value.read(); }); };
    together({parent, parent});
  };
  std::set<std::uint32_t> pending;
  asking decider([&](const s::scheduling_point& point) {
    if (point.step() == 0)
      point.enabled().for_each(
          [&](s::task_index task) { pending.insert(point.pending(task).object); });
    return nth_choice(point, 0);
  });
  CHECK(run(runtime, body, decider) == ending::completed);
  // The first parent wants its place before the second one is made.
  CHECK(pending == std::set<std::uint32_t>{2, 4});
  CHECK(runtime.created_tasks().size() == 5);
}

TEST_CASE("places go by the order of creation, whatever ran before", "[identities]") {
  const auto big = [] {
    std::vector<std::unique_ptr<cell>> many;
    for (int each = 0; each < 10; ++each) many.push_back(std::make_unique<cell>());
    family();
  };
  const auto places_after = [&](bool before) {
    controlled_runtime runtime({});
    rotating decider;
    if (before) run(runtime, big, decider);
    run(runtime, family, decider);
    std::vector<std::tuple<std::uint32_t, s::task_index, std::uint32_t>> all;
    std::uint32_t ordinal = 0;
    for (const auto* table : {&runtime.created_tasks(), &runtime.created_objects()}) {
      for (const identity& each : *table) {
        CHECK(each.place == ordinal++);
        all.emplace_back(each.place, each.creator, each.number);
      }
      ordinal = 0;
    }
    CHECK(runtime.objects().size() == runtime.created_objects().size());
    return std::pair(all, told(runtime.events()));
  };
  CHECK(places_after(false) == places_after(true));
}
