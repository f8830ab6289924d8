#include "tests/reports/diagram/found.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <stdexcept>
#include <vector>

#include "checker/check.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports::test {

namespace {

checker::finding first_of(const checker::result& from, finding_kind kind) {
  const auto found = std::ranges::find(from.findings, kind, &checker::finding::kind);
  if (found == from.findings.end()) throw std::runtime_error("nothing found in " + from.model);
  return *found;
}

bool is_name(char character) {
  return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '-' ||
         character == '_' || character == ':';
}

/// Reads XML as far as diagrams use it.
class xml_reader {
 public:
  explicit xml_reader(std::string_view text) : text_(text) {}

  std::string problem() {
    while (at_ < text_.size() && problem_.empty()) text_[at_] == '<' ? tag() : content();
    if (problem_.empty() && (!open_.empty() || elements_ != 1)) problem_ = "not one element";
    return problem_;
  }

 private:
  void fail(const std::string& what) {
    problem_ = fmt::format("{} at {}: {}", what, at_, text_.substr(at_, 60));
  }

  void content() {
    const std::size_t end = std::min(text_.find('<', at_), text_.size());
    const std::string_view inside = text_.substr(at_, end - at_);
    if (open_.empty() && inside.find_first_not_of("\n ") != std::string_view::npos)
      return fail("text outside");
    if (inside.find(">") != std::string_view::npos && open_.back() != "style")
      return fail("unescaped >");
    entities(inside);
    at_ = end;
  }

  void entities(std::string_view inside) {
    for (std::size_t at = inside.find('&'); at != std::string_view::npos;
         at = inside.find('&', at + 1)) {
      const std::string_view entity = inside.substr(at, inside.find(';', at) - at);
      const std::set<std::string_view> known{"&amp", "&lt", "&gt", "&quot", "&#39"};
      if (!known.contains(entity)) return fail("unknown entity");
    }
    for (const char character : inside)
      if (static_cast<unsigned char>(character) < 0x20 && character != '\n')
        return fail("control character");
  }

  void tag() {
    ++at_;
    const bool closes = text_[at_] == '/';
    if (closes) ++at_;
    const std::size_t begin = at_;
    while (is_name(text_[at_])) ++at_;
    const std::string name{text_.substr(begin, at_ - begin)};
    if (name.empty()) return fail("no name");
    std::set<std::string> attributes;
    while (problem_.empty() && text_[at_] == ' ') attribute(attributes);
    if (!problem_.empty()) return;
    const bool empty = text_[at_] == '/';
    if (empty) ++at_;
    if (text_[at_] != '>') return fail("tag does not end");
    ++at_;
    if (closes) {
      if (open_.empty() || open_.back() != name) return fail("closed in another order");
      open_.pop_back();
    } else {
      if (open_.empty()) ++elements_;
      if (!empty) open_.push_back(name);
    }
  }

  void attribute(std::set<std::string>& known) {
    ++at_;
    const std::size_t begin = at_;
    while (is_name(text_[at_])) ++at_;
    if (!known.emplace(text_.substr(begin, at_ - begin)).second) return fail("attribute twice");
    if (text_.substr(at_, 2) != "=\"") return fail("attribute without a value");
    const std::size_t end = text_.find('"', at_ + 2);
    const std::string_view value = text_.substr(at_ + 2, end - at_ - 2);
    if (value.find('<') != std::string_view::npos) return fail("unescaped <");
    entities(value);
    at_ = end + 1;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t elements_ = 0;
  std::vector<std::string> open_;
  std::string problem_;
};

}  // namespace

checker::finding found_in(const std::string& model, finding_kind kind) {
  const heddle::model* const subject = checker::find_model(model);
  if (subject == nullptr) throw std::runtime_error("no model " + model);
  checker::check_options options;
  options.execution = checker::effective_options(*subject);
  return first_of(check(*subject, *checker::make_strategy("dpor", {}), options), kind);
}

checker::finding found_in(const std::string& name, const std::function<void()>& body,
                          finding_kind kind) {
  return first_of(checker::check(name, body, *checker::make_strategy("dpor", {})), kind);
}

scheduler::execution many_steps(std::size_t steps) {
  written_execution shown{"models/long.cpp"};
  const int tasks[] = {shown.task("even"), shown.task("odd")};
  const int number = shown.object("number", scheduler::object_kind::variable, "0");
  for (std::size_t i = 1; i <= steps; ++i) {
    if (i % 10 == 0) shown.preempt("write number");
    shown.write(tasks[i % 2], number, std::to_string(i), 7);
  }
  return shown.told;
}

scheduler::execution many_tasks(std::size_t tasks) {
  written_execution shown{"models/wide.cpp"};
  for (std::size_t i = 0; i < tasks; ++i) shown.task(fmt::format("worker number {}", i));
  for (std::size_t i = 0; i < tasks; ++i)
    shown.object(fmt::format("slot {}", i), scheduler::object_kind::variable, "empty");
  for (std::size_t i = 0; i < tasks; ++i)
    shown.write(static_cast<int>(i), static_cast<int>(i), "full", 9);
  return shown.told;
}

scheduler::execution hostile() {
  written_execution shown{"models/<&>\"'.cpp"};
  const int first = shown.task("</script><img src=x onerror=alert(1)>");
  const int second = shown.task("end\n;#\"'\\ %% loop {a} [b] `c` \xff\x01 ]]> --> \u00fcber");
  const int object =
      shown.object("as end; note over T0: x", scheduler::object_kind::variable, "<b>&amp;</b>");
  shown.spawn(first, second, 1);
  shown.write(first, object, "\"};alert('1')//", 2);
  shown.preempt("<!-- \n-->").read(second, object, 3);
  shown.note(second, "end", 4).note(second, "wrap:x", 4);
  shown.fail(first, scheduler::failure_kind::check, "a < b && \"c\" > 'd'\n#end;", 5);
  return shown.told;
}

std::string xml_problem(std::string_view text) { return xml_reader{text}.problem(); }

}  // namespace heddle::reports::test
