//! Tests of reading and applying the subset of an entity that a service has sent.

use crate::model::expanded::Expanded;
use crate::model::partial::Partial;
use crate::query::{Expand, Filter, Literal, OrderBy, PropertyPath, Search};
use crate::{Additional, Binary, GraphComplex, GraphEntity, property};

#[derive(Clone, Debug, PartialEq, Default, GraphComplex)]
#[graph(odata_type = "microsoft.graph.place", crate = crate)]
struct Place {
    city: Option<String>,
    size: i32,
}

#[derive(Clone, Debug, PartialEq, Default, GraphEntity)]
#[graph(odata_type = "microsoft.graph.member", crate = crate)]
struct Member {
    #[graph(key)]
    id: String,
}

#[derive(Clone, Debug, PartialEq, Default, GraphEntity)]
#[graph(odata_type = "microsoft.graph.team", tag = "never", crate = crate)]
struct Team {
    #[graph(key)]
    id: String,
    name: Option<String>,
    place: Option<Place>,
    members: Option<Expanded<Member>>,
    #[graph(rename = "@microsoft.graph.downloadUrl")]
    download_url: Option<String>,
    #[graph(etag)]
    etag: Option<String>,
    #[graph(additional)]
    additional: Additional,
}

fn part(json: &str) -> Partial<Team> {
    serde_json::from_str(json).unwrap()
}

#[test]
fn a_subset_gives_a_property_inside_a_complex_value() {
    let (city, size) = (property!(Team, place.city), property!(Team, place.size));
    let team = part(r#"{"place":{"city":"Oslo","size":3}}"#);
    assert_eq!(team.get(&city).unwrap(), Some(Some("Oslo".into())));
    assert_eq!(team.get(&size).unwrap(), Some(3));
    for absent in ["{}", r#"{"place":null}"#, r#"{"place":{}}"#] {
        assert_eq!((part(absent).get(&city).unwrap(), part(absent).get(&size).unwrap()), (None, None), "{absent}");
    }
    assert_eq!(part(r#"{"place":{"city":null}}"#).get(&city).unwrap(), Some(None));
}

#[test]
fn a_subset_gives_an_undeclared_property_of_an_open_type() {
    let team = part(r#"{"extension_a_cost":"17","onPrem":{"x":[1]}}"#);
    assert_eq!(team.get(&PropertyPath::<Team, String>::undeclared("extension_a_cost").unwrap()).unwrap(), Some("17".into()));
    let x = PropertyPath::<Team, Vec<i32>>::undeclared("onPrem/x").unwrap();
    assert_eq!(team.get(&x).unwrap(), Some(vec![1]));
    let wrong = PropertyPath::<Team, i32>::undeclared("onPrem/x").unwrap();
    assert!(team.get(&wrong).unwrap_err().to_string().contains("onPrem/x"));
}

#[test]
fn a_change_renews_the_etag_and_the_annotations_of_a_copy() {
    let mut team: Team = serde_json::from_str(
        r#"{"@odata.etag":"W/\"1\"","id":"a","@microsoft.graph.downloadUrl":"u1","members":[{"id":"1"}],"members@odata.count":2,"members@odata.nextLink":"https://graph.microsoft.com/v1.0/x"}"#,
    )
    .unwrap();
    part(r#"{"@odata.etag":"W/\"2\"","name":"n","@microsoft.graph.downloadUrl":"u2"}"#).apply(&mut team).unwrap();
    assert_eq!((team.etag.as_deref(), team.download_url.as_deref()), (Some("W/\"2\""), Some("u2")));
    assert_eq!(team.members.as_ref().unwrap().count(), Some(2));
    part(r#"{"members":[{"id":"2"}]}"#).apply(&mut team).unwrap();
    let members = team.members.as_ref().unwrap();
    assert_eq!((members.len(), members.count(), members.next_link()), (1, None, None));
    part(r#"{"members":[{"id":"3"}],"members@odata.nextLink":"https://graph.microsoft.com/v1.0/y"}"#).apply(&mut team).unwrap();
    assert_eq!(team.members.unwrap().next_link(), Some("https://graph.microsoft.com/v1.0/y"));
}

#[test]
fn many_conditions_are_joined_without_nesting() {
    let id = property!(Team, id);
    let all = (0..100_000).map(|n| id.eq(n.to_string())).reduce(Filter::or).unwrap();
    assert!(all.to_string().starts_with("id eq '0' or id eq '1' or id eq '2'"));
}

#[test]
fn bytes_are_written_as_base64url() {
    assert_eq!(Literal::of(&Binary::from([0xfb, 0xff])).to_string(), "binary'-_8='");
}

#[test]
fn no_control_character_of_a_text_is_printed() {
    let (name, text) = (property!(Team, name), "a\n\u{1b}[2J\u{202e}");
    let members = Expand::new(property!(Team, members)).filter(property!(Member, id).eq(text));
    let shown = format!("{:?} {members:?} {:?} {:?}", name.eq(text), Search::from(text), OrderBy::<Team>::raw(text));
    assert!(!shown.contains(|c: char| c.is_control() || c == '\u{202e}'), "{shown}");
}
