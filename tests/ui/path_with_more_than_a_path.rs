use graph_core::*;

graph_ids! { FooId; BarId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.foo")]
#[graph_paths(v1, "/foos/{fooId}?$select=id", a = "/foos/{fooId}/bar#part", b = "https://graph.microsoft.com/v1.0/foos", c = "PATCH /foos/{fooId}")]
#[graph_paths(beta, "/beta/foos/{fooId}", d = "/foos/{foo Id}", e = "/foos/a b")]
struct Foo {
    #[graph(key)]
    id: String,
}

fn main() {}
