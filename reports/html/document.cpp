#include "reports/html/document.hpp"

#include <fmt/format.h>

#include "reports/diagram/space_time.hpp"
#include "reports/html/assets.hpp"
#include "reports/html/escape.hpp"

namespace heddle::reports {

namespace {

/// Nothing is let in but this style and this script.
std::string policy_of(std::string_view style, std::string_view script) {
  return fmt::format(
      "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; "
      "form-action 'none'",
      policy_hash(style), script.empty() ? "'none'" : policy_hash(script));
}

}  // namespace

std::string html_document(std::string_view title, std::string_view content, bool script) {
  const std::string style = std::string{page_style()} + space_time_style();
  const std::string_view code = script ? page_script() : std::string_view{};
  std::string text = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<meta name=\"generator\" content=\"heddle {}\">\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}",
      policy_of(style, code), HEDDLE_VERSION, html_escaped(title), style, content);
  if (script) text += fmt::format("<script>{}</script>\n", code);
  return text + "</body>\n</html>\n";
}

std::string json_block(std::string_view identity, std::string_view json) {
  return fmt::format("<script type=\"application/json\" id=\"{}\">{}</script>\n", identity,
                     script_escaped(json));
}

}  // namespace heddle::reports
