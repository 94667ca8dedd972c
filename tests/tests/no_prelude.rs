//! Tests that declarations compile without a prelude: not even `Option` is in scope.
#![no_implicit_prelude]

::graph_core::graph_ids! { pub UserId; }

#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::graph_core::GraphEnum)]
pub enum Kind {
    Member,
    #[graph(other)]
    Other(::std::string::String),
}

#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::graph_core::GraphEnum)]
#[graph(flags)]
pub enum Shown {
    Top,
    #[graph(other)]
    Other(::std::string::String),
}

#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::graph_core::GraphComplex)]
#[graph(odata_type = "firm.address", base = "firm.place")]
pub struct Address {
    pub city: ::core::option::Option<::std::string::String>,
    pub again: ::core::option::Option<::std::boxed::Box<Self>>,
}

#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::graph_core::GraphDerived)]
#[graph(base = "firm.place")]
pub enum AnyPlace {
    Address(::std::boxed::Box<Address>),
    #[graph(other)]
    Other(::graph_core::Untyped),
}

#[::graph_core::graph_paths(v1, "/users/{userId}")]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::graph_core::GraphEntity)]
#[graph(odata_type = "firm.user", permissions(delegated("User.Read")))]
#[::graph_core::graph_paths(beta, "/users/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: ::std::string::String,
    pub name: ::core::option::Option<::std::string::String>,
    #[graph(not_null)]
    pub count: ::core::option::Option<i32>,
    pub born: ::core::option::Option<::graph_core::Date>,
    pub kind: ::core::option::Option<Kind>,
    pub shown: ::graph_core::Flags<Shown>,
    pub address: ::core::option::Option<Address>,
    pub places: ::std::vec::Vec<AnyPlace>,
    #[graph(bind)]
    pub manager: ::core::option::Option<::std::boxed::Box<User>>,
    #[graph(bind)]
    pub reports: ::core::option::Option<::graph_core::Expanded<User>>,
    #[graph(etag)]
    pub etag: ::core::option::Option<::std::string::String>,
    #[graph(additional)]
    pub rest: ::graph_core::Additional,
}

#[::core::prelude::v1::test]
fn declarations_compile_without_a_prelude() {
    let patch = User::patch().name("Ada").clear_born().kind(Kind::Member).address(Address::patch().city("London"));
    ::std::assert_eq!(
        ::core::result::Result::unwrap(::serde_json::to_string(&patch)),
        r##"{"@odata.type":"#firm.user","name":"Ada","born":null,"kind":"member","address":{"@odata.type":"#firm.address","city":"London"}}"##
    );
    let id = ::core::result::Result::unwrap(UserId::new("u"));
    ::std::assert_eq!(User::v1().users(&id).as_str(), "/users/u");
    let bound = User::patch().bind_manager(User::v1().users(&id)).bind_reports([User::beta().users(&id)]);
    ::std::assert!(!bound.is_empty());
}
