#include "reports/ci/sarif_rules.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "reports/text/kind_meaning.hpp"

namespace heddle::reports {

namespace {

/// `data_race` as `DataRace`.
std::string in_pascal_case(std::string_view name) {
  std::string joined;
  bool upper = true;
  for (const char letter : name) {
    if (letter != '_') joined += upper ? static_cast<char>(letter - 'a' + 'A') : letter;
    upper = letter == '_';
  }
  return joined;
}

/// `data_race` as `Data race`.
std::string as_title(std::string_view name) {
  std::string title{name};
  for (char& letter : title)
    if (letter == '_') letter = ' ';
  title.front() = static_cast<char>(title.front() - 'a' + 'A');
  return title;
}

/// The weakness in the Common Weakness Enumeration (MITRE), as code scanning services tag it.
std::vector<std::string> weaknesses(finding_kind kind) {
  switch (kind) {
    case finding_kind::deadlock:
    case finding_kind::partial_deadlock:
    case finding_kind::lost_wakeup:
    case finding_kind::potential_deadlock:
      return {"external/cwe/cwe-833"};  // deadlock
    case finding_kind::self_deadlock:
      return {"external/cwe/cwe-764", "external/cwe/cwe-833"};  // multiple locks of a resource
    case finding_kind::livelock:
      return {"external/cwe/cwe-835"};  // infinite loop
    case finding_kind::starvation:
      return {"external/cwe/cwe-410"};  // insufficient resource pool
    case finding_kind::data_race:
      return {"external/cwe/cwe-362"};  // race condition
    case finding_kind::exception:
      return {"external/cwe/cwe-248"};  // uncaught exception
    case finding_kind::leak:
      return {"external/cwe/cwe-772"};  // missing release of a resource
    case finding_kind::invariant:
    case finding_kind::misuse:
    case finding_kind::crash:
    case finding_kind::nondeterminism:
      return {};
  }
  return {};
}

sarif_json rule_for(finding_kind kind) {
  const std::string name{heddle::name_of(kind)};
  const std::string meaning{meaning_of(kind)};
  sarif_json rule;
  rule["id"] = name;
  rule["name"] = in_pascal_case(name);
  rule["shortDescription"]["text"] = as_title(name);
  rule["fullDescription"]["text"] = meaning;
  rule["help"]["text"] = meaning +
                         " The token of a result replays it: 'heddle replay TOKEN' shows every "
                         "step, 'heddle explain TOKEN' which of them matter, and why.";
  rule["help"]["markdown"] = meaning +
                             "\n\nThe token of a result replays it:\n\n"
                             "- `heddle replay TOKEN` shows every step;\n"
                             "- `heddle explain TOKEN` shows which of them matter, and why.\n";
  rule["defaultConfiguration"]["level"] = sarif_level(kind);
  sarif_json tags = sarif_json::array({"concurrency"});
  for (const std::string& weakness : weaknesses(kind)) tags.push_back(weakness);
  rule["properties"]["tags"] = std::move(tags);
  rule["properties"]["precision"] =
      kind == finding_kind::potential_deadlock ? "medium" : "very-high";
  rule["properties"]["problem.severity"] = sarif_level(kind);
  return rule;
}

constexpr std::array notices{
    std::pair{sarif_notice::expected_missing,
              "A finding that the model declares did not occur in a complete search."},
    std::pair{sarif_notice::not_complete,
              "No execution counted, or the search was not complete although it had to be."},
    std::pair{sarif_notice::interrupted, "The search was interrupted."},
    std::pair{sarif_notice::internal_error, "The check of a model ended with an error."}};

}  // namespace

std::string_view name_of(sarif_notice notice) {
  switch (notice) {
    case sarif_notice::expected_missing:
      return "expected_missing";
    case sarif_notice::not_complete:
      return "not_complete";
    case sarif_notice::interrupted:
      return "interrupted";
    case sarif_notice::internal_error:
      return "internal_error";
  }
  return "";
}

std::string_view sarif_level(finding_kind kind) {
  return kind == finding_kind::potential_deadlock ? "warning" : "error";
}

sarif_json sarif_driver() {
  sarif_json driver;
  driver["name"] = "heddle";
  driver["semanticVersion"] = HEDDLE_VERSION;
  driver["shortDescription"]["text"] =
      "Runs concurrent models in every interleaving and tells what goes wrong.";
  driver["rules"] = sarif_json::array();
  for (std::size_t kind = 0; kind < finding_kinds; ++kind)
    driver["rules"].push_back(rule_for(static_cast<finding_kind>(kind)));
  driver["notifications"] = sarif_json::array();
  for (const auto& [notice, meaning] : notices) {
    sarif_json descriptor;
    descriptor["id"] = name_of(notice);
    descriptor["shortDescription"]["text"] = meaning;
    driver["notifications"].push_back(std::move(descriptor));
  }
  return driver;
}

}  // namespace heddle::reports
