#pragma once

#include <span>
#include <string>

#include "checker/native_record.hpp"
#include "reports/text/text_options.hpp"

/// What is told of runs on real threads. Every function ends what it says with a line feed.
namespace heddle::reports {

/// One run: what went wrong, or that nothing did; what was observed; how it was run.
std::string native_report(const checker::native_record& from, const text_options& options);

/// One line about all.
std::string native_summary(std::span<const checker::native_record> all, std::size_t not_run);

/// `{"schema": 1, "native_runs": [...]}`.
std::string native_json(std::span<const checker::native_record> all);

}  // namespace heddle::reports
