#include "reports/html/lanes_pane.hpp"

#include <fmt/format.h>

#include "reports/diagram/space_time.hpp"
#include "reports/html/markup.hpp"

namespace heddle::reports {

namespace {

std::string replaced(std::string text, std::string_view old, const std::string& with) {
  for (std::size_t at = text.find(old); at != std::string::npos;
       at = text.find(old, at + with.size()))
    text.replace(at, old.size(), with);
  return text;
}

/// Several diagrams on a page share no identities. Text cannot look like one: its quotes are
/// escaped.
std::string with_own_identities(std::string svg, int number) {
  svg = replaced(std::move(svg), " id=\"", fmt::format(" id=\"f{}-", number));
  return replaced(std::move(svg), "url(#", fmt::format("url(#f{}-", number));
}

}  // namespace

std::string lanes_pane(const page_view& from) {
  const space_time_options options{
      .title = {}, .everything = true, .embedded = true, .rows = most_steps_shown};
  const std::string svg = space_time_svg(*from.told, from.about, options);
  return pane(from, "lanes", "Space and time",
              fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
                          "aria-label=\"Space-time diagram\">\n{}</div>\n",
                          with_own_identities(svg, from.number)));
}

}  // namespace heddle::reports
