//! Annotations of the object that a [`Reader`](super::reader::Reader) reads: counts and next links of collections, and the sign that an
//! entity was removed. Also the annotations of a patch that link properties to existing entities.

use super::descriptor::StructuredType;
use super::json::{Additional, Json};
use super::raw_json::RawJson;
use super::read_error::{Problem, ReadError, RemovedEntity};

/// The keys of the JSON object that represents a page: `page_json` writes the object, and the codec of `Expanded` reads it.
pub(super) const VALUE: &str = "value";
pub(super) const COUNT: &str = "@odata.count";
pub(super) const NEXT_LINK: &str = "@odata.nextLink";

/// The annotations of one object that change how its properties are read.
#[derive(Debug, Default)]
pub(super) struct Annotations {
    /// The annotations of each collection property that has a count or a next link.
    pages: Vec<PageNote>,
    /// The id and the reason of a removed entity; `None` if the annotations do not say that the entity was removed.
    removed: Option<Box<Removed>>,
}

/// The count and the next link that the service sends beside an expanded collection.
#[derive(Debug, Default)]
pub(super) struct PageNote {
    /// The index of the collection's property in the declaration of its type.
    index: usize,
    pub(super) count: Option<Json>,
    pub(super) next_link: Option<Json>,
    /// Whether a field of the struct keeps the next link: a field that declares this annotation, or the `additional` field.
    pub(super) is_kept: bool,
}

/// The parts of a removed entity's JSON that are not declared properties.
#[derive(Debug, Default)]
struct Removed {
    id: Option<Json>,
    reason: Option<Json>,
}

impl PageNote {
    /// Creates the note for a property that is read on its own, so that its index is not needed.
    pub(super) fn new(count: Option<Json>, next_link: Option<Json>) -> Self {
        Self { count, next_link, ..Self::default() }
    }
}

impl Annotations {
    /// Notes the value of an undeclared member or of a declared annotation. `is_kept` is `true` if a field of the struct keeps that value.
    pub(super) fn note(&mut self, declared: &StructuredType, name: &str, value: &Json, is_kept: bool) {
        // Fast path: almost every response has `@odata.context`, and few have another annotation.
        if name == "@odata.context" && !is_deleted_context(value) {
            return;
        }
        let Some((of, term)) = name.split_once('@') else { return self.note_removed(name, value) };
        match (of, without_prefix(term)) {
            ("", "removed") if is_removal(value) => {
                let reason = value.get("reason").cloned();
                self.removed.get_or_insert_default().reason = reason;
            }
            ("", "context") if is_deleted_context(value) => drop(self.removed.get_or_insert_default()),
            ("", "id") => self.note_removed("id", value),
            ("", _) => {}
            (of, "count") => self.note_page(declared, of, |page| page.count = Some(value.clone())),
            (of, "nextLink") if !value.is_null() => {
                self.note_page(declared, of, |page| (page.next_link, page.is_kept) = (Some(value.clone()), is_kept));
            }
            _ => {}
        }
    }

    /// As [`note`](Self::note), but of a member in a text. Returns `None` if the value is malformed or shows that the entity was removed.
    pub(super) fn note_raw(&mut self, declared: &StructuredType, name: &str, value: RawJson<'_>, is_kept: bool) -> Option<()> {
        let Some((of, term)) = name.split_once('@') else { return Some(()) };
        match (of, without_prefix(term), value) {
            ("", "context", RawJson::Text(context)) if !context.ends_with(DELETED) => return Some(()),
            ("", "context" | "removed", _) | (_, "count" | "nextLink", _) => {}
            _ => return Some(()),
        }
        self.note(declared, name, &value.json()?, is_kept);
        self.removed.is_none().then_some(())
    }

    /// Notes a member of a removed entity in the format of OData 4.0, which has `id` and `reason` instead of properties.
    fn note_removed(&mut self, name: &str, value: &Json) {
        match (&mut self.removed, name) {
            (Some(removed), "id") => removed.id = Some(value.clone()),
            (Some(removed), "reason") => removed.reason = Some(value.clone()),
            _ => {}
        }
    }

    fn note_page(&mut self, declared: &StructuredType, property: &str, set: impl FnOnce(&mut PageNote)) {
        let Some(index) = declared.position(property, 0) else { return };
        if !declared.properties.get(index).is_some_and(|property| property.ty.is_array()) {
            return;
        }
        match self.pages.iter_mut().find(|page| page.index == index) {
            Some(page) => set(page),
            None => {
                let mut page = PageNote { index, ..PageNote::default() };
                set(&mut page);
                self.pages.push(page);
            }
        }
    }

    /// Returns `true` if some property has a count or a next link.
    #[inline]
    pub(super) fn has_pages(&self) -> bool {
        !self.pages.is_empty()
    }

