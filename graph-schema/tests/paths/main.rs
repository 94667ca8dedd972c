//! Tests the result of `Schema::resolve` for every right and wrong way to write a path template.
#![allow(clippy::unwrap_used, clippy::panic)]

mod operations;

use graph_schema::syntax::excerpt::underline;
use graph_schema::syntax::template::Template;
use graph_schema::{Elision, PathFailure, PathReason, Resolution, Schema};

const SCHEMA: &str = "\
graph-schema 1
namespace microsoft.graph
alias graph microsoft.graph
alias self microsoft.graph.security

set directoryObjects directoryObject
set drives drive
set groups group
set users user
singleton me user
import today now

abstract entity directoryObject key id
  id String

entity drive key id
  id String
  items -> [driveItem]
  root -> driveItem

entity driveItem key id
  id String
  content Stream?
  workbook -> workbook

entity group : directoryObject
  (uniqueName)
  members -> [directoryObject]
  owner -> user

complex mailboxSettings
  archive String?
  working -> workingHours

entity microsoft.graph.security.alert key id
  id String

entity microsoft.graph.security.incident : microsoft.graph.security.alert

entity table key id
  id String

media entity photo key id
  id String

entity team : directoryObject
  owner -> group

entity user : directoryObject
  (userPrincipalName)
  (mailNickname,domain)
  displayName String?
  mailboxSettings mailboxSettings?
  phones [String]
  alerts -> [microsoft.graph.security.alert]
  manager -> directoryObject
  photo -> photo

entity workbook key id
  id String
  tables -> [table]
  first() -> table

entity workbookRange key id
  id String
  [].itemAt() -> workbookRange

entity workingHours key id
  id String

composable function range on workbook
  -> workbookRange

composable function range on workbook
  address String
  -> workbookRange

function delta on [directoryObject]
  -> [directoryObject]

function delta on [directoryObject]
  token String
  -> [directoryObject]

function now
  -> DateTimeOffset

function owned on user
  kind String
  top Int32 optional
  -> [directoryObject]

action close on microsoft.graph.security.incident

action restore on directoryObject
  -> directoryObject

action wipe on user
  all Boolean
";

fn resolve(template: &str, entity: Option<&str>) -> Resolution {
    SCHEMA.parse::<Schema>().unwrap().resolve(template, entity)
}

fn resolves(template: &str, entity: &str) {
    assert_eq!(resolve(template, Some(entity)), Resolution::Resolves, "{template} to {entity}");
}

fn fails(template: &str, entity: Option<&str>) -> (String, PathFailure) {
    match resolve(template, entity) {
        Resolution::Fails(failure) => {
            let help = failure.help().map_or(String::new(), |help| format!("; {help}"));
            (format!("{}\n{}{help}", underline(template, &failure.segment), failure.message(template)), failure)
        }
        other => panic!("{template}: {other:?}"),
    }
}

fn message(template: &str, entity: Option<&str>) -> String {
    fails(template, entity).0
}

#[test]
fn sets_take_a_key_and_singletons_none() {
    resolves("/users/{userId}", "microsoft.graph.user");
    resolves("/me", "microsoft.graph.user");
    resolves("/me/manager", "microsoft.graph.user");
    resolves("/drives/{driveId}/items/{driveItemId}/workbook", "workbook");
}

#[test]
fn a_key_may_stand_in_parentheses() {
    resolves("/users('{userId}')", "user");
    resolves("/users(userPrincipalName='{upn}')/manager", "user");
    resolves("/users(id='{id}')", "user");
    resolves("/users(domain='{domain}',mailNickname='{nickname}')", "user");
    resolves("/groups(uniqueName='{unique-name}')/members/$ref", "group");
    resolves("/drives/{driveId}/items('{driveItemId}')/workbook", "workbook");
}

#[test]
fn a_key_in_parentheses_is_one_of_the_type() {
    assert_eq!(
        message("/users(userPrincipleName='{upn}')", None),
        "/users(userPrincipleName='{upn}')\n ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n\
         `users(userPrincipleName='{upn}')` does not give a key of `user`; did you mean `userPrincipalName`?"
    );
    assert!(message("/users(mailNickname='{nickname}')", None).contains("does not give a key of `user`"), "half of a key");
    assert!(
        message("/drives(label='{label}')", None).ends_with("does not give a key of `drive`; its keys are `id`"),
        "a key of no other type"
    );
    assert!(message("/me('{id}')", None).ends_with("a key cannot follow a single `user`; remove it"));
}

#[test]
fn a_path_between_colons_leads_to_the_same_type() {
    resolves("/drives/{drive-id}/root:/{item-path}", "driveItem");
    resolves("/drives/{drive-id}/root:/{item-path}:/workbook", "workbook");
    resolves("/drives/{drive-id}/items/{item-id}:/{item path}:/content", "driveItem");
    assert!(message("/drives/{drive-id}/items:/{item-path}:", None).contains("a key cannot follow"));
}

