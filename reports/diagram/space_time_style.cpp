#include <string_view>

#include "reports/diagram/space_time.hpp"

namespace heddle::reports {

namespace {

/// Shapes and widths, the same in light and dark.
constexpr std::string_view shapes = R"(
.space-time { font-family: system-ui, "Segoe UI", "DejaVu Sans", "Helvetica Neue", sans-serif; font-size: 12px; }
.space-time text { stroke: none; }
.space-time .headline { font-size: 16px; font-weight: 600; }
.space-time .middle { text-anchor: middle; }
.space-time .right { text-anchor: end; }
.space-time .small, .space-time .where, .space-time .value text { font-size: 11px; }
.space-time .name { font-weight: 600; }
.space-time .number { text-anchor: end; }
.space-time .matters .number { font-weight: 700; }
.space-time .step rect.box { stroke-width: 1.25; }
.space-time .step.matters rect.box, .space-time .step.wrong rect.box { stroke-width: 2; }
.space-time .lane { stroke-width: 1.5; fill: none; }
.space-time .object-lane { stroke-width: 1.25; stroke-dasharray: 1 4; fill: none; }
.space-time .access { stroke-width: 1.25; fill: none; }
.space-time .synchronisation { stroke-width: 1.5; fill: none; }
.space-time .message { stroke-width: 2; fill: none; }
.space-time .preempts { stroke-width: 1.75; stroke-dasharray: 6 4; fill: none; }
.space-time .preemption rect.box { stroke-width: 1.5; stroke-dasharray: 5 3; }
.space-time .unordered { stroke-width: 2; stroke-dasharray: 3 4; fill: none; }
.space-time .row { fill: none; stroke: none; }
.space-time .fold rect, .space-time .out-of-date rect { stroke: none; }
.space-time .out-of-date text { font-style: italic; }
.space-time .value.changes text { font-weight: 600; }
)";

constexpr std::string_view light = R"(
.space-time .paper, .space-time .fold rect, .space-time .out-of-date rect { fill: #ffffff; }
.space-time text { fill: #1f2328; }
.space-time .faint, .space-time .where, .space-time .number, .space-time .value text { fill: #59636e; }
.space-time .matters .number { fill: #1f2328; }
.space-time .name rect { fill: #eaeef2; stroke: #8c959f; }
.space-time .step rect.box { fill: #f6f8fa; stroke: #8c959f; }
.space-time .step.matters rect.box { fill: #ddf4ff; stroke: #0969da; }
.space-time .step.wrong rect.box { fill: #ffdcd7; stroke: #cf222e; }
.space-time .step.pale rect.box { fill: #ffffff; stroke: #d1d9e0; }
.space-time .step.pale text { fill: #6e7781; }
.space-time .value rect { fill: #ffffff; stroke: #afb8c1; }
.space-time .value.changes rect { fill: #fff8c5; stroke: #9a6700; }
.space-time .value.changes text { fill: #1f2328; }
.space-time .value.wrong rect { fill: #ffdcd7; stroke: #cf222e; }
.space-time .lane, .space-time .object-lane { stroke: #8c959f; }
.space-time .lane-head { fill: #8c959f; stroke: none; }
.space-time .access { stroke: #afb8c1; }
.space-time .access-head { fill: #818b98; stroke: none; }
.space-time .synchronisation { stroke: #0969da; }
.space-time .synchronisation-head { fill: #0969da; stroke: none; }
.space-time .message { stroke: #8250df; }
.space-time .message-head { fill: #8250df; stroke: none; }
.space-time .preempts { stroke: #bc6c00; }
.space-time .preempts-head { fill: #bc6c00; stroke: none; }
.space-time .preemption rect.box { fill: #fff1d6; stroke: #bc6c00; }
.space-time .preemption text { fill: #6f3f00; }
.space-time .problem rect.box { fill: #cf222e; stroke: #cf222e; }
.space-time .problem text.words { fill: #ffffff; font-weight: 600; }
.space-time .waiting rect.box { fill: #ffebe9; stroke: #cf222e; }
.space-time .waiting text.words { fill: #a40e26; }
.space-time .note rect.box, .space-time .repetition rect.box { fill: #ffffff; stroke: #d1d9e0; }
.space-time .unordered { stroke: #cf222e; }
.space-time .out-of-date text { fill: #a40e26; }
.space-time .blocked { stroke: #8c959f; }
.space-time .hatch { stroke: #8c959f; }
.space-time .hatch-paper { fill: #f6f8fa; }
.space-time .hatch-for-ever { stroke: #cf222e; }
.space-time .blocked.hatched-for-ever { stroke: #cf222e; }
.space-time .current .row { fill: #fff8c5; }
.space-time .rule { stroke: #d1d9e0; }
)";

constexpr std::string_view dark = R"(
.space-time .paper, .space-time .fold rect, .space-time .out-of-date rect { fill: #0d1117; }
.space-time text { fill: #f0f6fc; }
.space-time .faint, .space-time .where, .space-time .number, .space-time .value text { fill: #9198a1; }
.space-time .matters .number { fill: #f0f6fc; }
.space-time .name rect { fill: #262c36; stroke: #656c76; }
.space-time .step rect.box { fill: #151b23; stroke: #656c76; }
.space-time .step.matters rect.box { fill: #102d50; stroke: #4493f8; }
.space-time .step.wrong rect.box { fill: #5d1214; stroke: #f85149; }
.space-time .step.pale rect.box { fill: #0d1117; stroke: #2f3742; }
.space-time .step.pale text { fill: #8b949e; }
.space-time .value rect { fill: #0d1117; stroke: #3d444d; }
.space-time .value.changes rect { fill: #3b2d04; stroke: #d29922; }
.space-time .value.changes text { fill: #f0f6fc; }
.space-time .value.wrong rect { fill: #5d1214; stroke: #f85149; }
.space-time .lane, .space-time .object-lane { stroke: #656c76; }
.space-time .lane-head { fill: #656c76; }
.space-time .access { stroke: #3d444d; }
.space-time .access-head { fill: #656c76; }
.space-time .synchronisation { stroke: #4493f8; }
.space-time .synchronisation-head { fill: #4493f8; }
.space-time .message { stroke: #ab7df8; }
.space-time .message-head { fill: #ab7df8; }
.space-time .preempts { stroke: #e3a008; }
.space-time .preempts-head { fill: #e3a008; }
.space-time .preemption rect.box { fill: #38260a; stroke: #e3a008; }
.space-time .preemption text { fill: #f6d58a; }
.space-time .problem rect.box { fill: #da3633; stroke: #da3633; }
.space-time .waiting rect.box { fill: #3c1618; stroke: #f85149; }
.space-time .waiting text.words { fill: #ffa198; }
.space-time .note rect.box, .space-time .repetition rect.box { fill: #0d1117; stroke: #3d444d; }
.space-time .unordered { stroke: #f85149; }
.space-time .out-of-date text { fill: #ffa198; }
.space-time .blocked, .space-time .hatch { stroke: #656c76; }
.space-time .hatch-paper { fill: #151b23; }
.space-time .hatch-for-ever, .space-time .blocked.hatched-for-ever { stroke: #f85149; }
.space-time .current .row { fill: #3b2d04; }
.space-time .rule { stroke: #3d444d; }
)";

}  // namespace

std::string space_time_style() {
  std::string style{shapes};
  style += light;
  style += "@media (prefers-color-scheme: dark) {";
  style += dark;
  style += "}\n";
  return style;
}

}  // namespace heddle::reports
