//! The types that the pages of one API version use, and the Rust types of their properties.

use std::collections::{BTreeMap, BTreeSet};

use graph_schema::name::{member_name, property_name, variant};
use graph_schema::syntax::case::{pascal_case, snake_case};
use graph_schema::syntax::identifier::identifier;
use serde_json::Value as Json;

use super::model::{Derived, Enumeration, Field, Structure, TypeDeclaration, Value};
use crate::corpus::facts::{Corpus, PropertyFacts, TypeFacts, qualified};
use crate::corpus::names::{Scope, type_ident};

/// Names that a generated type cannot have: names that the generated modules import or get from the Rust prelude, and names that the
/// derives refuse as property types.
pub(super) const TAKEN: &[&str] = &[
    "Additional",
    "Binary",
    "Box",
    "Clone",
    "Copy",
    "Date",
    "DateTimeOffset",
    "Debug",
    "Decimal",
    "Default",
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Flags",
    "Fn",
    "From",
    "GraphComplex",
    "GraphDerived",
    "GraphEntity",
    "GraphEnum",
    "Guid",
    "Hash",
    "Into",
    "Iterator",
    "Json",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "Result",
    "Self",
    "Send",
    "Some",
    "Stream",
    "String",
    "Sync",
    "TimeOfDay",
    "Untyped",
    "Vec",
    "Arc",
    "BTreeMap",
    "BTreeSet",
    "Bytes",
    "Cow",
    "DateTime",
    "HashMap",
    "HashSet",
    "IndexMap",
    "LinkedList",
    "NaiveDate",
    "NaiveDateTime",
    "NaiveTime",
    "OffsetDateTime",
    "PathBuf",
    "PrimitiveDateTime",
    "Rc",
    "SignedDuration",
    "Span",
    "SystemTime",
    "Time",
    "TimeDelta",
    "Timestamp",
    "Url",
    "Uuid",
    "VecDeque",
    "Zoned",
];

/// The types that the pages of one API version use.
pub(super) struct Types<'a> {
    corpus: &'a Corpus,
    version: &'a str,
    flags: &'a dyn Fn(&str, &str) -> bool,
    /// The Rust name and the members of each enumeration, by the enumeration's name on the pages.
    enums: BTreeMap<String, (String, BTreeSet<String>)>,
    /// The Rust name of each entity or complex type, by the type's name on the pages.
    structures: BTreeMap<String, String>,
    /// The Rust name of each enum whose variants are a base type and its subtypes, by the base type's name on the pages.
    derived: BTreeMap<String, String>,
    /// The names of entity types that an example shows without an id.
    without_id: BTreeSet<String>,
}

impl<'a> Types<'a> {
    pub(super) fn new(corpus: &'a Corpus, version: &'a str, flags: &'a dyn Fn(&str, &str) -> bool) -> Self {
        let mut types = Self {
            corpus,
            version,
            flags,
            enums: BTreeMap::new(),
            structures: BTreeMap::new(),
            derived: BTreeMap::new(),
            without_id: BTreeSet::new(),
        };
        for page in corpus.pages.iter().filter(|page| page.version == version && page.is_patch) {
            types.reach(&page.properties);
            for message in [&page.request, &page.response].into_iter().flatten() {
                let body: Json = message.body().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
                let members = body.as_object().into_iter().flat_map(|body| body.values());
                members.for_each(|member| note_without_id(member, &mut types.without_id));
                types.note_derived(&page.properties, &body);
            }
        }
        types.give_names();
        types
    }

