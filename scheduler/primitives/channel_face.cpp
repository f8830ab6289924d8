#include "scheduler/primitives/channel_face.hpp"

#include <algorithm>
#include <utility>

#include "scheduler/primitives/refuse.hpp"

namespace heddle::detail {

using scheduler::operation;
using scheduler::operation_kind;

struct channel_face::passage {
  channel_face& face;
  const operation& wanted;
  std::shared_ptr<void> value{};
};

channel_face::channel_face(std::size_t capacity, std::string_view name, bool shared,
                           std::source_location where)
    : handle_({.kind = scheduler::object_kind::channel,
               .limit = capacity,
               .process_shared = shared,
               .name = name,
               .site = scheduler::code_site::at(where),
               .face = this,
               .reset = [](void* face) { static_cast<channel_face*>(face)->messages_.clear(); }}) {
  if (capacity == 0) refuse(scheduler::misuse::bad_argument, &handle_, where);
}

bool channel_face::send(std::shared_ptr<void> value, scheduler::time_limit limit,
                        std::source_location where) {
  operation pending{.kind = operation_kind::send,
                    .timing = limit.timing,
                    .deadline = limit.deadline,
                    .site = scheduler::code_site::at(where)};
  passage sending{*this, pending, std::move(value)};
  const auto keep = [](void* context, const scheduler::result& how) {
    auto& here = *static_cast<passage*>(context);
    here.face.store({here.wanted.object, how.value, std::move(here.value)});
  };
  forget_earlier_executions();
  return scheduler::current().perform(pending, handle_, {keep, &sending}).succeeded();
}

std::shared_ptr<void> channel_face::receive(scheduler::time_limit limit,
                                            std::source_location where) {
  operation pending{.kind = operation_kind::receive,
                    .timing = limit.timing,
                    .deadline = limit.deadline,
                    .site = scheduler::code_site::at(where)};
  passage receiving{*this, pending};
  const auto hand_over = [](void* context, const scheduler::result& how) {
    auto& here = *static_cast<passage*>(context);
    here.value = here.face.fetch(here.wanted.object, how.value);
  };
  forget_earlier_executions();
  const scheduler::result how =
      scheduler::current().perform(pending, handle_, {hand_over, &receiving});
  if (how.succeeded() && receiving.value == nullptr)
    report(scheduler::misuse::other_process, &handle_, where);
  return std::move(receiving.value);
}

void channel_face::close(std::source_location where) {
  operation pending{.kind = operation_kind::close, .site = scheduler::code_site::at(where)};
  scheduler::current().perform(pending, handle_);
}

/// Statics on fibers; native runs begin with `reset` of the description.
void channel_face::forget_earlier_executions() {
  const scheduler::runtime& runtime = scheduler::current();
  if (runtime.native() || epoch_ == runtime.epoch()) return;
  epoch_ = runtime.epoch();
  messages_.clear();
}

void channel_face::store(message sent) { messages_.push_back(std::move(sent)); }

std::shared_ptr<void> channel_face::fetch(scheduler::object_index channel, std::uint64_t number) {
  const auto found = std::find_if(messages_.begin(), messages_.end(), [&](const message& each) {
    return each.channel == channel && each.number == number;
  });
  if (found == messages_.end()) return nullptr;
  std::shared_ptr<void> value = std::move(found->value);
  messages_.erase(found);
  return value;
}

}  // namespace heddle::detail
