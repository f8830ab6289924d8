#include "checker/detector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "checker/causes/causal_cone.hpp"
#include "checker/liveness/endless_run.hpp"
#include "checker/liveness/lasso_filter.hpp"

namespace heddle::checker {
namespace {

/// The names of the objects a finding is about, each once, in order.
std::vector<std::string> objects_of(const finding& which, const scheduler::execution& told) {
  std::vector<std::string> names;
  for (const blocked_task& blocked : which.blocked)
    if (!blocked.bystander)
      names.push_back(fmt::format("{}@{}", blocked.waits_for, blocked.waits_at.brief()));
  if (which.object != scheduler::execution::none)
    names.push_back(told.objects[static_cast<std::size_t>(which.object)].name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

/// The line of a finding; of a data race both, in alphabetical order.
std::string lines_of(const finding& which) {
  if (!which.race) return which.where.known() ? which.where.brief() : "";
  std::string first = which.race->earlier.where.brief();
  std::string second = which.race->later.where.brief();
  if (second < first) std::swap(first, second);
  return first + "+" + second;
}

std::string signature_of(const finding& which, const scheduler::execution& told) {
  std::string signature =
      fmt::format("{}|{}|{}", name_of(which.kind), which.message, lines_of(which));
  for (const std::string& name : objects_of(which, told)) signature += "|" + name;
  return signature;
}

}  // namespace

void detect_all(const finished_run& run, detector_memory& memory, std::vector<symptom>& seen) {
  if (run.how == scheduler::ending::pruned || run.how == scheduler::ending::given_up) return;
  for (const detector* const one : all_detectors()) {
    const std::size_t before = seen.size();
    one->detect(run, memory, seen);
    for (std::size_t place = before; place < seen.size(); ++place) seen[place].seen_by = one;
  }
}

void detect_all(const finished_run& run, std::vector<symptom>& seen) {
  detector_memory memory;
  memory.look_for_lassos = true;
  detect_all(run, memory, seen);
}

finding describe(const symptom& what, const finished_run& run, const scheduler::execution& told) {
  finding found;
  found.kind = what.kind;
  found.message = what.text;
  found.where = scheduler::resolve(what.site);
  found.preemptions = run.preemptions;
  if (what.task != scheduler::no_task)
    found.task = static_cast<int>(ordinals(run.created_tasks)(what.task));
  if (what.object != scheduler::no_object)
    found.object = static_cast<int>(ordinals(run.created_objects)(what.object));
  what.seen_by->describe(what, run, told, found);
  found.signature = signature_of(found, told);
  found.cone = causal_cone_of(found, told);
  return found;
}

std::optional<finding> describe_in_full(const symptom& what, const finished_run& run,
                                        const scheduler::execution& told,
                                        const std::function<void()>& body) {
  finding found = describe(what, run, told);
  if (!is_endless(what.kind)) {
    found.execution = told;
    return found;
  }
  if (!tell_endless(body, run, {what.earlier, what.later, what.key, what.task, what.site}, found))
    return std::nullopt;
  found.cone = {};
  found.signature = signature_of(found, found.execution);
  return found;
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf2'9ce4'8422'2325;  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100'0000'01b3;
  return hash;
}

std::uint64_t hash_of(const scheduler::code_site& site) {
  const std::uint64_t file = hash_of(site.where.file_name());
  return mix(mix(file, site.where.line()), reinterpret_cast<std::uintptr_t>(site.return_address));
}

}  // namespace heddle::checker
