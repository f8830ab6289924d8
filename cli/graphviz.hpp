#pragma once

#include <string>
#include <string_view>

namespace heddle::cli {

/// What Graphviz makes of a graph in its language: the bytes of a picture. `format` is one that
/// `dot -T` knows. Throws `command_error` if there is no `dot` (saying what to install), or it
/// fails.
std::string rendered_by_graphviz(std::string_view dot, const std::string& format);

}  // namespace heddle::cli
