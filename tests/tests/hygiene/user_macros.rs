//! Tests of declarations made by a user's `macro_rules` macro, and of declarations inside a function.

use graph_core::{Flags, GraphComplex, GraphDerived, GraphEntity, GraphEnum, Untyped, graph_ids, graph_paths};

/// Declarations made by a user's macro. The fragments of such a macro arrive in invisible groups.
mod by_macro {
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
fn user_macros_may_declare_entities() {
    let patch = by_macro::User::patch().name("Ada").count(1).boxed(by_macro::Address::patch().city("London")).clear_address();
    let json = serde_json::to_value(&patch).unwrap();
    assert_eq!(json["displayName"], "Ada");
    assert_eq!(json["officeAddress"]["city"], "London");
    assert_eq!(by_macro::User::v1().users(&by_macro::UserId::new("u").unwrap()).template(), "/users/{userId}");
    let two = by_macro::Two::patch().property(vec![by_macro::Kind::Member]);
    assert_eq!(serde_json::to_string(&two).unwrap(), r#"{"property":["member"]}"#);
    assert_eq!(by_macro::Two::beta().other().as_str(), "/two");
    assert_eq!(by_macro::Whole::v1().whole(&by_macro::UserId::new("u").unwrap()).as_str(), "/users/u/whole");
    assert_eq!(serde_json::to_string(&by_macro::Colour::Green).unwrap(), r#""GREEN""#);
    let any: by_macro::Any = serde_json::from_str(r##"{"@odata.type":"#firm.placeOfWork"}"##).unwrap();
    assert!(matches!(any, by_macro::Any::Place(_)));
    assert!(by_macro::DeviceId::new("").is_err() && by_macro::SiteId::new("s").is_ok());
}

/// Declarations inside a function, which cannot be named by a path from the crate root.
#[test]
fn declarations_may_be_local_to_a_function() {
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
