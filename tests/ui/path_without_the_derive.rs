use graph_core::*;

graph_ids! { FooId; }

#[graph_paths(v1, "/foos/{fooId}")]
struct Foo {
    id: String,
}

fn main() {}