    fn known(&self, name: &str) -> Option<&'a TypeFacts> {
        self.corpus.type_named(self.version, name)
    }

    /// Collects the types of the given properties and, recursively, the types of the properties of these types.
    fn reach(&mut self, properties: &[PropertyFacts]) {
        for property in properties {
            let name = &property.type_name;
            match self.known(name) {
                Some(facts) if facts.kind == "enum" => {
                    let (_, members) = self.enums.entry(name.clone()).or_default();
                    members.extend(property.listed_values.iter().filter(|member| is_word(member)).cloned());
                }
                Some(_) => {
                    self.reach_structure(name);
                    let derived = self.corpus.derived(self.version, name);
                    if !derived.is_empty() && self.derived.insert(name.clone(), String::new()).is_none() {
                        derived.iter().for_each(|derived| self.reach_structure(derived));
                    }
                }
                None if property.kind == "enum" => {
                    let (_, members) = self.enums.entry(name.clone()).or_default();
                    members.extend(property.listed_values.iter().filter(|member| is_word(member)).cloned());
                }
                None => {}
            }
        }
    }

    fn reach_structure(&mut self, name: &str) {
        if self.structures.contains_key(name) {
            return;
        }
        let Some(facts) = self.known(name) else { return };
        self.structures.insert(name.to_owned(), String::new());
        self.reach(&facts.properties);
    }

    /// Records the documented type of each property whose value in the example has another `@odata.type`. Such a type has subtypes: it is
    /// declared as an enum, so that no property of a subtype is lost.
    fn note_derived(&mut self, properties: &[PropertyFacts], body: &Json) {
        for property in properties {
            let value = body.get(&property.name).unwrap_or_default();
            for value in value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice) {
                let Some(tag) = value.get("@odata.type").and_then(Json::as_str) else { continue };
                let name = tag.rsplit('.').next().unwrap_or(tag);
                if name != property.type_name && self.structures.contains_key(&property.type_name) {
                    self.derived.entry(property.type_name.clone()).or_default();
                }
                if let Some(facts) = self.known(name).or_else(|| self.known(&property.type_name)) {
                    self.note_derived(&facts.properties, value);
                }
            }
        }
    }

    fn give_names(&mut self) {
        let mut scope = Scope::with(TAKEN);
        for (name, ident) in &mut self.structures {
            *ident = scope.give(&type_ident(name), &["Patch"]);
        }
        for (name, (ident, _)) in &mut self.enums {
            *ident = scope.give(&type_ident(name), &[]);
        }
        for (name, ident) in &mut self.derived {
            *ident = scope.give(&format!("Any{}", pascal_case(name)), &[]);
        }
    }

    /// Returns the Rust type of a property's value or, if the property is a collection, of each element.
    pub(super) fn value(&self, property: &PropertyFacts) -> Value {
        let name = &property.type_name;
        if let Some(ident) = self.derived.get(name).or_else(|| self.structures.get(name)) {
            return Value::Structure(ident.clone());
        }
        if let Some((ident, _)) = self.enums.get(name) {
            return Value::Enum { ident: ident.clone(), flags: (self.flags)(self.version, name) };
        }
        primitive(name).map_or(Value::Json, Value::Primitive)
    }

    /// Returns the fields with which a struct declares these properties. The names of the fields are unique.
    pub(super) fn fields(&self, properties: &[PropertyFacts], key: Option<&str>) -> Vec<Field> {
        let mut unique: Vec<&PropertyFacts> = Vec::new();
        for property in properties.iter().filter(|property| is_word(&property.name)) {
            if unique.iter().all(|known| known.name != property.name) {
                unique.push(property);
            }
        }
        // The names of methods that every patch has, or that a patch has for an optional property.
        let mut scope = Scope::with(&["diff", "apply", "is_empty"]);
        let words: Vec<String> = unique.iter().map(|property| snake_case(&property.name)).collect();
        let clears = |word: &str| {
            ["clear_", "set_or_clear_"]
                .iter()
                .any(|prefix| word.strip_prefix(prefix).is_some_and(|of| words.iter().any(|word| word == of)))
        };
        let mut fields = Vec::new();
        for (property, word) in unique.iter().zip(&words) {
            let word = if clears(word) { format!("{word}_") } else { word.clone() };
            fields.push(Field {
                ident: identifier(&scope.give(&word, &[])),
                wire: property.name.clone(),
                key: key == Some(&property.name),
                value: self.value(property),
                collection: property.collection,
                boxed: false,
            });
        }
        fields
    }

    pub(super) fn into_declarations(self) -> Vec<TypeDeclaration> {
        let structures = self.structures.iter().map(|(name, ident)| TypeDeclaration::Structure(self.structure(name, ident)));
        let enums =
            self.enums.iter().map(|(name, (ident, listed))| TypeDeclaration::Enumeration(self.enumeration(name, ident, listed)));
        let derived = self.derived.iter().map(|(name, ident)| TypeDeclaration::Derived(self.derived_enum(name, ident)));
        structures.chain(enums).chain(derived).collect()
    }

    fn structure(&self, name: &str, ident: &str) -> Structure {
        let facts = self.known(name);
        let properties = facts.map_or(&[][..], |facts| &facts.properties);
        let has_id = properties.iter().any(|property| property.name == "id" && !property.collection);
        let is_entity = facts.is_some_and(|facts| facts.kind == "entity") && has_id && !self.without_id.contains(name);
        let odata_type = facts.map_or_else(|| qualified(name), |facts| facts.odata_type.clone());
        Structure {
            ident: ident.to_owned(),
            bases: self.bases(facts.and_then(|facts| facts.base.as_deref()), &odata_type),
            odata_type,
            fields: self.fields(properties, is_entity.then_some("id")),
            keyless: false,
        }
    }

    /// Returns the qualified names of the base types of the type `of`, nearest first. Names on the API pages have no namespace, so a type
    /// can seem to derive from itself; `of` itself is therefore left out.
    pub(super) fn bases(&self, nearest: Option<&str>, of: &str) -> Vec<String> {
        let names = self.corpus.bases(self.version, nearest);
        let qualified = |base: &String| self.known(base).map_or_else(|| qualified(base), |facts| facts.odata_type.clone());
        names.iter().map(qualified).filter(|base| base != of).collect()
    }

    fn enumeration(&self, name: &str, ident: &str, listed: &BTreeSet<String>) -> Enumeration {
        let known = self.known(name).map_or(&[][..], |facts| &facts.members);
        let mut names: Vec<&String> = known.iter().filter(|member| is_word(member)).collect();
        names.extend(listed.iter().filter(|member| !known.contains(member)));
        let mut scope = Scope::with(&["Self"]);
        let members = names.iter().map(|name| (scope.give(&variant(name).ident, &[]), (*name).clone())).collect();
        Enumeration { ident: ident.to_owned(), flags: (self.flags)(self.version, name), members, other: other(&mut scope) }
    }

    fn derived_enum(&self, base: &str, ident: &str) -> Derived {
        let derived = self.corpus.derived(self.version, base);
        let names = std::iter::once(base).chain(derived);
        let known = names.filter_map(|name| Some((self.structures.get(name)?, self.known(name)?)));
        let variants: Vec<_> = known.map(|(ident, facts)| (ident.clone(), facts.odata_type.clone(), false)).collect();
        let mut scope = Scope::default();
        for (ident, ..) in &variants {
            scope.give(ident, &[]);
        }
        let base = self.known(base).map_or_else(|| qualified(base), |facts| facts.odata_type.clone());
        Derived { ident: ident.to_owned(), base, variants, other: other(&mut scope) }
    }
}