#[test]
fn a_suffix_says_where_a_path_leads() {
    for entity in ["group", "directoryObject", "user"] {
        resolves("/groups/{groupId}/members/$ref", entity);
        resolves("/groups/{groupId}/members/{memberId}/$ref", entity);
        resolves("/groups/{groupId}/members/$count", entity);
    }
    resolves("/groups/{groupId}/members/microsoft.graph.user/$count", "user");
    resolves("/users/$count", "user");
    resolves("/me/photo/$value", "photo");
    resolves("/me/displayName/$value", "user");
    resolves("/drives/{driveId}/items/{driveItemId}/content", "driveItem");
    for (template, expected) in [
        ("/me/$ref", "`$ref` does not follow a navigation property; write it after one, as in `/groups/{groupId}/members/$ref`"),
        (
            "/users/{userId}/$ref",
            "`$ref` does not follow a navigation property; write it after one, as in `/groups/{groupId}/members/$ref`",
        ),
        ("/me/manager/$count", "`$count` follows a single `directoryObject`; write it after a collection"),
        (
            "/me/manager/$value",
            "`directoryObject` does not have a stream; write `$value` after an entity or a property with a stream",
        ),
        ("/users/$count/manager", "`manager` follows the end of a path; remove it"),
    ] {
        assert!(message(template, None).ends_with(expected), "{}", message(template, None));
    }
    assert!(message("/groups/{groupId}/members/$ref", Some("drive")).contains("neither `drive` nor a base of it"));
}

#[test]
fn the_last_type_is_the_entity_or_a_base_of_it() {
    resolves("/directoryObjects/{directoryObjectId}", "user");
    resolves("/me/manager", "directoryObject");
    assert_eq!(
        message("/me/manager", Some("drive")),
        "/me/manager\n    ^^^^^^^\nthe path leads to `directoryObject`, which is neither `drive` nor a base of it"
    );
    let (_, failure) = fails("/users/{userId}", Some("directoryObject"));
    assert_eq!(failure.reason, PathReason::WrongEnd { leads_to: "user".into(), entity: "directoryObject".into() });
}

#[test]
fn casts_go_to_derived_types_only_by_namespace_or_alias() {
    resolves("/directoryObjects/{directoryObjectId}/microsoft.graph.group/members/{directoryObjectId}", "user");
    resolves("/directoryObjects/{directoryObjectId}/graph.group/owner", "user");
    resolves("/directoryObjects/microsoft.graph.user/{userId}", "user");
    resolves("/me/alerts/{alertId}/self.incident", "microsoft.graph.security.incident");
    assert_eq!(
        message("/me/microsoft.graph.group", None),
        "/me/microsoft.graph.group\n    ^^^^^^^^^^^^^^^^^^^^^\n`microsoft.graph.group` does not derive from `user`"
    );
    assert!(matches!(fails("/me/microsoft.graph.user", None).1.reason, PathReason::NotDerived { .. }));
    assert!(matches!(fails("/me/microsoft.graph.directoryObject", None).1.reason, PathReason::NotDerived { .. }));
    assert_eq!(
        message("/directoryObjects/{directoryObjectId}/microsoft.graph.gruop", None),
        "/directoryObjects/{directoryObjectId}/microsoft.graph.gruop\n                                      ^^^^^^^^^^^^^^^^^^^^^\n\
         the schema has no type `microsoft.graph.gruop`; did you mean `microsoft.graph.group`?"
    );
}

#[test]
fn paths_lead_through_complex_values_and_functions() {
    resolves("/me/mailboxSettings", "mailboxSettings");
    resolves("/me/mailboxSettings/working", "workingHours");
    let workbook = "/drives/{driveId}/items/{driveItemId}/workbook";
    resolves(&format!("{workbook}/range(address='A1')"), "workbookRange");
    resolves(&format!("{workbook}/microsoft.graph.range(address='{{address}}')"), "workbookRange");
    resolves(&format!("{workbook}/first()"), "table");
    assert!(matches!(fails("/me/displayName", None).1.reason, PathReason::IsProperty { .. }));
    assert!(matches!(fails("/me/phones", None).1.reason, PathReason::IsProperty { .. }));
    assert_eq!(
        message("/me/displayName", None),
        "/me/displayName\n    ^^^^^^^^^^^\n`displayName` is a property of `user`, not a navigation property"
    );
    let (_, failure) = fails(&format!("{workbook}/range/itemAt"), None);
    assert!(matches!(failure.reason, PathReason::UnknownSegment { .. }), "bound to a collection");
}

