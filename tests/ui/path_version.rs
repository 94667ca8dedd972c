use graph_core::*;

graph_ids! { FooId; BarId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.foo")]
#[graph_paths(v2, "/foos/{fooId}")]
#[graph_paths("/foos/{fooId}")]
#[graph_paths()]
#[graph_paths(betta, "/foos/{fooId}")]
struct Foo {
    #[graph(key)]
    id: String,
}

fn main() {}
