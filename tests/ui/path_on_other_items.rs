use graph_core::*;

graph_ids! { FooId; BarId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.foo")]

struct Foo {
    #[graph(key)]
    id: String,
}

#[graph_paths(v1, "/foos")]
fn function() {}

#[graph_paths(v1, "/foos")]
trait Trait {}

fn main() {}
