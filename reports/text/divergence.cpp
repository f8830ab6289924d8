#include "reports/text/divergence.hpp"

#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/text/columns.hpp"

namespace heddle::reports {

namespace {

using checker::divergence_side;
using went = divergence_side::what;

std::string side_task(const divergence_side& side) {
  return side.task.empty() ? "a task" : printable(side.task);
}

/// `worker: write x (chances.cpp:25)`.
std::string side_text(const divergence_side& side) {
  if (side.how == went::ended) return "the execution had ended";
  if (side.how == went::nothing) return side_task(side) + " could not go on";
  std::string text = fmt::format("{}: {}", side_task(side), printable(side.operation));
  if (side.where.known()) text += fmt::format(" ({})", printable(side.where.brief()));
  return side.how == went::announced ? text + ", which could not be done" : text;
}

std::string labelled_side(std::string_view label, const std::string& text,
                          const text_options& options) {
  constexpr std::size_t side_label_width = 12;
  return std::string(margin, ' ') + pad(label, side_label_width) +
         wrap(text, margin + side_label_width, options.width) + "\n";
}

json side_json(const divergence_side& side) {
  if (side.how == went::ended) return nullptr;
  json one;
  one["task"] = side.task.empty() ? json(nullptr) : json(side.task);
  one["operation"] = side.how == went::nothing ? json(nullptr) : json(side.operation);
  one["done"] = side.how == went::done;
  add_line(one, side.where);
  return one;
}

}  // namespace

std::string divergence_text(const checker::finding& found, const text_options& options) {
  if (!found.divergence) return "";
  const checker::divergence_facts& facts = *found.divergence;
  std::string text = labelled_side("first time", side_text(facts.before), options) +
                     labelled_side("this time", side_text(facts.now), options);
  if (!facts.could_go_on.empty())
    text += labelled_side(
        "could go on", printable(fmt::format("{}", fmt::join(facts.could_go_on, ", "))), options);
  return text;
}

json divergence_json(const checker::finding& found) {
  json one;
  one["step"] = found.divergence->step;
  one["first_time"] = side_json(found.divergence->before);
  one["this_time"] = side_json(found.divergence->now);
  one["could_go_on"] = found.divergence->could_go_on;
  return one;
}

}  // namespace heddle::reports
