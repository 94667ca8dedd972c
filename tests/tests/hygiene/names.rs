//! Tests of declarations in code whose names an expansion could confuse with its own.

use graph_core::{GraphComplex, GraphEntity, GraphEnum, graph_ids, graph_paths};

/// A declaration in a module that shadows every name that an expansion could use by accident.
mod shadowed {
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Result;
    pub struct Ok;
    pub struct Err;
    pub struct String;
    pub struct Vec;
    pub struct Box;
    pub struct Path;
    pub struct Partial;
    pub struct View;
    pub trait Clone {}
    pub trait Default {}
    pub trait From {}
    pub trait Into {}
    pub trait Iterator {}
    pub trait Serialize {}
    pub trait Deserialize {}
    pub trait Sized {}
    pub mod core {}
    pub mod std {}
    pub mod alloc {}
    pub mod graph_core {}
    pub mod serde {}
    pub struct str;
    pub struct usize;

    pub const to: i32 = 0;
    pub const text: i32 = 0;
    pub const before: i32 = 0;
    pub static after: i32 = 0;
    pub const user_id: i32 = 0;
    pub static user_id_2: i32 = 0;
    pub const value: i32 = 0;
    pub static user: i32 = 0;
    pub struct reader;
    pub const index: i32 = 0;
    pub const name: i32 = 0;
    pub const json: i32 = 0;
    pub const extent: i32 = 0;
    pub const serializer: i32 = 0;
    pub const deserializer: i32 = 0;
    pub const f: i32 = 0;

    ::graph_core::graph_ids! { pub UserId; }

    #[derive(::core::clone::Clone, Debug, PartialEq, ::graph_core::GraphEnum)]
    pub enum Kind {
        Member,
        #[graph(other)]
        Other(::std::string::String),
    }

    #[derive(::core::clone::Clone, Debug, PartialEq, ::graph_core::GraphEnum)]
    #[graph(flags)]
    pub enum Shown {
        Top,
        #[graph(other)]
        Other(::std::string::String),
    }

    #[derive(::core::clone::Clone, Debug, PartialEq, ::graph_core::GraphComplex)]
    #[graph(odata_type = "firm.address", base = "firm.place")]
    pub struct Address {
        pub city: ::core::option::Option<::std::string::String>,
        pub again: ::core::option::Option<::std::boxed::Box<Address>>,
    }

    #[derive(::core::clone::Clone, Debug, PartialEq, ::graph_core::GraphDerived)]
    #[graph(base = "firm.place")]
    pub enum AnyPlace {
        Address(Address),
        #[graph(other)]
        Other(::graph_core::Untyped),
    }

    #[::graph_core::graph_paths(v1, "/users/{userId}", "/users/{userId}/reports/{userId}")]
    #[::graph_core::graph_paths(beta, "/users/{userId}")]
    #[derive(::core::clone::Clone, Debug, PartialEq, ::graph_core::GraphEntity)]
    #[graph(odata_type = "firm.user")]
    pub struct User {
        #[graph(key)]
        pub id: ::std::string::String,
        pub name: ::core::option::Option<::std::string::String>,
        pub value: i32,
        pub index: ::std::vec::Vec<i32>,
        pub kind: ::core::option::Option<Kind>,
        pub shown: ::graph_core::Flags<Shown>,
        pub address: ::core::option::Option<Address>,
        pub places: ::std::vec::Vec<AnyPlace>,
        pub born: ::core::option::Option<::graph_core::Date>,
        #[graph(etag)]
        pub etag: ::core::option::Option<::std::string::String>,
        #[graph(additional)]
        pub rest: ::graph_core::Additional,
    }
}

#[test]
fn expansions_ignore_shadowed_names() {
    let patch = shadowed::User::patch().name("Ada").value(1).kind(shadowed::Kind::Member);
    let patch = patch.address(shadowed::Address::patch().city("London")).clear_born();
    assert_eq!(
        serde_json::to_string(&patch).unwrap(),
        r##"{"@odata.type":"#firm.user","name":"Ada","value":1,"kind":"member","address":{"@odata.type":"#firm.address","city":"London"},"born":null}"##
    );
    let user = r#"{"id":"a","value":2,"index":[1],"shown":"top,bottom","places":[{"@odata.type":"firm.address"}]}"#;
    let user: shadowed::User = serde_json::from_str(user).unwrap();
    assert!(matches!(user.places.as_slice(), [shadowed::AnyPlace::Address(_)]));
    let id = shadowed::UserId::new("ä").unwrap();
    assert_eq!(shadowed::User::v1().users(&id).as_str(), "/users/%C3%A4");
    assert_eq!(shadowed::User::v1().reports(&id, &id).as_str(), "/users/%C3%A4/reports/%C3%A4");
    assert_eq!(shadowed::User::beta().users_collection().as_str(), "/users");
    assert!(shadowed::UserPatch::diff(&user, &user).is_empty());
}

