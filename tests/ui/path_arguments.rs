use graph_core::*;

graph_ids! { FooId; BarId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.foo")]
#[graph_paths(v1, /foos/fooId)]
#[graph_paths(v1, name = 3, ids = "here", 'x', other = foos)]
#[graph_paths(beta)]
struct Foo {
    #[graph(key)]
    id: String,
}

fn main() {}
