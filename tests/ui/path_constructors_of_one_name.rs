use graph_core::*;

graph_ids! { FooId; BarId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.foo")]
#[graph_paths(v1, "/foos/{fooId}/state", "/bars/{barId}/state")]
struct Foo {
    #[graph(key)]
    id: String,
}

fn main() {}