#[test]
fn keys_follow_collections_and_nothing_else() {
    assert_eq!(message("/me/{userId}", None), "/me/{userId}\n    ^^^^^^^^\na key cannot follow a single `user`; remove it");
    assert_eq!(
        message("/users/{userId}/{userId}/manager", None),
        "/users/{userId}/{userId}/manager\n                ^^^^^^^^\na key cannot follow a single `user`; remove it"
    );
    assert_eq!(
        message("/users/manager", None),
        "/users/manager\n       ^^^^^^^\n`manager` follows a collection of `user` without a key; write the key `{userId}` before it"
    );
    assert_eq!(
        message("/me/alerts", None),
        "/me/alerts\n    ^^^^^^\nthe path ends at a collection of `microsoft.graph.security.alert`; add the key, `/{alertId}`"
    );
}

#[test]
fn unknown_names_come_with_the_nearest() {
    assert_eq!(
        message("/user/{userId}", None),
        "/user/{userId}\n ^^^^\n`user` is neither an entity set nor a singleton; did you mean `users`?"
    );
    assert_eq!(
        message("/me/manger", None),
        "/me/manger\n    ^^^^^^\n`manger` is not a navigation property of `user`; did you mean `manager`?"
    );
    assert!(
        message("/directoryObjects/{directoryObjectId}/member", None).ends_with("did you mean `members`?"),
        "of a derived type"
    );
    assert!(message("/me/calendar", None).ends_with("pack the schema again with `--paths` naming this template"));
    assert!(
        message("/me", Some("usre"))
            .ends_with("the schema has no type `microsoft.graph.usre`; did you mean `microsoft.graph.user`?")
    );
    assert!(message("/me", Some("calendar")).ends_with("pack it again with `--types` naming this one too"));
}

#[test]
fn a_malformed_template_fails_at_its_mistake() {
    for template in [
        "",
        "users/{userId}",
        "** Entity URI not found",
        "/",
        "/users//manager",
        "/users/{userId}/",
        "/users/{userId",
        "/users/{}",
        "/users/{a}{b}",
        "/users?$top=1",
        "/users /manager",
        "/v1.0/me",
        "/users/...",
    ] {
        let flaw = Template::parse(template).flaws()[0].clone();
        let (_, failure) = fails(template, None);
        assert_eq!((failure.segment, failure.reason), (flaw.range, PathReason::Malformed(flaw.message)), "{template}");
    }
}

#[test]
fn an_elided_cast_names_the_types_that_declare_the_segment() {
    let template = "/directoryObjects/{directoryObjectId}/owner";
    let expected = Elision {
        segment: 38..43,
        name: "owner".into(),
        on: "directoryObject".into(),
        candidates: vec!["microsoft.graph.group".into(), "microsoft.graph.team".into()],
    };
    let strict = "/directoryObjects/{directoryObjectId}/microsoft.graph.group/owner".to_owned();
    assert_eq!(resolve(template, None), Resolution::ElidesCast { elisions: vec![expected.clone()], strict });
    assert_eq!(
        expected.to_string(),
        "`owner` is not declared on `directoryObject`, only on 2 types that derive from it; \
         write `microsoft.graph.group/owner` (or the cast to `microsoft.graph.team`)"
    );
}

#[test]
fn only_casts_that_lead_to_the_entity_are_candidates() {
    let Resolution::ElidesCast { elisions, strict } = resolve("/directoryObjects/{directoryObjectId}/owner", Some("group"))
    else {
        panic!()
    };
    assert_eq!(elisions[0].candidates, ["microsoft.graph.team"]);
    assert_eq!(strict, "/directoryObjects/{directoryObjectId}/microsoft.graph.team/owner");
    assert!(matches!(fails("/directoryObjects/{directoryObjectId}/owner", Some("drive")).1.reason, PathReason::WrongEnd { .. }));
}

#[test]
fn a_template_may_lack_several_casts() {
    let template = "/directoryObjects/{directoryObjectId}/owner/manager/owner";
    let Resolution::ElidesCast { elisions, strict } = resolve(template, Some("user")) else { panic!() };
    assert_eq!(elisions.len(), 2);
    assert_eq!(strict, "/directoryObjects/{directoryObjectId}/microsoft.graph.group/owner/manager/microsoft.graph.group/owner");
    assert_eq!(resolve(&strict, Some("user")), Resolution::Resolves);
}

#[test]
fn the_strict_template_takes_as_few_casts_as_can_be() {
    // The segments after `b/x` need another cast; those after `d/x` do not.
    let schema = "\
graph-schema 1
namespace n
set as a
entity a key id
  id String
entity b : a
  x -> c
entity c
entity cc : c
  y -> a
entity d : a
  x -> e
entity e
  y -> a
";
    let Resolution::ElidesCast { elisions, strict } = schema.parse::<Schema>().unwrap().resolve("/as/{aId}/x/y", None) else {
        panic!()
    };
    assert_eq!((elisions.len(), strict.as_str()), (1, "/as/{aId}/n.d/x/y"));
    assert_eq!(elisions[0].candidates, ["n.d", "n.b"]);
}
