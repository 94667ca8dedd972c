//! Tests of annotations: those that fields declare, those that `additional` keeps, and that requests contain none.

use serde_json::json;

use super::*;
use crate::model::PropertyValue;
use crate::model::structured::Structured;
use crate::{Additional, GraphComplex, GraphDerived, GraphEntity, Json, Untyped, graph_paths, property};

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.driveItem", tag = "never", crate = crate)]
#[graph_paths(v1, "/items/{thingId}")]
struct DriveItem {
    #[graph(key)]
    id: String,
    name: Option<String>,
    #[graph(rename = "@microsoft.graph.downloadUrl")]
    download_url: Option<String>,
    #[graph(rename = "name@odata.type")]
    name_type: Option<String>,
    parent: Option<Parent>,
    children: Option<Vec<AnyChild>>,
    #[graph(additional)]
    additional: Additional,
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.parent", tag = "never", crate = crate)]
struct Parent {
    path: Option<String>,
    #[graph(rename = "@graph.source")]
    source: Option<i32>,
    #[graph(additional)]
    additional: Additional,
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.file", base = "microsoft.graph.child", crate = crate)]
struct File {
    #[graph(rename = "@microsoft.graph.size")]
    size: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, GraphDerived)]
#[graph(base = "microsoft.graph.child", crate = crate)]
enum AnyChild {
    File(File),
    #[graph(other)]
    Other(Untyped),
}

const ITEM: &str = r##"{"@odata.context":"c","@odata.type":"#microsoft.graph.driveItem","@odata.etag":"W/\"1\"","@odata.editLink":"e","id":"d",
    "@microsoft.graph.downloadUrl":"https://x","name@odata.type":"#String","name@other.note":"n","name":"a","size":3,
    "parent":{"path":"p","@graph.source":7,"@graph.target":8,"depth":9},
    "children":[{"@odata.type":"#microsoft.graph.file","@microsoft.graph.size":4},{"@odata.type":"#x","a@odata.type":"#Int64","a":1}]}"##;

fn item() -> DriveItem {
    DriveItem::read_text(ITEM.as_bytes()).unwrap().value
}

// A4
#[test]
fn declared_annotations_are_read_and_the_others_are_kept() {
    let item = item();
    assert_eq!((item.download_url.as_deref(), item.name_type.as_deref()), (Some("https://x"), Some("#String")));
    let kept = ["@odata.context", "@odata.editLink", "name@other.note", "size", "@odata.etag"];
    assert_eq!(item.additional.keys().collect::<Vec<_>>(), kept);
    let parent = item.parent.as_ref().unwrap();
    assert_eq!(
        (parent.source, parent.additional.keys().map(String::as_str).collect::<Vec<_>>()),
        (Some(7), vec!["@graph.target", "depth"])
    );
    let [AnyChild::File(file), AnyChild::Other(other)] = &item.children.as_ref().unwrap()[..] else { panic!() };
    assert_eq!((file.size, other.as_json()["a@odata.type"].as_str()), (Some(4), Some("#Int64")));
    assert_eq!(serde_json::from_str::<DriveItem>(ITEM).unwrap(), item, "both parsers agree");
}

// A4
#[test]
fn a_read_annotation_is_not_written_back() {
    let item = item();
    let written = json!({
        "id": "d",
        "name": "a",
        "parent": {"path": "p", "depth": 9},
        "children": [{"@odata.type": "#microsoft.graph.file"}, {"@odata.type": "#x", "a@odata.type": "#Int64", "a": 1}],
        "size": 3,
    });
    assert_eq!(serde_json::to_value(&item).unwrap(), written);

    let mut after = item.clone();
    after.download_url = None;
    after.additional.retain(|name, _| !name.contains('@'));
    after.additional.insert("@new.note".into(), 1.into());
    after.parent.as_mut().unwrap().source = Some(8);
    after.parent.as_mut().unwrap().additional.shift_remove("@graph.target");
    assert!(DriveItemPatch::diff(&item, &after).is_empty(), "{:?}", DriveItemPatch::diff(&item, &after));
    after.name = Some("b".into());
    assert_eq!(serde_json::to_string(&DriveItemPatch::diff(&item, &after)).unwrap(), r#"{"name":"b"}"#);
    let whole = DriveItem::patch().parent(item.parent.clone().unwrap()).children(item.children.clone().unwrap());
    assert_eq!(serde_json::to_value(&whole).unwrap()["parent"], json!({"path": "p", "depth": 9}));

    let mut changed = item.clone();
    DriveItem::patch().name("b").apply(&mut changed).unwrap();
    assert_eq!(changed, DriveItem { name: Some("b".into()), ..item }, "a local copy keeps the annotations");
}

// A4
#[test]
fn a_patch_writes_the_annotations_that_the_caller_sets() {
    let patch = DriveItem::patch().set_additional("members@odata.bind", json!(["x"])).set_additional("@a.b", 1);
    assert_eq!(serde_json::to_string(&patch).unwrap(), r#"{"members@odata.bind":["x"],"@a.b":1}"#);
    let inner = DriveItem::patch().parent(Parent::patch().set_additional("@a.b", 1));
    assert_eq!(serde_json::to_string(&inner).unwrap(), r#"{"parent":{"@a.b":1}}"#);
}

// A4
#[tokio::test]
async fn an_answer_to_select_has_its_annotations() {
    let script = Script::new([answer(200, &[], ITEM)]);
    let url = property!(DriveItem, download_url);
    let path = DriveItem::v1().items(&ThingId::new("d").unwrap());
    let part = script.client().get(path).select([url.name(), property!(DriveItem, name).name()]).await.unwrap().body;
    assert!(script.requests()[0].uri().query().unwrap().contains("microsoft.graph.downloadUrl"));
    assert_eq!(part.get(&url).unwrap().flatten().as_deref(), Some("https://x"));
    let names: Vec<_> = part.annotations().map(|(name, _)| name).collect();
    let all = [
        "@odata.context",
        "@odata.etag",
        "@odata.editLink",
        "@microsoft.graph.downloadUrl",
        "name@odata.type",
        "name@other.note",
    ];
    assert_eq!(names, all);
    let written: Json = serde_json::to_value(&part).unwrap();
    assert!(written.as_object().unwrap().keys().all(|name| !name.contains('@')), "{written}");
    let declared = DriveItem::DECLARATION.properties.iter().filter(|property| property.annotation);
    assert!(declared.clone().count() == 2 && declared.into_iter().all(|property| !property.writable()));
}
