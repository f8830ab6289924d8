#include "reports/diagram/mermaid.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "reports/diagram/diagram_rows.hpp"
#include "reports/text/cause.hpp"
#include "reports/text/columns.hpp"
#include "reports/text/table_rows.hpp"

namespace heddle::reports {

namespace {

using scheduler::execution;
using scheduler::operation_kind;

constexpr std::size_t longest_text = 100;

/// Of a word that Mermaid takes for its own, the first letter is written as a number.
bool is_keyword(std::string_view word) {
  constexpr std::string_view keywords[] = {
      "end",  "loop", "alt",  "else",  "opt",      "par",      "and",    "critical", "option",
      "rect", "note", "over", "break", "activate", "box",      "create", "destroy",  "autonumber",
      "wrap", "link", "as",   "title", "accTitle", "accDescr", "left",   "right",    "nowrap"};
  std::string lower{word};
  std::ranges::transform(lower, lower.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return std::ranges::count(keywords, lower) != 0;
}

bool is_letter(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         character == '_' || (character >= '0' && character <= '9');
}

bool is_safe(char character) {
  constexpr std::string_view safe = " .,:=()+*/!?|-";
  return is_letter(character) || static_cast<unsigned char>(character) >= 0x80 ||
         safe.find(character) != std::string_view::npos;
}

/// Writes the rows as messages and notes.
class mermaid_writer {
 public:
  mermaid_writer(const execution& from, const checker::finding* about,
                 const space_time_options& options)
      : from_(from),
        about_(about),
        options_(options),
        rows_(diagram_rows_of(from, about, options.everything, options.rows)) {}

  std::string write() {
    text_ = "sequenceDiagram\n";
    headline();
    participants();
    for (const diagram_row& row : rows_) add(row);
    return std::move(text_);
  }

 private:
  template <class... Arguments>
  void put(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    text_ += "  ";
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
    text_ += '\n';
  }

  static std::string shown(std::string_view text) {
    return mermaid_escaped(elide_end(text, longest_text));
  }

  void headline() {
    std::string words = options_.title;
    if (about_ != nullptr)
      words += fmt::format("{}{}: {}", words.empty() ? "" : ", ", name_of(about_->kind),
                           about_->message);
    if (!words.empty()) put("title {}", shown(words));
  }

  void participants() {
    tasks_.assign(from_.tasks.size(), false);
    std::vector<bool> objects(from_.objects.size());
    for (const diagram_row& row : rows_) {
      if (row.told.task != execution::none) tasks_[static_cast<std::size_t>(row.told.task)] = true;
      if (const execution::step* const step = step_of(row); step != nullptr && has_object(*step))
        objects[static_cast<std::size_t>(step->object)] = true;
      if (row.told.task == execution::none && step_of(row) != nullptr) clock_ = true;
    }
    for (std::size_t task = 0; task < tasks_.size(); ++task)
      if (tasks_[task]) participant("actor", fmt::format("T{}", task), from_.tasks[task].name);
    if (clock_) participant("participant", "C", "clock");
    for (std::size_t object = 0; object < objects.size(); ++object)
      if (objects[object])
        participant("participant", fmt::format("O{}", object), from_.objects[object].name);
  }

  void participant(std::string_view what, const std::string& id, const std::string& name) {
    put("{} {} as {}", what, id, shown(name));
    last_id_ = id;
    if (first_id_.empty()) first_id_ = id;
  }

  const execution::step* step_of(const diagram_row& row) const {
    return row.told.what == trace_row::sort::step ? &from_.steps[row.told.last - 1] : nullptr;
  }

  static bool has_object(const execution::step& step) { return step.object != execution::none; }

  std::string id_of(int task) const {
    return task == execution::none ? "C" : fmt::format("T{}", task);
  }

  bool has_lane(int task) const {
    return task != execution::none && tasks_[static_cast<std::size_t>(task)];
  }

  void add(const diagram_row& row) {
    switch (row.told.what) {
      case trace_row::sort::step:
        return add_step(row);
      case trace_row::sort::preemption:
        return note(row, row.told.text.empty() ? "preempted here"
                                               : "preempted here, about to: " + row.told.text);
      case trace_row::sort::problem:
        return coloured("255, 220, 215", [&] { note(row, row.told.text); });
      case trace_row::sort::waiting:
        return coloured("255, 220, 215", [&] { note(row, "waits for ever: " + row.told.text); });
      case trace_row::sort::note:
        return note(row, row.told.text);
      case trace_row::sort::repetition:
        return note_over_all("from here to the end: again and again");
      case trace_row::sort::fold:
        return note_over_all(row.told.text);
    }
  }

  void add_step(const diagram_row& row) {
    if (row.wrong) return coloured("255, 220, 215", [&] { step(row); });
    step(row);
  }

  template <class Draw>
  void coloured(std::string_view colour, Draw draw) {
    put("rect rgb({})", colour);
    draw();
    put("end");
  }

  void step(const diagram_row& row) {
    const execution::step& step = *step_of(row);
    const std::string me = id_of(step.task);
    const std::string words = shown(step_label(row.told) + " " + row.told.text);
    const bool one = row.told.first == row.told.last;
    if (step.kind == operation_kind::spawn && one && has_lane(step.other_task))
      put("{}->>{}: {}", me, id_of(step.other_task), words);
    else if (step.kind == operation_kind::join && one && has_lane(step.other_task))
      put("{}-->>{}: {}", id_of(step.other_task), me, words);
    else if (!has_object(step))
      put("Note over {}: {}", me, words);
    else if (step.before == step.after)
      put("O{}-->>{}: {}", step.object, me, words);
    else
      put("{}->>O{}: {}", me, step.object, words);
  }

  void note(const diagram_row& row, const std::string& words) {
    put("Note over {}: {}", id_of(row.told.task), shown(words));
  }

  void note_over_all(const std::string& words) {
    if (first_id_.empty()) return;
    if (first_id_ == last_id_)
      put("Note over {}: {}", first_id_, shown(words));
    else
      put("Note over {},{}: {}", first_id_, last_id_, shown(words));
  }

  const execution& from_;
  const checker::finding* about_;
  const space_time_options& options_;
  std::vector<diagram_row> rows_;
  std::vector<bool> tasks_;
  bool clock_ = false;
  std::string first_id_;
  std::string last_id_;
  std::string text_;
};

}  // namespace

std::string mermaid_escaped(std::string_view text) {
  const std::string clean = printable(text);
  std::string escaped;
  for (std::size_t at = 0; at < clean.size(); ++at) {
    const char character = clean[at];
    const bool begins_word = is_letter(character) && (at == 0 || !is_letter(clean[at - 1]));
    std::size_t end = at;
    while (begins_word && end < clean.size() && is_letter(clean[end])) ++end;
    if (clean.compare(at, 2, "->") == 0) {
      escaped += "\u2192";
      ++at;
    } else if (!is_safe(character) || is_keyword(std::string_view{clean}.substr(at, end - at))) {
      escaped += fmt::format("#{};", static_cast<int>(character));
    } else {
      escaped += character;
    }
  }
  return escaped;
}

std::string mermaid_text(const execution& from, const checker::finding* about,
                         const space_time_options& options) {
  return mermaid_writer{from, about, options}.write();
}

}  // namespace heddle::reports
