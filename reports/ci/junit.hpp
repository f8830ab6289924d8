#pragma once

#include <string>

#include "reports/ci/checked_run.hpp"
#include "reports/text/text_options.hpp"

namespace heddle::reports {

/// JUnit XML, as build servers read it: a test suite with one test case per model.
///
/// - What fails the check is a `failure`, with the first two lines as its message and the text
///   report as its body: a finding that the model does not declare, a declared one that did not
///   occur, too little coverage.
/// - What says nothing about the model's rules is an `error`: a crash, nondeterminism, an error of
///   ours.
/// - A model that nobody came to, or whose search was interrupted with nothing found, is `skipped`.
/// - All others pass; what they declare and was found is their `system-out`.
///
/// `options` are those of the text; without `seconds` there are no `time` attributes, and the same
/// results give the same bytes.
std::string junit_xml(const checked_run& from, const text_options& options);

}  // namespace heddle::reports
