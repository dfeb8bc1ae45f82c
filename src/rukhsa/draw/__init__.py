"""Pictures of the law: text for terminals, Vega-Lite for SVG and PNG, and pages that work offline."""
