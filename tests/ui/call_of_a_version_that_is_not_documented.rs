use graph_core::*;

graph_ids! { FooId; BarId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.foo")]
#[graph_paths(beta, "/foos/{fooId}")]
struct Foo {
    #[graph(key)]
    id: String,
}

fn main() {
    let foo = FooId::new("1").unwrap();
    let _ = Foo::v1().foos(&foo);
}
