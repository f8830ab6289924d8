#include "reports/graph/graph_style.hpp"

namespace heddle::reports {

namespace {

/// Shapes and widths, the same in light and dark.
constexpr std::string_view graph_shapes_style = R"(
.resource-graph { font-family: system-ui, "Segoe UI", "DejaVu Sans", "Helvetica Neue", sans-serif; font-size: 12px; }
.resource-graph text { stroke: none; }
.resource-graph .headline { font-size: 16px; font-weight: 600; }
.resource-graph .caption { font-size: 13px; }
.resource-graph .small { font-size: 11px; }
.resource-graph .note { font-size: 10px; }
.resource-graph .middle { text-anchor: middle; }
.resource-graph .shape { stroke-width: 1.5; }
.resource-graph .ended .shape { stroke-dasharray: 4 4; }
.resource-graph .line { fill: none; stroke-width: 1.5; }
.resource-graph .dashed .line { stroke-dasharray: 7 5; }
.resource-graph .dotted .line { stroke-dasharray: 1.5 5; stroke-linecap: round; stroke-width: 2; }
.resource-graph .member .shape, .resource-graph .member .line { stroke-width: 2; }
.resource-graph .ring .shape, .resource-graph .ring .line { stroke-width: 3; }
.resource-graph .potential .shape, .resource-graph .potential .line { stroke-width: 2.5; }
.resource-graph .ring .name { font-weight: 700; }
.resource-graph .head, .resource-graph .dot { stroke: none; }
.resource-graph .label { paint-order: stroke; stroke-width: 3px; stroke-linejoin: round; }
)";

constexpr std::string_view light_graph_style = R"(
.resource-graph .paper { fill: #ffffff; }
.resource-graph text { fill: #1f2328; }
.resource-graph .faint, .resource-graph .note { fill: #59636e; }
.resource-graph .label { stroke: #ffffff; }
.resource-graph .shape { fill: #f6f8fa; stroke: #59636e; }
.resource-graph .line { stroke: #59636e; }
.resource-graph .head, .resource-graph .dot { fill: #59636e; }
.resource-graph .bystander .shape { fill: #ffffff; stroke: #a5acb3; }
.resource-graph .bystander .line { stroke: #a5acb3; }
.resource-graph .bystander .head, .resource-graph .bystander .dot { fill: #a5acb3; }
.resource-graph .bystander text { fill: #6e7781; }
.resource-graph .member .shape, .resource-graph .ring .shape { fill: #ffebe9; stroke: #cf222e; }
.resource-graph .member .line, .resource-graph .ring .line { stroke: #cf222e; }
.resource-graph .member .head, .resource-graph .ring .head { fill: #cf222e; }
.resource-graph .member .dot, .resource-graph .ring .dot { fill: #cf222e; }
.resource-graph .potential .line { stroke: #9a6700; }
.resource-graph .potential .head { fill: #9a6700; }
.resource-graph .potential .shape { fill: #fff8c5; stroke: #9a6700; }
)";

constexpr std::string_view dark_graph_style = R"(
.resource-graph .paper { fill: #0d1117; }
.resource-graph text { fill: #f0f6fc; }
.resource-graph .faint, .resource-graph .note { fill: #9198a1; }
.resource-graph .label { stroke: #0d1117; }
.resource-graph .shape { fill: #151b23; stroke: #9198a1; }
.resource-graph .line { stroke: #9198a1; }
.resource-graph .head, .resource-graph .dot { fill: #9198a1; }
.resource-graph .bystander .shape { fill: #0d1117; stroke: #656c76; }
.resource-graph .bystander .line { stroke: #656c76; }
.resource-graph .bystander .head, .resource-graph .bystander .dot { fill: #656c76; }
.resource-graph .bystander text { fill: #9198a1; }
.resource-graph .member .shape, .resource-graph .ring .shape { fill: #3c1618; stroke: #f85149; }
.resource-graph .member .line, .resource-graph .ring .line { stroke: #f85149; }
.resource-graph .member .head, .resource-graph .ring .head { fill: #f85149; }
.resource-graph .member .dot, .resource-graph .ring .dot { fill: #f85149; }
.resource-graph .potential .line { stroke: #d29922; }
.resource-graph .potential .head { fill: #d29922; }
.resource-graph .potential .shape { fill: #3b2d04; stroke: #d29922; }
)";

}  // namespace

std::string resource_graph_style() {
  std::string style{graph_shapes_style};
  style += light_graph_style;
  style += "@media (prefers-color-scheme: dark) {";
  style += dark_graph_style;
  style += "}\n";
  return style;
}

}  // namespace heddle::reports
