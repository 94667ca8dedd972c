use graph_core::*;

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.choice", base = "microsoft.graph.setting")]
struct Choice {
    value: String,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.choice", base = "microsoft.graph.setting")]
struct Twin {
    value: String,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.stranger", base = "microsoft.graph.rule")]
struct Stranger {
    value: String,
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.setting")]
enum AnySetting {
    Choice(Choice),
    Stranger(Stranger),
    #[graph(other)]
    Other(Untyped),
}

fn main() {}
