//! Properties that hold for every body and every error.

use std::fmt::Debug;
use std::sync::LazyLock;

use graph_core::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::entities::{AnyShape, Bag, BagPatch, Shelf, Thing, ThingPatch};

/// The maximum number of characters in the message of an error.
const LONGEST: usize = 2000;

/// The JSON of an entity with a value for every property.
pub const THING: &str = r##"{"@odata.type":"#microsoft.graph.thing","@odata.etag":"W/\"1\"","id":"a1","created":"2016-12-31T23:58:21.6459442-08:00","text":"t","truth":true,"byte":255,"short":-1,"int":7,"long":9007199254740993,"single":0.1,"double":1e300,"day":"2016-12-31","clock":"12:00:00.1234567","span":"-P1DT17.1357909S","guid":"7e323db2-3db2-7e32-b23d-327eb23d327e","bytes":"dmFsdWU=","betaOnly":3,"color":"red","sides":"left,right","tags":["a","b"],"place":{"city":null,"floor":1,"inner":{"city":"x","floor":2}},"places":[{"floor":3}],"shape":{"@odata.type":"#microsoft.graph.circle","radius":1.5}}"##;

static WHOLE: LazyLock<Thing> = LazyLock::new(|| serde_json::from_str(THING).unwrap());

/// Decodes a response body, and asserts that the encoded value decodes to the same value. Also asserts that applying a patch twice has the
/// same effect as applying it once.
pub fn of_body(body: &[u8]) {
    // The etag is read from a body but never written to one: it is sent as a header.
    let thing: Option<Thing> = stable(body, |thing: &mut Thing| thing.etag = None);
    let patch: Option<ThingPatch> = stable(body, |_| {});
    if let Some(patch) = &patch {
        applies(&WHOLE, patch);
    }
    if let Some(thing) = &thing {
        assert!(ThingPatch::diff(thing, thing).is_empty());
    }
    // An object without `@odata.type` changes the existing value; it does not replace it.
    let tagged = |shape: &AnyShape| !matches!(shape, AnyShape::Other(shape) if shape.odata_type().is_none());
    if let Some(thing) = thing.as_ref().filter(|thing| tagged(&thing.shape)) {
        let difference = ThingPatch::diff(&WHOLE, thing);
        let mut changed = WHOLE.clone();
        difference.apply(&mut changed).unwrap();
        // A diff never contains the key or a read-only property, and never removes a property that cannot be null.
        changed.beta_only = thing.beta_only.and(changed.beta_only);
        let (id, created, etag) = (thing.id.clone(), thing.created, thing.etag.clone());
        assert!(same(thing, &Thing { id, created, etag, ..changed }), "{difference:?}");
    }
    stable::<Bag>(body, |bag| bag.additional.retain(|name, _| !name.contains('@')));
    // Annotations are read, but a value that was read is written without them.
    stable::<Shelf>(body, |shelf| {
        shelf.download_url = None;
        shelf.additional.retain(|name, _| !name.contains('@'));
    });
    stable::<BagPatch>(body, |_| {});
}

/// Reads a value from a body. Asserts that the value has one written form, and that this form reads as the same value. `strip` removes the
/// parts of a value that are never written.
fn stable<T: DeserializeOwned + Serialize + PartialEq + Debug>(body: &[u8], strip: impl Fn(&mut T)) -> Option<T> {
    let mut value: T = serde_json::from_slice(body).ok()?;
    let written = serde_json::to_string(&value).unwrap();
    strip(&mut value);
    assert_eq!(serde_json::to_string(&value).unwrap(), written, "written, but only read from responses");
    let mut read: T = serde_json::from_str(&written).unwrap_or_else(|error| panic!("{error} in {written}"));
    strip(&mut read);
    assert!(same(&read, &value), "{read:?} from {written} of {value:?}");
    assert_eq!(serde_json::to_string(&read).unwrap(), written);
    Some(value)
}

/// Returns whether two values are equal, or contain a NaN, which is never equal to itself.
#[expect(clippy::eq_op, reason = "this finds a NaN")]
fn same<T: PartialEq>(one: &T, other: &T) -> bool {
    one == other || one != one
}

fn applies(thing: &Thing, patch: &ThingPatch) {
    let mut once = thing.clone();
    if patch.apply(&mut once).is_ok() {
        let mut twice = once.clone();
        patch.apply(&mut twice).unwrap();
        assert!(same(&once, &twice), "{patch:?}");
    }
}

/// Asserts that the message of an error is a single line, not too long, and does not contain the token.
pub fn of_error(error: &Error, token: Option<&str>) {
    let line = error.to_string();
    assert!(!line.contains(char::is_control), "{line:?}");
    assert!(line.chars().count() < LONGEST, "{line:?}");
    let report = error.report().to_string();
    let Some(token) = token else { return };
    assert!(!line.contains(token), "{line}");
    assert!(!report.contains(token), "{report}");
    assert!(!format!("{error:?}").contains(token), "{error:?}");
}
