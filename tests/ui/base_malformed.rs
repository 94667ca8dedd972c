use graph_core::*;

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.rule", base("microsoft.graph.rule", "rule", "microsoft.graph.a", "microsoft.graph.a"))]
struct Rule {
    on: bool,
}

fn main() {}
