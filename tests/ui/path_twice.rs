use graph_core::*;

graph_ids! { FooId; BarId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.foo")]
#[graph_paths(v1, "/foos/{fooId}", again = "/foos/{barId}", once_more = "/foos/{fooId}")]
#[graph_paths(v1, other = "/foos/{fooId}")]
#[graph_paths(beta, "/foos/{fooId}")]
struct Foo {
    #[graph(key)]
    id: String,
}

fn main() {}
