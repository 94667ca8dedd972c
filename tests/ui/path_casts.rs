use graph_core::*;

graph_ids! { FooId; BarId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.foo")]
#[graph_paths(v1, a = "/foos/{fooId}/microsoft..graph.bar", b = "/foos/{fooId}/microsoft.graph.", c = "/foos/{fooId}/.bar")]
struct Foo {
    #[graph(key)]
    id: String,
}

fn main() {}
