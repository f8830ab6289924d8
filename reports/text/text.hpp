#pragma once

#include <span>
#include <string>
#include <vector>

#include "checker/model.hpp"
#include "checker/result.hpp"
#include "reports/text/text_options.hpp"

/// What people read. Every function ends what it says with a line feed.
namespace heddle::reports {

/// The result of checking one model: a line if nothing was found; else a block per finding
/// (verdict, property, values, who waits, interleaving, the command that replays it), and what was
/// searched.
std::string model_report(const checker::result& from, const text_options& options);

/// One line about all: `5 models: 3 passed, 2 failed as expected`. `not_run` models were not
/// checked because the search was interrupted.
std::string summary(std::span<const checker::result> results, std::size_t not_run,
                    const text_options& options);

/// The models, one per line with its summary; what they are known for below it in `detail::full`.
std::string model_list(std::span<const model* const> models, const text_options& options);

}  // namespace heddle::reports
