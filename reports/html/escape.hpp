#pragma once

#include <string>
#include <string_view>

namespace heddle::reports {

/// `text` as text or as the value of an attribute in double quotes: control characters and broken
/// UTF-8 as in `printable`, and the five characters that mean something in HTML as references.
std::string html_escaped(std::string_view text);

/// JSON as the content of a script element: with `<` escaped, so that no text in it can end the
/// element or begin a comment. It is the same JSON.
std::string script_escaped(std::string_view json);

/// How a content security policy names a script or a style with this text: `'sha256-...'`, in
/// base64 (RFC 4648).
std::string policy_hash(std::string_view text);

}  // namespace heddle::reports
