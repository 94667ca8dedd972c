//! Finds the flags enumerations: those that a schema marks, and those that an example shows with several members, separated by commas.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value as Json};

use super::facts::{Corpus, PropertyFacts};

/// The names of the flags enumerations, by API version.
#[derive(Debug, Default)]
pub struct FlagsEnums(BTreeSet<(String, String)>);

impl FlagsEnums {
    /// Finds the flags enumerations in the examples of the pages, and in the schemas in the folder `schemas`, if there are any.
    pub fn find(corpus: &Corpus, schemas: &Path) -> Self {
        let mut found = Self::default();
        for file in fs::read_dir(schemas).into_iter().flatten().flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            let version = ["v1.0", "beta"].into_iter().find(|version| name.starts_with(version));
            if let (Some(version), Ok(text)) = (version, fs::read_to_string(file.path())) {
                found.add_schema(version, &text);
            }
        }
        for page in &corpus.pages {
            for message in [&page.request, &page.response].into_iter().flatten() {
                if let Some(Ok(Json::Object(body))) = message.body().map(serde_json::from_str) {
                    found.add_example(corpus, &page.version, &page.properties, &body);
                }
            }
        }
        found
    }

    /// Returns whether the enumeration that has this name in this API version is a flags enumeration.
    pub fn contains(&self, version: &str, name: &str) -> bool {
        self.0.contains(&(version.to_owned(), name.to_owned()))
    }

    fn add_schema(&mut self, version: &str, text: &str) {
        let tags = text.split("<EnumType ").skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag);
        for tag in tags.filter(|tag| tag.contains("IsFlags=\"true\"")) {
            if let Some((name, _)) = tag.split_once("Name=\"").and_then(|(_, rest)| rest.split_once('"')) {
                self.0.insert((version.to_owned(), name.to_owned()));
            }
        }
    }

    fn add_example(&mut self, corpus: &Corpus, version: &str, properties: &[PropertyFacts], body: &Map<String, Json>) {
        for property in properties {
            match body.get(&property.name) {
                Some(Json::Array(elements)) => elements.iter().for_each(|value| self.add_value(corpus, version, property, value)),
                Some(value) => self.add_value(corpus, version, property, value),
                None => {}
            }
        }
    }

    fn add_value(&mut self, corpus: &Corpus, version: &str, property: &PropertyFacts, value: &Json) {
        match value {
            Json::String(text) if property.kind == "enum" && text.contains(',') => {
                self.0.insert((version.to_owned(), property.type_name.clone()));
            }
            Json::Object(members) => {
                let tag = members.get("@odata.type").and_then(Json::as_str).and_then(|tag| tag.rsplit('.').next());
                if let Some(facts) = corpus.type_named(version, tag.unwrap_or(&property.type_name)) {
                    self.add_example(corpus, version, &facts.properties, members);
                }
            }
            _ => {}
        }
    }
}
