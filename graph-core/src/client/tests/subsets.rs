//! Tests of responses that leave out some of the entity's properties.

use super::*;
use crate::error::DecodeProblem;
use crate::{GraphComplex, GraphEntity, graph_ids, graph_paths, property};

graph_ids! { pub(crate) AccountId; }

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.plan", tag = "never", crate = crate)]
pub(crate) struct Plan {
    pub(crate) seats: i32,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.account", tag = "never", crate = crate)]
#[graph_paths(v1, accounts = "/accounts/{accountId}")]
pub(crate) struct Account {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    #[graph(not_null)]
    pub(crate) count: Option<i32>,
    #[graph(not_null)]
    pub(crate) phones: Option<Vec<String>>,
    #[graph(not_null)]
    pub(crate) plan: Option<Plan>,
    #[graph(read_only, not_null)]
    pub(crate) plans: Option<Vec<Plan>>,
}

const NOTHING: Account = Account { id: String::new(), name: None, count: None, phones: None, plan: None, plans: None };
const NULLS: &str = r#"{"id":"a","name":null,"count":null,"phones":null,"plan":null,"plans":null}"#;

fn account() -> Path<Account> {
    Account::v1().accounts(&AccountId::new("a").unwrap())
}

// A5
#[tokio::test]
async fn an_absent_or_null_property_is_none_and_not_zero() {
    let nothing = Account { id: "a".into(), ..NOTHING };
    let zeros =
        Account { count: Some(0), phones: Some(vec![]), plan: Some(Plan { seats: 0 }), plans: Some(vec![]), ..nothing.clone() };
    let zeros_json = r#"{"id":"a","count":0,"phones":[],"plan":{"seats":0},"plans":[]}"#;
    for (json, expected) in [(r#"{"id":"a"}"#, &nothing), (NULLS, &nothing), (zeros_json, &zeros)] {
        let list = format!(r#"{{"value":[{json}]}}"#);
        let script =
            Script::new([answer(200, &[], json), answer(200, &[], list), answer(200, &[], json), answer(201, &[], json)]);
        let graph = script.client();
        assert_eq!(graph.get(account()).await.unwrap().body, *expected);
        let listed = graph.list(Account::v1().accounts_collection()).stream().collect().await.unwrap();
        assert_eq!(listed, std::slice::from_ref(expected));
        let updated = graph.patch(account(), Account::patch().count(1)).await.unwrap().body;
        assert_eq!(updated.as_ref(), Some(expected));
        let created = graph.create(Account::v1().accounts_collection(), Account::patch()).await.unwrap().body;
        assert_eq!(created.as_ref(), Some(expected));
        assert_eq!(serde_json::from_str::<Account>(json).unwrap(), *expected);
    }
}

// A5
#[tokio::test]
async fn a_selected_property_that_is_null_is_absent() {
    let (count, phones) = (property!(Account, count), property!(Account, phones));
    let script = Script::new([answer(200, &[], r#"{"count":null,"phones":["1"]}"#)]);
    let selected = script.client().get(account()).select([count.name(), phones.name()]).await.unwrap().body;
    assert_eq!(selected.get(&count).unwrap(), None);
    assert_eq!(selected.get(&phones).unwrap().flatten(), Some(vec!["1".to_owned()]));
    assert_eq!(serde_json::to_string(&selected).unwrap(), r#"{"phones":["1"]}"#);
}

// A5
#[tokio::test]
async fn a_required_property_that_is_absent_or_null_is_still_an_error() {
    for (plan, path) in [("{}", "plan.seats"), (r#"{"seats":null}"#, "plan.seats")] {
        let script = Script::new([answer(200, &[], format!(r#"{{"id":"a","plan":{plan}}}"#))]);
        let error = script.client().get(account()).await.unwrap_err();
        let Error::Decode(decode) = &error else { panic!("{error}") };
        assert!(matches!(&decode.problem, DecodeProblem::Value(value) if value.path() == path), "{error:#}");
    }
}

// A5
#[test]
fn a_patch_cannot_clear_such_a_property() {
    for (json, name) in [(r#"{"count":null}"#, "count"), (r#"{"name":"a","phones":null}"#, "phones")] {
        let error = serde_json::from_str::<AccountPatch>(json).unwrap_err().to_string();
        assert!(error.contains(name) && error.contains("null"), "{error}");
    }
    let before = serde_json::from_str::<Account>(r#"{"id":"a","count":3,"phones":["1"]}"#).unwrap();
    let after = serde_json::from_str::<Account>(NULLS).unwrap();
    assert!(AccountPatch::diff(&before, &after).is_empty());
    assert_eq!(serde_json::to_string(&after).unwrap(), r#"{"id":"a"}"#);
}
