#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reports/html/page_view.hpp"
#include "scheduler/location.hpp"

/// Pieces of HTML that several panes use. All text is escaped here.
namespace heddle::reports {

/// `<a href="#step=3">step 3</a>`: goes there in this view. Step 0 is the beginning.
std::string step_link(const page_view& from, std::uint32_t step, std::string_view words = {});

/// A source line by its brief name, the whole one on demand; nothing if it is unknown.
std::string place_html(const scheduler::source_line& where);

/// The name of a task or an object.
std::string task_html(std::string_view name);
std::string object_html(std::string_view name);

/// A section with a heading of level 3, called by it. `name` is its class, and with the number of
/// the view its identity.
std::string pane(const page_view& from, std::string_view name, std::string_view heading,
                 std::string_view content);

/// A line to paste into a shell, with a button that copies it.
std::string command_html(std::string_view command);

/// Lines of a text report as they are, without their indentation.
std::string preformatted(std::string_view text);

}  // namespace heddle::reports
