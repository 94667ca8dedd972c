//! Tests of attributes around a declaration: `cfg`, their order, visibility, deprecation.

use graph_core::{GraphComplex, GraphEntity, GraphEnum, graph_ids, graph_paths};

/// Declarations with items that `cfg` removes. The macros do not see the removed items.
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
fn cfg_applies_before_the_macros() {
    let patch = configured::User::patch().kind(configured::Kind::Member);
    assert_eq!(serde_json::to_string(&patch).unwrap(), r#"{"Kind":"member"}"#);
    let id = configured::UserId::new("u").unwrap();
    assert_eq!(configured::Other::v1().a(&id).as_str(), configured::Other::beta().a(&id).as_str());
    assert_eq!(configured::Other::v1().b(&id).as_str(), configured::Other::beta().b(&id).as_str());
}

/// Declarations with `graph_paths` above the derive, below it, and on both sides.
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
fn attributes_may_be_in_any_order() {
    let (user, group) = (ordered::UserId::new("u").unwrap(), ordered::GroupId::new("g").unwrap());
    assert_eq!(ordered::User::v1().users(&user).as_str(), "/users/u");
    assert_eq!(ordered::User::v1().member(&group, &user).as_str(), "/groups/g/members/u");
    assert_eq!(ordered::User::beta().users(&user).as_str(), "/users/u");
    assert_eq!(ordered::User::beta().members(&group, &user).as_str(), "/groups/g/members/u");
    assert_eq!(ordered::Group::v1().groups(&group).as_str(), ordered::Group::beta().groups(&group).as_str());
}

/// Declarations of each visibility. The generated items have the visibility of the declaration.
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
            pub(in crate::attributes::visibility) name: Option<String>,
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
fn generated_items_have_the_visibility_of_the_declaration() {
    assert_eq!(visibility::path(), "/users/u");
    let _: visibility::inner::GroupPatch = visibility::inner::Group::patch().name("g");
    let _ = visibility::inner::Group::v1().groups(&visibility::inner::GroupId::new("g").unwrap());
}

/// Declarations of deprecated items. Such an item causes a warning where it is used, not where it is declared.
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
fn deprecated_properties_still_work() {
    #[allow(deprecated)]
    let patch = deprecated::User::patch().old(1);
    assert_eq!(serde_json::to_string(&patch).unwrap(), r##"{"@odata.type":"#firm.user","old":1}"##);
}