/// Types and fields with the names of an expansion's type parameters and generated items.
mod generated_names {
    #![allow(non_snake_case)]
    use super::*;

    #[derive(Clone, Debug, PartialEq, GraphComplex)]
    #[graph(odata_type = "firm.s")]
    pub struct S {
        pub v: Option<i32>,
    }

    #[derive(Clone, Debug, PartialEq, GraphEnum)]
    pub enum D {
        S,
        #[graph(other)]
        Other(String),
    }

    #[derive(Clone, Debug, PartialEq, GraphEntity)]
    #[graph(odata_type = "firm.t")]
    pub struct T {
        #[graph(key)]
        pub to: String,
        pub S: Option<S>,
        pub D: D,
        pub reader: Option<String>,
        pub property: Vec<D>,
        pub additional: i32,
        pub etag: Option<i32>,
        pub patch: Option<i32>,
        pub v1: Option<i32>,
        pub beta: Option<i32>,
        pub assigned: Option<i32>,
        pub deref: Option<i32>,
        pub clone: Option<i32>,
        pub properties: Option<i32>,
        pub body: Option<i32>,
        pub set: Option<i32>,
    }

    mod ids {
        use super::*;
        graph_ids! { pub(super) S; }
        pub(super) type UsId = S;
        pub(super) type OtherId = S;
    }

    #[derive(Clone, Debug, PartialEq, GraphEntity)]
    #[graph(odata_type = "firm.u")]
    #[graph_paths(v1, ids = ids, "/us/{s}", "/us/{s}/others/{s}")]
    pub(super) struct U {
        #[graph(key)]
        pub key: String,
    }
    pub(super) fn path() -> String {
        let id = ids::S::new("s").unwrap();
        U::v1().others(&id, &id).to_string()
    }
}

#[test]
fn declarations_may_use_the_names_of_generated_items() {
    let patch = generated_names::T::patch()
        .S(generated_names::S::patch().v(1))
        .D(generated_names::D::S)
        .reader("r")
        .property(vec![generated_names::D::S]);
    let patch = patch.additional(1).etag(1).patch(1).v1(1).beta(1).assigned(1).deref(1).clone(1).properties(1).body(1).set(1);
    let json = serde_json::to_value(&patch).unwrap();
    assert_eq!((&json["S"]["v"], &json["D"], &json["set"]), (&1.into(), &"s".into(), &1.into()));
    assert_eq!(generated_names::path(), "/us/s/others/s");
}

/// Keywords as names of fields, members, types and paths.
mod keywords {
    #![deny(non_camel_case_types)]
    use super::*;

    #[derive(Clone, Debug, PartialEq, GraphEnum)]
    #[allow(non_camel_case_types)]
    pub enum r#enum {
        r#type,
        r#Match,
        #[graph(rename = "self")]
        This,
        #[graph(other)]
        r#dyn(String),
    }

    graph_ids! { pub Type; }
    type LoopId = Type;

    #[graph_paths(v1, r#loop = "/loops/{type}", "/loops/{type}/type", "/loops(type='{type}')")]
    #[derive(Clone, Debug, PartialEq, GraphEntity)]
    #[graph(odata_type = "firm.struct")]
    #[expect(non_camel_case_types)]
    pub struct r#struct {
        #[graph(key)]
        pub r#as: String,
        pub r#type: Option<r#enum>,
        pub r#match: i32,
        #[graph(rename = "Async")]
        pub r#async: Option<String>,
    }
}

#[test]
fn keywords_may_be_names() {
    let patch = keywords::r#struct::patch().r#match(1).r#type(keywords::r#enum::r#type).clear_async();
    assert_eq!(
        serde_json::to_string(&patch).unwrap(),
        r##"{"@odata.type":"#firm.struct","type":"type","match":1,"Async":null}"##
    );
    assert_eq!(serde_json::to_string(&keywords::r#enum::This).unwrap(), r#""self""#);
    let id = keywords::Type::new("1").unwrap();
    assert_eq!(keywords::r#struct::v1().r#loop(&id).as_str(), "/loops/1");
    assert_eq!(keywords::r#struct::v1().type_(&id).as_str(), "/loops/1/type");
    let _: keywords::structPatch = keywords::structPatch::default();
}
