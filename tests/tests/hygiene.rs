//! What the macros emit finds its own names whatever the names around it are.
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

use graph_core::{Flags, GraphComplex, GraphDerived, GraphEntity, GraphEnum, Untyped, graph_ids, graph_paths};

/// Every name that an expansion could mean by accident is something else here.
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
fn shadowed_names_are_not_taken() {
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

/// The names of an expansion's own type parameters, and of what it adds, as names of types and fields.
mod taken {
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
fn names_of_the_expansion_are_free() {
    let patch = taken::T::patch().S(taken::S::patch().v(1)).D(taken::D::S).reader("r").property(vec![taken::D::S]);
    let patch = patch.additional(1).etag(1).patch(1).v1(1).beta(1).assigned(1).deref(1).clone(1).properties(1).body(1).set(1);
    let json = serde_json::to_value(&patch).unwrap();
    assert_eq!((&json["S"]["v"], &json["D"], &json["set"]), (&1.into(), &"s".into(), &1.into()));
    assert_eq!(taken::path(), "/us/s/others/s");
}

/// Keywords as names of fields, members, types and paths.
mod raw {
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

    #[graph_paths(v1, r#loop = "/loops/{type}", "/loops/{type}/type")]
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
fn keywords_are_names() {
    let patch = raw::r#struct::patch().r#match(1).r#type(raw::r#enum::r#type).clear_async();
    assert_eq!(
        serde_json::to_string(&patch).unwrap(),
        r##"{"@odata.type":"#firm.struct","type":"type","match":1,"Async":null}"##
    );
    assert_eq!(serde_json::to_string(&raw::r#enum::This).unwrap(), r#""self""#);
    let id = raw::Type::new("1").unwrap();
    assert_eq!(raw::r#struct::v1().r#loop(&id).as_str(), "/loops/1");
    assert_eq!(raw::r#struct::v1().type_(&id).as_str(), "/loops/1/type");
    let _: raw::structPatch = raw::structPatch::default();
}

/// What is configured away is not there for the macros either.
mod configured {
    use super::*;

    graph_ids! {
        pub UserId;
        #[cfg(any())]
        pub GoneId;
    }

    #[derive(Clone, Debug, PartialEq, GraphEnum)]
    pub enum Kind {
        #[cfg(any())]
        Gone,
        #[cfg(not(any()))]
        Member,
        #[graph(other)]
        Other(String),
    }

    #[graph_paths(v1, "/users/{userId}")]
    #[derive(Clone, Debug, PartialEq, GraphEntity)]
    #[graph(odata_type = "firm.user")]
    #[cfg_attr(all(), graph(tag = "never"))]
    pub struct User {
        #[graph(key)]
        pub id: String,
        #[cfg(any())]
        pub gone: Missing,
        #[cfg_attr(all(), graph(rename = "Kind"))]
        pub kind: Option<Kind>,
    }

    #[graph_paths(v1, "/users/{userId}/a")]
    #[cfg_attr(all(), graph_paths(v1, "/users/{userId}/b"))]
    #[cfg_attr(any(), graph_paths(v1, "/users/{userId}/a"))]
    #[cfg_attr(all(), derive(Clone, Debug), derive(GraphEntity), graph(odata_type = "firm.other"))]
    #[graph_paths(beta, "/users/{userId}/a")]
    #[cfg_attr(all(), graph_paths(beta, "/users/{userId}/b"))]
    pub struct Other {
        #[graph(key)]
        pub id: String,
    }
}

#[test]
fn configuration_is_over_before() {
    let patch = configured::User::patch().kind(configured::Kind::Member);
    assert_eq!(serde_json::to_string(&patch).unwrap(), r#"{"Kind":"member"}"#);
    let id = configured::UserId::new("u").unwrap();
    assert_eq!(configured::Other::v1().a(&id).as_str(), configured::Other::beta().a(&id).as_str());
    assert_eq!(configured::Other::v1().b(&id).as_str(), configured::Other::beta().b(&id).as_str());
}

/// Both orders of the two macros, and attributes of paths on both sides.
mod ordered {
    use super::*;

    graph_ids! { pub UserId; pub GroupId }

    #[graph_paths(v1, "/users/{userId}")]
    #[graph_paths(v1, member = "/groups/{groupId}/members/{userId}")]
    #[derive(Clone, Debug, PartialEq, GraphEntity)]
    #[graph_paths(beta, "/users/{userId}")]
    #[graph(odata_type = "firm.user")]
    #[graph_paths(beta, "/groups/{groupId}/members/{userId}")]
    pub struct User {
        #[graph(key)]
        pub id: String,
    }

    #[derive(Clone, Debug, PartialEq, GraphEntity)]
    #[graph(odata_type = "firm.group")]
    #[graph_paths(v1, "/groups/{groupId}")]
    #[graph_paths(beta, "/groups/{groupId}")]
    pub struct Group {
        #[graph(key)]
        pub id: String,
        pub name: Option<String>,
    }
}

#[test]
fn the_order_of_the_attributes_is_free() {
    let (user, group) = (ordered::UserId::new("u").unwrap(), ordered::GroupId::new("g").unwrap());
    assert_eq!(ordered::User::v1().users(&user).as_str(), "/users/u");
    assert_eq!(ordered::User::v1().member(&group, &user).as_str(), "/groups/g/members/u");
    assert_eq!(ordered::User::beta().users(&user).as_str(), "/users/u");
    assert_eq!(ordered::User::beta().members(&group, &user).as_str(), "/groups/g/members/u");
    assert_eq!(ordered::Group::v1().groups(&group).as_str(), ordered::Group::beta().groups(&group).as_str());
}

/// What a macro of the user's hands on comes in groups of its own.
mod handed_on {
    use super::*;

    macro_rules! entity {
        ($(#[$meta:meta])* $visibility:vis $name:ident, $odata:literal, $path:expr, { $($(#[$of_field:meta])* $field:ident: $ty:ty = $wire:literal),* $(,)? }) => {
            $(#[$meta])*
            #[graph_paths(v1, $path)]
            #[derive(Clone, Debug, PartialEq, GraphEntity)]
            #[graph(odata_type = $odata)]
            $visibility struct $name {
                #[graph(key)]
                pub id: String,
                $($(#[$of_field])* #[graph(rename = $wire)] pub $field: $ty,)*
            }
        };
    }

    graph_ids! { pub UserId; }

    #[derive(Clone, Debug, PartialEq, GraphComplex)]
    #[graph(odata_type = "firm.address")]
    pub struct Address {
        pub city: Option<String>,
    }

    entity! {
        /// A user.
        pub User, "firm.user", "/users/{userId}", {
            /// A name.
            name: Option<String> = "displayName",
            count: i32 = "Count",
            address: Option<Address> = "homeAddress",
            boxed: Option<Box<Address>> = "officeAddress",
            all: Vec<Address> = "allAddresses",
        }
    }

    macro_rules! whole {
        ($item:item) => {
            $item
        };
    }
    whole! {
        #[graph_paths(v1, "/users/{userId}/whole")]
        #[derive(Clone, Debug, PartialEq, GraphEntity)]
        #[graph(odata_type = "firm.whole")]
        pub struct Whole {
            #[graph(key)]
            pub id: String,
        }
    }

    macro_rules! two_versions {
        ($name:ident, $key:ident, $id:ty, $property:ident: $ty:ty, $path:literal, $other:tt) => {
            #[derive(Clone, Debug, PartialEq, GraphEntity)]
            #[graph(odata_type = "firm.two", tag = "never")]
            #[graph_paths(v1, by_name = $path)]
            #[graph_paths(beta, by_name = $path, other = $other)]
            pub struct $name {
                #[graph(key)]
                pub $key: $id,
                pub $property: $ty,
            }
        };
    }
    two_versions!(Two, key, String, property: Option<Vec<Kind>>, "/users/{userId}/two", "/two");

    #[derive(Clone, Debug, PartialEq, GraphEnum)]
    pub enum Kind {
        Member,
        #[graph(other)]
        Other(String),
    }

    macro_rules! kinds {
        ($name:ident { $($member:ident $(= $wire:literal)?),* }) => {
            #[derive(Clone, Debug, PartialEq, GraphEnum)]
            pub enum $name { $($(#[graph(rename = $wire)])? $member,)* #[graph(other)] Unlisted(String) }
        };
    }
    kinds!(Colour { Red, Green = "GREEN" });

    macro_rules! any {
        ($name:ident of $base:literal: $($variant:ident($ty:ty)),*) => {
            #[derive(Clone, Debug, PartialEq, GraphDerived)]
            #[graph(base = $base)]
            pub enum $name { $($variant($ty),)* #[graph(other)] Other(Untyped) }
        };
    }
    any!(Any of "firm.place": Place(Box<Place>));

    #[derive(Clone, Debug, PartialEq, GraphComplex)]
    #[graph(odata_type = "firm.placeOfWork", base = "firm.place")]
    pub struct Place {
        pub city: Option<String>,
    }

    macro_rules! ids {
        ($($name:ident)*) => { graph_ids! { $(pub $name;)* } };
    }
    ids! { DeviceId SiteId }
}

#[test]
fn macros_of_the_user_may_declare() {
    let patch = handed_on::User::patch().name("Ada").count(1).boxed(handed_on::Address::patch().city("London")).clear_address();
    let json = serde_json::to_value(&patch).unwrap();
    assert_eq!(json["displayName"], "Ada");
    assert_eq!(json["officeAddress"]["city"], "London");
    assert_eq!(handed_on::User::v1().users(&handed_on::UserId::new("u").unwrap()).template(), "/users/{userId}");
    let two = handed_on::Two::patch().property(vec![handed_on::Kind::Member]);
    assert_eq!(serde_json::to_string(&two).unwrap(), r#"{"property":["member"]}"#);
    assert_eq!(handed_on::Two::beta().other().as_str(), "/two");
    assert_eq!(handed_on::Whole::v1().whole(&handed_on::UserId::new("u").unwrap()).as_str(), "/users/u/whole");
    assert_eq!(serde_json::to_string(&handed_on::Colour::Green).unwrap(), r#""GREEN""#);
    let any: handed_on::Any = serde_json::from_str(r##"{"@odata.type":"#firm.placeOfWork"}"##).unwrap();
    assert!(matches!(any, handed_on::Any::Place(_)));
    assert!(handed_on::DeviceId::new("").is_err() && handed_on::SiteId::new("s").is_ok());
}

/// As visible as the declaration, and no more.
mod visibility {
    pub mod inner {
        use super::super::*;

        graph_ids! { pub(super) UserId; pub(crate) GroupId; PrivateId; }

        #[graph_paths(v1, "/users/{userId}")]
        #[derive(Clone, Debug, PartialEq, GraphEntity)]
        #[graph(odata_type = "firm.user")]
        pub(super) struct User {
            #[graph(key)]
            id: String,
            pub(in crate::visibility) name: Option<String>,
        }

        #[graph_paths(v1, "/groups/{groupId}")]
        #[derive(Clone, Debug, PartialEq, GraphEntity)]
        #[graph(odata_type = "firm.group")]
        pub(crate) struct Group {
            #[graph(key)]
            id: String,
            name: Option<String>,
        }

        #[graph_paths(v1, "/things/{privateId}")]
        #[derive(Clone, Debug, PartialEq, GraphEntity)]
        #[graph(odata_type = "firm.thing")]
        struct Private {
            #[graph(key)]
            id: String,
        }
    }

    pub fn path() -> String {
        let _ = inner::User::patch().name("Ada");
        inner::User::v1().users(&inner::UserId::new("u").unwrap()).to_string()
    }
}

#[test]
fn what_is_made_is_as_visible_as_the_declaration() {
    assert_eq!(visibility::path(), "/users/u");
    let _: visibility::inner::GroupPatch = visibility::inner::Group::patch().name("g");
    let _ = visibility::inner::Group::v1().groups(&visibility::inner::GroupId::new("g").unwrap());
}

/// What is deprecated warns where it is used, not where it is declared.
mod deprecated {
    #![deny(deprecated)]
    use super::*;

    #[derive(Clone, Debug, PartialEq, GraphEntity)]
    #[graph(odata_type = "firm.user")]
    pub struct User {
        #[graph(key)]
        pub id: String,
        #[deprecated = "use `new`"]
        pub old: Option<i32>,
        pub new: Option<i32>,
    }

    #[derive(Clone, Debug, PartialEq, GraphEnum)]
    pub enum Kind {
        #[deprecated]
        Old,
        New,
        #[graph(other)]
        Other(String),
    }

    #[derive(Clone, Debug, PartialEq, GraphComplex)]
    #[graph(odata_type = "firm.old")]
    #[deprecated]
    pub struct Old {
        pub old: Option<i32>,
    }
}

#[test]
fn what_is_deprecated_still_works() {
    #[allow(deprecated)]
    let patch = deprecated::User::patch().old(1);
    assert_eq!(serde_json::to_string(&patch).unwrap(), r##"{"@odata.type":"#firm.user","old":1}"##);
}

/// Declarations inside of a function, where no path from the root of the crate leads.
#[test]
fn declarations_may_be_local() {
    graph_ids! { LocalId; }

    #[derive(Clone, Debug, PartialEq, GraphEnum)]
    #[graph(flags)]
    enum Shown {
        Top,
        #[graph(other)]
        Other(String),
    }

    #[derive(Clone, Debug, PartialEq, GraphComplex)]
    #[graph(odata_type = "firm.inner", base = "firm.base")]
    struct Inner {
        again: Option<Box<Self>>,
    }

    #[derive(Clone, Debug, PartialEq, GraphDerived)]
    #[graph(base = "firm.base")]
    enum Any {
        Inner(Inner),
        #[graph(other)]
        Other(Untyped),
    }

    #[graph_paths(v1, "/locals/{localId}")]
    #[derive(Clone, Debug, PartialEq, GraphEntity)]
    #[graph(odata_type = "firm.local")]
    struct Local {
        #[graph(key)]
        id: String,
        shown: Flags<Shown>,
        inner: Option<Inner>,
        any: Vec<Any>,
    }

    let patch = Local::patch().shown(Shown::Top.into()).inner(Inner::patch().clear_again());
    assert_eq!(serde_json::to_value(&patch).unwrap()["inner"]["again"], serde_json::Value::Null);
    assert_eq!(Local::v1().locals(&LocalId::new("l").unwrap()).as_str(), "/locals/l");
}
