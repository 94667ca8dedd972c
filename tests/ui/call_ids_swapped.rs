use graph_core::*;

graph_ids! { FooId; BarId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.foo")]
#[graph_paths(v1, "/foos/{fooId}/bars/{barId}")]
struct Foo {
    #[graph(key)]
    id: String,
}

fn main() {
    let (foo, bar) = (FooId::new("1").unwrap(), BarId::new("2").unwrap());
    let _ = Foo::v1().bars(&bar, &foo);
    let _ = Foo::v1().bars(&foo);
    let _ = Foo::v1().bars("1", "2");
}
