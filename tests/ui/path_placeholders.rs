use graph_core::*;

graph_ids! { FooId; BarId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.foo")]
#[graph_paths(
    v1,
    a = "/foos/{fooId",
    b = "/foos/fooId}",
    c = "/foos/{}",
    d = "/foos/{foo-id}",
    e = "/foos/{FooId}",
    f = "/foos/:fooId",
    g = "/foos/x{fooId}",
    h = "/{fooId}/{barId}",
    i = "/foos/{1}",
)]
struct Foo {
    #[graph(key)]
    id: String,
}

fn main() {}
