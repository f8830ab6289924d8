#include "tests/scheduler/support.hpp"

#include <stdexcept>

namespace heddle::scheduler::testing {

namespace {

task_entry entry_of(const std::function<void()>& body) {
  task_entry entry;
  entry.run = [](void* context) { (*static_cast<const std::function<void()>*>(context))(); };
  entry.context = const_cast<std::function<void()>*>(&body);  // NOLINT: called as const
  return entry;
}

/// The choice with `rank` smaller ones.
choice nth_choice(const scheduling_point& point, std::uint32_t rank) {
  choice found;
  point.enabled().for_each([&](task_index task) {
    if (found.task != no_task) return;
    const std::uint32_t ways = point.count_ways(task);
    if (rank < ways)
      found = {task, point.nth_way(task, rank)};
    else
      rank -= ways;
  });
  return found;
}

/// Keeps what was announced.
class announcement_recorder final : public recorder {
 public:
  explicit announcement_recorder(std::vector<operation>& announced) : announced_(announced) {}

  void task_created(task_index, task_index, std::uint32_t, const task_entry&) override {}
  void object_created(object_index, task_index, std::uint32_t, const object_description&,
                      object_index) override {}
  void event_done(const event&, const operation& announced, const scheduling_point&) override {
    announced_.push_back(announced);
  }
  void task_finished(task_index) override {}
  void task_stuck(task_index, const operation&) override {}
  void observed(task_index, std::string_view, std::string_view) override {}
  void noted(task_index, std::string_view, code_site) override {}
  void failed(const failure&) override {}

 private:
  std::vector<operation>& announced_;
};

run_record record_of(const controlled_runtime& runtime) {
  run_record record;
  record.how = runtime.how();
  for (const observation& each : runtime.observations())
    record.observations.emplace(each.name, each.value);
  record.failures = runtime.failures();
  record.events.assign(runtime.events().begin(), runtime.events().end());
  return record;
}

std::string text_of(ending how) {
  switch (how) {
    case ending::completed:
      return {};
    case ending::stuck:
      return "[stuck]";
    case ending::pruned:
      return "[pruned]";
    case ending::truncated:
      return "[truncated]";
    case ending::given_up:
      return "[given up]";
    case ending::diverged:
      return "[diverged]";
  }
  return {};
}

std::string text_of(const failure& what) {
  switch (what.kind) {
    case failure_kind::check:
      return "{check: " + what.text + "}";
    case failure_kind::exception:
      return "{exception: " + what.text + "}";
    case failure_kind::misuse:
      return "{misuse: " + std::string(description_of(what.what)) + "}";
    case failure_kind::nondeterminism:
      return "{nondeterminism: " + what.text + "}";
  }
  return {};
}

}  // namespace

choice first_choice::pick(const scheduling_point& point) { return nth_choice(point, 0); }

choice every_choice::pick(const scheduling_point& point) {
  if (depth_ == levels_.size()) levels_.push_back({0, point.count_choices()});
  return nth_choice(point, levels_[depth_++].taken);
}

bool every_choice::next() {
  depth_ = 0;
  while (!levels_.empty()) {
    if (++levels_.back().taken < levels_.back().choices) return true;
    levels_.pop_back();
  }
  return false;
}

std::string run_record::text() const {
  std::string line;
  const auto add = [&line](const std::string& word) {
    if (!line.empty() && !word.empty()) line += ' ';
    line += word;
  };
  for (const auto& [name, value] : observations) add(name + "=" + value);
  add(text_of(how));
  for (const failure& each : failures) add(text_of(each));
  return line;
}

std::string run_record::kinds() const {
  std::string line;
  for (const event& each : events) {
    if (!line.empty()) line += ' ';
    line += name_of(each.kind);
  }
  return line;
}

run_record run_once(const std::function<void()>& body, const execution_options& options) {
  controlled_runtime runtime(options);
  first_choice decisions;
  std::vector<operation> announced;
  announcement_recorder records(announced);
  runtime.run(entry_of(body), decisions, 0, &records);
  run_record record = record_of(runtime);
  record.announced = std::move(announced);
  return record;
}

std::set<std::string> exploration::outcomes() const {
  std::set<std::string> texts;
  for (const auto& [text, count] : counts) texts.insert(text);
  return texts;
}

exploration all_schedules(const std::function<void()>& body, const execution_options& options,
                          std::uint64_t most) {
  controlled_runtime runtime(options);
  every_choice decisions;
  exploration found;
  do {
    if (found.executions == most) throw std::length_error("too many schedules for this test");
    runtime.run(entry_of(body), decisions);
    ++found.executions;
    ++found.counts[record_of(runtime).text()];
  } while (decisions.next());
  return found;
}

}  // namespace heddle::scheduler::testing
