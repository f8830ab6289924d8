#include "reports/diagram/trace_events.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/diagram/arrows.hpp"
#include "reports/diagram/diagram_rows.hpp"
#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;

/// Tracks stand in one of these groups, which viewers call processes.
constexpr int task_group = 1;
constexpr int object_group = 2;
/// The track of the clock.
constexpr int clock_track = 0;

std::string json_text(std::string_view text) { return nlohmann::json(printable(text)).dump(); }

/// Writes event after event, without holding them all as JSON.
class trace_event_writer {
 public:
  trace_event_writer(const execution& from, const checker::finding* about,
                     const space_time_options& options)
      : from_(from), about_(about), options_(options), wrong_(wrong_steps_of(from, about)) {}

  std::string write() {
    text_ = "{\"displayTimeUnit\": \"ns\",\n\"otherData\": {";
    text_ += fmt::format("\"model\": {}, \"one microsecond is\": \"one step\"",
                         json_text(options_.title));
    if (about_ != nullptr)
      text_ += fmt::format(", \"finding\": {}, \"replay\": {}",
                           json_text(fmt::format("{}: {}", name_of(about_->kind), about_->message)),
                           json_text(about_->token));
    text_ += "},\n\"traceEvents\": [";
    tracks();
    for (const execution::step& step : from_.steps) add(step);
    objects();
    blocked();
    flows();
    incidents();
    text_ += "\n]}\n";
    return std::move(text_);
  }

 private:
  /// One event: what all have, and then members of its own.
  template <class... Arguments>
  void put(std::string_view phase, std::string_view category, int group, int track,
           std::uint32_t begin, std::string_view name, fmt::format_string<Arguments...> more,
           Arguments&&... arguments) {
    text_ += text_.back() == '[' ? "\n" : ",\n";
    fmt::format_to(std::back_inserter(text_),
                   R"({{"ph": "{}", "cat": "{}", "pid": {}, "tid": {}, "ts": {}, "name": {})",
                   phase, category, group, track, begin, json_text(name));
    fmt::format_to(std::back_inserter(text_), more, std::forward<Arguments>(arguments)...);
    text_ += '}';
  }

  static int track_of(int place) { return place == execution::none ? clock_track : place + 1; }

  void named(std::string_view what, int group, int track, std::string_view name, int order) {
    put("M", "__metadata", group, track, 0, fmt::format("{}_name", what),
        R"(, "args": {{"name": {}}})", json_text(name));
    put("M", "__metadata", group, track, 0, fmt::format("{}_sort_index", what),
        R"(, "args": {{"sort_index": {}}})", order);
  }

  void tracks() {
    named("process", task_group, clock_track, "tasks", 1);
    for (std::size_t task = 0; task < from_.tasks.size(); ++task)
      named("thread", task_group, static_cast<int>(task) + 1, from_.tasks[task].name,
            static_cast<int>(task) + 1);
    if (std::ranges::count(from_.steps, execution::none, &execution::step::task) != 0)
      named("thread", task_group, clock_track, "clock", 0);
    if (from_.objects.empty()) return;
    named("process", object_group, clock_track, "shared objects", 2);
    for (std::size_t object = 0; object < from_.objects.size(); ++object)
      named("thread", object_group, static_cast<int>(object) + 1, from_.objects[object].name,
            static_cast<int>(object) + 1);
  }

  void add(const execution::step& step) {
    const bool wrong = std::ranges::count(wrong_, step.number) != 0;
    const bool matters =
        wrong || (about_ != nullptr && std::ranges::binary_search(about_->cone.steps, step.number));
    std::string more = fmt::format(R"("step": {}, "matters": {})", step.number, matters);
    if (step.object != execution::none)
      more += fmt::format(R"(, "object": {}, "before": {}, "after": {})",
                          json_text(from_.objects[static_cast<std::size_t>(step.object)].name),
                          json_text(step.before), json_text(step.after));
    if (step.where.known()) more += fmt::format(R"(, "at": {})", json_text(step.where.brief()));
    put("X", "step", task_group, track_of(step.task), step.number - 1, step.text,
        R"(, "dur": 1{}, "args": {{{}}})",
        wrong     ? R"(, "cname": "terrible")"
        : matters ? R"(, "cname": "thread_state_running")"
                  : "",
        more);
  }

  /// What each object was, from change to change.
  void objects() {
    struct state {
      std::string text;
      std::uint32_t since = 0;
    };
    std::vector<state> states;
    for (const execution::object& one : from_.objects) states.push_back({one.initial, 0});
    const auto finish = [&](std::size_t object, std::uint32_t now) {
      if (now > states[object].since)
        put("X", "state", object_group, static_cast<int>(object) + 1, states[object].since,
            states[object].text, R"(, "dur": {})", now - states[object].since);
    };
    for (const execution::step& step : from_.steps) {
      if (step.object == execution::none || step.before == step.after) continue;
      const auto object = static_cast<std::size_t>(step.object);
      finish(object, step.number);
      states[object] = {step.after, step.number};
    }
    for (std::size_t object = 0; object < states.size(); ++object) finish(object, end());
  }

  std::uint32_t end() const { return static_cast<std::uint32_t>(from_.steps.size()) + 1; }

  /// Who waits for ever does so from its last step to the end.
  void blocked() {
    if (from_.how != scheduler::ending::stuck) return;
    std::vector<std::uint32_t> last(from_.tasks.size());
    for (const execution::step& step : from_.steps)
      if (step.task != execution::none) last[static_cast<std::size_t>(step.task)] = step.number;
    for (std::size_t task = 0; task < from_.tasks.size(); ++task) {
      const execution::task& waiter = from_.tasks[task];
      if (waiter.finished || waiter.pending.empty()) continue;
      put("X", "waiting", task_group, static_cast<int>(task) + 1, last[task],
          "waits for ever: " + waiter.pending, R"(, "dur": {}, "cname": "terrible")",
          end() - last[task]);
    }
  }

  void flows() {
    std::size_t id = 0;
    for (const arrow& one : arrows_of(from_)) {
      const std::string_view what = one.what == arrow::sort::message ? "message" : "happens before";
      const auto half = [&](std::string_view phase, std::uint32_t step, std::string_view more) {
        put(phase, "flow", task_group, track_of(from_.steps[step - 1].task), step - 1, what,
            R"(, "id": {}{})", id, more);
      };
      ++id;
      half("s", one.from, "");
      half("f", one.to, R"(, "bp": "e")");
    }
  }

  void incidents() {
    for (std::size_t at = 1; at < from_.steps.size(); ++at) {
      const execution::step& step = from_.steps[at];
      if (!step.preempts) continue;
      instant(from_.steps[at - 1].task, step.number - 1, "preemption", "t",
              "preempted, about to: " + step.preempted);
    }
    for (const execution::remark& one : from_.remarks)
      instant(one.task, one.step, "note", "t", one.text);
    for (const execution::problem& one : from_.problems)
      instant(one.task, one.step, "problem", "p", one.text);
  }

  void instant(int task, std::uint32_t step, std::string_view category, std::string_view scope,
               std::string_view words) {
    put("i", category, task_group, track_of(task), step, words, R"(, "s": "{}")", scope);
  }

  const execution& from_;
  const checker::finding* about_;
  const space_time_options& options_;
  std::vector<std::uint32_t> wrong_;
  std::string text_;
};

}  // namespace

std::string trace_events_json(const execution& from, const checker::finding* about,
                              const space_time_options& options) {
  return trace_event_writer{from, about, options}.write();
}

}  // namespace heddle::reports
