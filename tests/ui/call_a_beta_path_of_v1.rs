use graph_core::*;

graph_ids! { FooId; BarId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.foo")]
#[graph_paths(v1, "/foos/{fooId}")]
#[graph_paths(beta, "/foos/{fooId}", root_certificate = "/foos/{fooId}/rootCertificate")]
struct Foo {
    #[graph(key)]
    id: String,
}

fn main() {
    let foo = FooId::new("1").unwrap();
    let _ = Foo::v1().root_certificate(&foo);
}
