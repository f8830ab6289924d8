#include "cli/isolation/black_box.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <type_traits>

#include "checker/token.hpp"

namespace heddle::cli {

/// What tokens are made of, of an event.
struct short_event {
  scheduler::object_index object = scheduler::no_object;
  scheduler::object_index second = scheduler::no_object;
  scheduler::task_index task = scheduler::no_task;
  std::uint16_t rank = 0;
  scheduler::operation_kind kind = scheduler::operation_kind::fence;
  bool decided = false;
};

namespace {

constexpr std::size_t most_text = 400;

short_event shortened(const scheduler::event& from) {
  return {from.object, from.second, from.task, from.rank, from.kind, from.decided};
}

scheduler::event lengthened(const short_event& from) {
  scheduler::event done;
  done.object = from.object;
  done.second = from.second;
  done.task = from.task;
  done.rank = from.rank;
  done.kind = from.kind;
  done.decided = from.decided;
  return done;
}

}  // namespace

struct black_box::contents {
  enum state : std::uint32_t { empty, filling, full };

  std::atomic<std::uint32_t> state;
  checker::search_position position;
  checker::crash_kind kind;
  std::int64_t number;
  const void* instruction;
  char text[most_text];
  std::size_t text_size;

  bool in_execution;
  scheduler::task_index task;
  std::uint32_t preemptions;
  scheduler::execution_options options;
  std::size_t events;
  std::size_t tasks;
  std::size_t objects;
  short_event event[scheduler::max_events];
  cut_execution::identity one_task[scheduler::max_tasks];
  cut_execution::identity one_object[scheduler::max_objects];
};

static_assert(std::is_trivially_copyable_v<cut_execution::identity>);

checker::finished_run cut_execution::view() const {
  return {.how = scheduler::ending::given_up,
          .events = events,
          .created_tasks = tasks,
          .created_objects = objects,
          .preemptions = preemptions,
          .options = options};
}

black_box::black_box() {
  void* const memory = mmap(nullptr, sizeof(contents), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  memory_ = static_cast<contents*>(memory);
}

black_box::~black_box() { munmap(memory_, sizeof(contents)); }

void black_box::clear() {
  memory_->state.store(contents::empty);
  memory_->position = {};
  memory_->text_size = 0;
}

checker::search_position& black_box::position() { return memory_->position; }

void black_box::note_exception(std::string_view text) noexcept {
  memory_->text_size = std::min(text.size(), most_text);
  std::memcpy(memory_->text, text.data(), memory_->text_size);
}

void black_box::note_execution(const scheduler::controlled_runtime& run) noexcept {
  memory_->task = run.current_task();
  memory_->preemptions = run.preemptions();
  memory_->options = run.options();
  const auto events = run.events();
  memory_->events = std::min(events.size(), scheduler::max_events);
  std::transform(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(memory_->events),
                 memory_->event, shortened);
  memory_->tasks = std::min<std::size_t>(run.created_tasks().size(), scheduler::max_tasks);
  std::copy_n(run.created_tasks().begin(), memory_->tasks, memory_->one_task);
  memory_->objects = std::min(run.created_objects().size(), scheduler::max_objects);
  std::copy_n(run.created_objects().begin(), memory_->objects, memory_->one_object);
}

void black_box::note(checker::crash_kind kind, std::int64_t number,
                     const void* instruction) noexcept {
  std::uint32_t before = contents::empty;
  if (!memory_->state.compare_exchange_strong(before, contents::filling)) return;
  memory_->kind = kind;
  memory_->number = number;
  memory_->instruction = instruction;
  const auto* const run =
      dynamic_cast<const scheduler::controlled_runtime*>(scheduler::current_or_null());
  memory_->in_execution = run != nullptr;
  if (run != nullptr) note_execution(*run);
  memory_->state.store(contents::full);
}

std::optional<crash_note> black_box::read() const {
  const contents& from = *memory_;
  if (from.state.load() == contents::empty) return std::nullopt;
  crash_note read;
  read.what = {from.kind, from.number, std::string(from.text, from.text_size)};
  read.instruction = from.instruction;
  read.runs = from.position.runs;
  // Who crashes while he tells of a crash had nothing left that could be told.
  if (!from.in_execution || from.state.load() != contents::full) return read;
  cut_execution& cut = read.execution.emplace();
  for (std::size_t at = 0; at < from.events; ++at) cut.events.push_back(lengthened(from.event[at]));
  cut.tasks.assign(from.one_task, from.one_task + from.tasks);
  cut.objects.assign(from.one_object, from.one_object + from.objects);
  cut.options = from.options;
  cut.preemptions = from.preemptions;
  cut.task = from.task;
  return read;
}

}  // namespace heddle::cli
