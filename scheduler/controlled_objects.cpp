#include <algorithm>
#include <exception>

#include "scheduler/controlled_runtime.hpp"
#include "scheduler/controlled_state.hpp"

/// Objects of the controlled runtime: their places, statics, and the copies of processes.
namespace heddle::scheduler {

namespace {

/// One more number in a hash that is the same in every build (FNV-1a, by words).
std::uint64_t add_to_hash(std::uint64_t hash, std::uint64_t number) {
  return (hash ^ number) * 0x0000'0100'0000'01b3;
}

/// Puts an object into its first state. Member by member: the compiler clears the whole more
/// slowly.
void begin(object_state& state, const object_description& description) {
  state.kind = description.kind;
  state.destroyed = false;
  state.flag = description.flag;
  state.owner = no_task;
  state.count = description.count;
  state.limit = description.limit;
  state.value = description.value;
  state.received = 0;
  state.tasks.clear();
}

}  // namespace

object_index controlled_runtime::place_of_next_object(task& creator) {
  const std::uint32_t number = creator.created;
  if (numbering_ == numbering::stable && number < creator.objects.size())
    return creator.objects[number];
  const auto place = static_cast<object_index>(objects_.size());
  if (numbering_ == numbering::stable) creator.objects.push_back(place);
  return place;
}

object_index controlled_runtime::add_object(const object_description& description,
                                            task_index creator, std::uint32_t number,
                                            std::uint64_t salt, object_index place,
                                            object_index original) {
  if (objects_.size() <= place) {
    while (objects_.size() <= place) objects_.emplace_back();
    initial_.resize(std::max(initial_.size(), objects_.size()));
    object_records_.resize(std::max(object_records_.size(), objects_.size()));
    view_.objects = objects_;
  }
  begin(objects_[place], description);
  begin(initial_[place], description);
  object_records_[place] = {epoch_,
                            running_ != nullptr ? running_->process : 0,
                            description.process_shared,
                            description.type,
                            description.format,
                            description.face};
  if (abandoning_) return place;
  identity& who = created_objects_.emplace_back();
  who.place = place;
  who.creator = creator;
  who.number = number;
  who.kind = description.kind;
  who.salt = salt;
  if (recorder_ != nullptr)
    recorder_->object_created(place, creator, number, description, original);
  if (created_objects_.size() > max_objects) exceed(misuse::too_many_objects, description.site);
  return place;
}

void controlled_runtime::create(object_handle& handle, const object_description& description) {
  task& me = *running_;
  const object_index place = place_of_next_object(me);
  ++me.created;
  add_object(description, me.place, me.created, 0, place, no_object);
  handle.index = place;
  handle.epoch = epoch_;
}

/// Whether another task could still be using what the running task destroys. If every other task
/// has been joined it cannot, in this and every equivalent execution; then there is no event.
bool controlled_runtime::others_may_use_objects() const {
  return running_->place != 0 || unjoined_ > 0;
}

void controlled_runtime::destroy(object_handle& handle) noexcept {
  if (running_ == nullptr || abandoning_) return;
  operation ending{operation_kind::destroy};
  ending.object = find_own(handle);
  if (ending.object == no_object) {
    report_misuse(misuse::other_process, nullptr, {}, false);
    return;
  }
  if (others_may_use_objects()) {
    execute(ending, nullptr, nullptr);
    return;
  }
  const result outcome_of = apply(view_, running_->place, ending, 0);
  settled_ = false;
  if (outcome_of.how == outcome::misuse) handle_misuse(*running_, ending, outcome_of.wrong);
}

object_index controlled_runtime::find(object_handle& handle) {
  const object_index found = find_own(handle);
  if (found != no_object) return found;
  report_misuse(misuse::other_process, nullptr, {}, true);
  return adopt_survivor();
}

/// What the handle means to the running task; no object if only another process has it.
object_index controlled_runtime::find_own(object_handle& handle) {
  if (handle.epoch != epoch_) {
    if (handle.outside == nullptr) return adopt_survivor();
    handle.index = adopt_static(handle);
    handle.epoch = epoch_;
  }
  const object_record& record = object_records_[handle.index];
  if (record.process_shared || record.process == running_->process) return handle.index;
  if (running_->process == 0) return no_object;
  const process& here = *processes_[running_->process - 1];
  if (const auto copy = here.copies.find(handle.index); copy != here.copies.end())
    return copy->second;
  // Of a static that nobody had used before the fork the process has a fresh one.
  if (handle.outside == nullptr) return no_object;
  return add_copy(running_->process, handle.index, handle.outside->description);
}

/// A global or static, used for the first time in this execution: it begins as it was made.
object_index controlled_runtime::adopt_static(object_handle& handle) {
  const static_object& outside = *handle.outside;
  auto place = static_cast<object_index>(objects_.size());
  if (numbering_ == numbering::stable)
    place = static_places_.try_emplace(&outside, place).first->second;
  task* const user = running_;
  const std::uint32_t home = user->process;
  user->process = 0;
  add_object(outside.description, no_task, outside.number, outside.salt, place, no_object);
  user->process = home;
  return place;
}

/// An object of an earlier execution is used: the model keeps state between executions. Stands in
/// a destroyed object, so that the operation has no effect and ends its task.
object_index controlled_runtime::adopt_survivor() {
  task& me = *running_;
  if (!me.doomed && !abandoning_)
    add_failure({failure_kind::nondeterminism,
                 misuse::none,
                 me.place,
                 no_object,
                 static_cast<std::uint32_t>(events_.size()),
                 {},
                 "an object made in an earlier execution is used: make objects inside the model's "
                 "body, or at namespace scope"});
  me.doomed = true;
  const object_index place = place_of_next_object(me);
  ++me.created;
  add_object({}, me.place, me.created, 0, place, no_object);
  objects_[place].destroyed = true;
  return place;
}

/// A process begins with a copy of every object its parent can see, as after `fork`: values, and
/// locks with their owners. What the forking task holds, the child holds.
void controlled_runtime::fork(const task& parent, task& child) {
  forked_ = true;
  processes_.push_back(std::make_unique<process>());
  processes_.back()->root = child.place;
  child.process = static_cast<std::uint32_t>(processes_.size());
  const process* above = parent.process == 0 ? nullptr : processes_[parent.process - 1].get();
  const std::size_t before = created_objects_.size();
  for (std::size_t each = 0; each < before; ++each) {
    const object_index original = created_objects_[each].place;
    const object_record record = object_records_[original];
    if (record.process_shared || record.process != parent.process) continue;
    if (objects_[original].destroyed) continue;
    const object_index copy = add_copy(child.process, original,
                                       {.kind = objects_[original].kind,
                                        .type = record.type,
                                        .format = record.format,
                                        .face = record.face});
    copy_state(original, copy, parent.place, child.place);
    // What is the parent's copy of something is the child's copy of the same thing.
    if (above != nullptr)
      for (const auto& [first, of_parent] : above->copies)
        if (of_parent == original) processes_[child.process - 1]->copies.emplace(first, copy);
  }
}

/// Enters a process' own version of an object. Who it is: the process and the original.
object_index controlled_runtime::add_copy(std::uint32_t owner, object_index original,
                                          const object_description& description) {
  process& here = *processes_[owner - 1];
  auto place = static_cast<object_index>(objects_.size());
  if (numbering_ == numbering::stable)
    place = copy_places_.try_emplace({here.root, original}, place).first->second;
  add_object(description, here.root, 0, salt_of_copy(original), place, original);
  object_records_[place].process = owner;
  here.copies.emplace(original, place);
  return place;
}

/// Who the original is, as a number: its own along with those of its creator and the creator's
/// creators.
std::uint64_t controlled_runtime::salt_of_copy(object_index original) const {
  const auto of_object = [&](const identity& each) { return each.place == original; };
  const auto who = std::find_if(created_objects_.begin(), created_objects_.end(), of_object);
  std::uint64_t hash = add_to_hash(add_to_hash(1, who->number), who->salt);
  for (task_index creator = who->creator; creator != no_task; creator = tasks_[creator]->creator)
    hash = add_to_hash(hash, tasks_[creator]->number);
  return hash;
}

/// The state of an object as a new process finds it. Nobody sleeps there: only the forking task
/// has gone along. What others had locked stays locked for ever.
void controlled_runtime::copy_state(object_index original, object_index copy, task_index parent,
                                    task_index child) {
  object_state& state = objects_[copy];
  state = objects_[original];
  if (state.owner == parent) state.owner = child;
  if (state.kind != object_kind::shared_mutex) {
    state.tasks.clear();
  } else if (state.tasks.contains(parent)) {
    state.tasks.erase(parent);
    state.tasks.insert(child);
  }
  initial_[copy] = state;
}

}  // namespace heddle::scheduler