/// Returns an unused name for the variant that keeps the members or types that are not listed.
fn other(scope: &mut Scope) -> String {
    scope.give("Other", &[])
}

pub(super) fn is_word(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|char| char.is_alphanumeric() || char == '_')
}

/// Returns the Rust type for the name of a primitive type. The pages spell some primitive types in several ways.
fn primitive(name: &str) -> Option<&'static str> {
    Some(match name.trim_start_matches("Edm.").to_ascii_lowercase().as_str() {
        "string" => "String",
        "boolean" => "bool",
        "byte" => "u8",
        "sbyte" | "int16" => "i16",
        "int32" | "integer" => "i32",
        "int64" => "i64",
        "single" => "f32",
        "double" => "f64",
        "decimal" => "Decimal",
        "datetimeoffset" | "datetime" => "DateTimeOffset",
        "date" => "Date",
        "timeofday" => "TimeOfDay",
        "duration" => "Duration",
        "guid" => "Guid",
        "binary" => "Binary",
        "stream" => "Stream",
        _ => return None,
    })
}

fn note_without_id(value: &Json, found: &mut BTreeSet<String>) {
    match value {
        Json::Array(elements) => elements.iter().for_each(|element| note_without_id(element, found)),
        Json::Object(members) => {
            if let (Some(tag), None) = (members.get("@odata.type").and_then(Json::as_str), members.get("id")) {
                found.insert(tag.rsplit('.').next().unwrap_or(tag).to_owned());
            }
            members.values().for_each(|member| note_without_id(member, found));
        }
        _ => {}
    }
}

impl Field {
    /// Returns whether the field needs a `rename`, because the field's name does not convert to the property's name.
    pub fn needs_rename(&self) -> bool {
        property_name(&self.ident) != self.wire
    }
}

/// Returns whether an enumeration's variant needs a `rename`, because the variant's name does not convert to the member's name.
pub fn member_needs_rename(variant: &str, member: &str) -> bool {
    member_name(variant) != member
}
