#include "checker/liveness/lasso_filter.hpp"

#include <bit>
#include <tuple>

#include "checker/liveness/endless_run.hpp"

namespace heddle::checker {
namespace {

constexpr std::uint32_t most_looks = 256;
constexpr std::uint64_t polling_ends_looked_at = 16;
constexpr std::uint32_t most_tried = 64;
constexpr std::uint32_t most_failed = 6;
constexpr std::uint32_t most_bettered = 4;

bool ends_polling(const finished_run& run) {
  if (run.how != scheduler::ending::truncated) return false;
  if (!run.kept_asleep.empty()) return true;
  for (const auto& one : run.stuck)
    if (one.pending.kind == scheduler::operation_kind::await) return true;
  return false;
}

}  // namespace

bool lasso_filter::worth_looking(const finished_run& run) {
  if (ends_polling(run)) {
    ++polling_ends_;
    if (polling_ends_ <= polling_ends_looked_at || std::has_single_bit(polling_ends_)) return true;
  }
  if (run.events.size() <= longest_ || looks_ >= most_looks) return false;
  longest_ = run.events.size();
  ++looks_;
  return true;
}

bool lasso_filter::worth_trying(const attempts& so_far, const symptom& next,
                                const finished_run& run) const {
  if (tried_ >= most_tried) return false;
  if (!so_far.confirmed) return so_far.made < most_failed;
  return so_far.made < most_bettered && std::tuple(run.preemptions, std::size_t{next.earlier}) <
                                            std::tuple(so_far.preemptions, so_far.events);
}

void lasso_filter::keep_endless(const std::function<void()>& body, const finished_run& run,
                                std::vector<symptom>& seen) {
  std::erase_if(seen, [&](symptom& one) {
    if (!is_endless(one.kind)) return false;
    attempts& so_far = known_[one.key];
    if (!worth_trying(so_far, one, run)) return true;
    ++so_far.made;
    ++tried_;
    const auto part = repeat(body, run, {one.earlier, one.later, one.key, one.task, one.site});
    if (!part) return true;
    so_far.confirmed = true;
    so_far.preemptions = run.preemptions;
    so_far.events = one.earlier;
    one.kind = part->kind;
    return false;
  });
}

}  // namespace heddle::checker