    /// Removes and returns the count and the next link of the property at this index.
    pub(super) fn take_page(&mut self, index: usize) -> Option<PageNote> {
        let at = self.pages.iter().position(|page| page.index == index)?;
        Some(self.pages.swap_remove(at))
    }

    /// Fails if the annotations say that the entity was removed. The error contains the entity's id and the reason of the removal, which
    /// come from the annotations or from `values` (the values of the declared properties).
    pub(super) fn check_removed(&self, declared: &StructuredType, values: &[Option<Json>]) -> Result<(), ReadError> {
        let Some(removed) = &self.removed else { return Ok(()) };
        let value = |index: usize| values.get(index)?.clone();
        let key = declared.properties.iter().position(|property| property.key).and_then(value);
        let declared_as = |name| declared.position(name, 0).and_then(value);
        let id = key.or_else(|| declared_as("id")).or_else(|| removed.id.clone());
        let reason = removed.reason.clone().or_else(|| declared_as("reason"));
        Err(removed_error(id.as_ref(), reason.as_ref()))
    }
}

/// Combines the JSON of a collection property and the annotations beside it into the JSON of a page, which the codec of `Expanded` reads.
pub(super) fn page_json(elements: Option<Json>, note: PageNote) -> Json {
    let mut page = Additional::new();
    let elements = elements.filter(|elements| !elements.is_null()).unwrap_or_else(|| Json::Array(Vec::new()));
    page.insert(VALUE.into(), elements);
    page.extend(note.count.map(|count| (COUNT.into(), count)));
    page.extend(note.next_link.map(|link| (NEXT_LINK.into(), link)));
    Json::Object(page)
}

/// Returns the name of the property whose paging the annotation `name` describes, such as `members` for `members@odata.nextLink`.
pub(super) fn page_note(name: &str) -> Option<&str> {
    let (property, term) = name.split_once('@')?;
    let is_note = !property.is_empty() && matches!(without_prefix(term), "count" | "nextLink");
    is_note.then_some(property)
}

/// Fails if these members of an object of an undeclared type say that the entity was removed.
#[inline]
pub(super) fn check_untyped(members: &Additional) -> Result<(), ReadError> {
    let any = |names: &[&str]| names.iter().find_map(|name| members.get(*name));
    let removal = any(&["@removed", "@odata.removed"]).filter(|removal| is_removal(removal));
    if removal.is_none() && !any(&["@odata.context", "@context"]).is_some_and(is_deleted_context) {
        return Ok(());
    }
    let reason = removal.and_then(|removal| removal.get("reason")).or_else(|| members.get("reason"));
    Err(removed_error(any(&["id", "@odata.id", "@id"]), reason))
}

/// Returns an annotation's name without the prefix `odata.`, which is optional since OData 4.01.
fn without_prefix(term: &str) -> &str {
    term.strip_prefix("odata.").unwrap_or(term)
}

fn is_removal(value: &Json) -> bool {
    !matches!(value, Json::Null | Json::Bool(false))
}

/// The end of the `@odata.context` of a removed entity in the format of OData 4.0.
const DELETED: &str = "/$deletedEntity";

/// Returns `true` if the value of `@odata.context` marks a removed entity in the format of OData 4.0: it ends in `/$deletedEntity`.
fn is_deleted_context(context: &Json) -> bool {
    context.as_str().is_some_and(|context| context.ends_with(DELETED))
}

fn removed_error(id: Option<&Json>, reason: Option<&Json>) -> ReadError {
    let text = |value: &Json| match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        // `Display` would be a third copy of serde_json's writer in the program.
        other => serde_json::to_string(other).ok(),
    };
    ReadError::new(Problem::Removed(RemovedEntity { id: id.and_then(text), reason: reason.and_then(text) }))
}

/// Returns whether this is the name of an annotation that links a navigation property to existing entities.
///
/// Source: [OData JSON 4.01 §8.5](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_BindOperation).
pub(super) fn is_bind(name: &str) -> bool {
    name.ends_with("@odata.bind")
}

/// Writes the host before each relative URL of the annotations `@odata.bind`, because services expect absolute URLs.
pub(super) fn make_absolute(members: &mut Additional, origin: &str) {
    members.iter_mut().filter(|(name, _)| is_bind(name)).for_each(|(_, value)| match value {
        Json::Array(urls) => urls.iter_mut().for_each(|url| absolute(url, origin)),
        url => absolute(url, origin),
    });
}

fn absolute(url: &mut Json, origin: &str) {
    if let Json::String(url) = url
        && ["/v1.0/", "/beta/"].iter().any(|version| url.starts_with(version))
    {
        url.insert_str(0, origin);
    }
}
