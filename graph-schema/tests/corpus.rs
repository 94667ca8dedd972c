//! Resolves, packs and declares the documented paths of the corpus, a collection of API pages, against the service's own `$metadata`.
//!
//! These tests need the folder that the environment variable `GRAPH_SHARED` names; they are ignored if it is not set.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use graph_schema::csdl::read_csdl;
use graph_schema::declare::{Request, declare};
use graph_schema::pack::pack;
use graph_schema::{Resolution, Schema};
use graph_test_attributes::needs_shared;
use serde_json::Value;

fn shared() -> PathBuf {
    std::env::var_os("GRAPH_SHARED").expect("GRAPH_SHARED is set").into()
}

fn schema(shared: &Path, name: &str) -> Schema {
    let xml = fs::read_to_string(shared.join("schema").join(format!("{name}.csdl.xml"))).unwrap();
    read_csdl(&xml).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn lines(path: PathBuf) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}"))
}

/// Returns the names of the entity types that both the API pages and the schema have, each with its documented path templates.
fn entities<'p>(schema: &Schema, version: &str, pages: &'p [Value]) -> BTreeMap<&'p str, Vec<&'p str>> {
    let mut entities: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for page in pages.iter().filter(|page| text(page, "version") == version) {
        let entity = text(page, "odata_type").trim_start_matches('#');
        let templates = page["paths"].as_array().unwrap().iter().map(|path| path.as_str().unwrap());
        if schema.structured(entity).is_some() {
            let known = |template: &&str| !matches!(schema.resolve(template, Some(entity)), Resolution::Fails(_));
            entities.entry(entity).or_default().extend(templates.filter(known));
        }
    }
    entities
}

#[needs_shared]
#[test]
fn every_documented_path_gets_the_verdict_of_an_independent_resolver() {
    let shared = shared();
    let pages = lines(shared.join("corpus/pages.jsonl"));
    let entities: HashMap<(&str, &str), &str> = pages
        .iter()
        .map(|page| ((text(page, "version"), text(page, "page")), text(page, "odata_type").trim_start_matches('#')))
        .collect();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut differences = Vec::new();
    let verdicts = lines(shared.join("corpus/verdicts.jsonl"));
    let schemas = HashMap::from(["v1.0-2026-08", "beta-2021-06"].map(|name| (name, schema(&shared, name))));
    for row in &verdicts {
        let (name, template) = (text(row, "schema"), text(row, "path"));
        let version = name.split('-').next().unwrap();
        let verdict = schemas[name].resolve(template, Some(entities[&(version, text(row, "page"))]));
        let mine = match &verdict {
            Resolution::Resolves => "strict",
            Resolution::ElidesCast { .. } => "omitted_cast",
            Resolution::Fails(_) => "unresolved",
        };
        *counts.entry((version, mine)).or_default() += 1;
        if mine != text(row, "verdict") {
            differences.push(format!("{row}\n    {verdict:?}"));
        }
        if let Resolution::ElidesCast { strict, .. } = &verdict {
            assert_eq!(
                schemas[name].resolve(strict, Some(entities[&(version, text(row, "page"))])),
                Resolution::Resolves,
                "{strict}"
            );
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    println!("{counts:?}");
}

#[needs_shared]
#[test]
fn a_packed_schema_checks_its_types_and_paths_like_the_whole() {
    let shared = shared();
    let pages = lines(shared.join("corpus/pages.jsonl"));
    for (name, version) in [("v1.0-2026-08", "v1.0"), ("beta-2021-06", "beta")] {
        let whole = schema(&shared, name);
        let entities = entities(&whole, version, &pages);
        let names: Vec<&str> = entities.keys().copied().collect();
        let templates: Vec<&str> = entities.values().flatten().copied().collect();
        let all = pack(&whole, &names, &templates).unwrap();
        println!("{version}: {} entities packed into {} bytes", names.len(), all.to_string().len());
        for (index, (entity, templates)) in entities.iter().enumerate() {
            // Only every eighth entity is also packed on its own, because packing is slow.
            let alone = (index % 8 == 0).then(|| pack(&whole, &[entity], templates).unwrap());
            for packed in alone.iter().chain([&all]) {
                for template in templates {
                    let (packed, whole) = (packed.resolve(template, Some(entity)), whole.resolve(template, Some(entity)));
                    assert_eq!(packed, whole, "{entity} {template}");
                }
            }
            let Some(alone) = alone else { continue };
            assert_eq!(alone.to_string().parse::<Schema>().unwrap(), alone, "{entity}");
            let request = Request { name: entity, templates, ..Request::default() };
            let without_docs =
                |text: String| text.lines().filter(|line| !line.trim_start().starts_with("///")).map(str::to_owned).collect();
            let [left, right]: [Vec<String>; 2] = [&alone, &whole].map(|schema| without_docs(declare(schema, &request).unwrap()));
            assert_eq!(left, right, "{entity}");
        }
    }
}

#[needs_shared]
#[test]
fn the_seeds_pack_small_and_keep_their_documented_paths() {
    let shared = shared();
    let names = ["deviceConfigurationDeviceOverview", "deviceConfigurationUserOverview", "deviceConfigurationUserStatus"];
    let whole = schema(&shared, "beta-2021-06");
    let packed = pack(&whole, &names, &[]).unwrap();
    for name in names {
        let page = fs::read_to_string(shared.join(format!("docs/update-{name}.md"))).unwrap();
        let templates: Vec<&str> =
            page.lines().filter_map(|line| line.strip_prefix("PATCH ")).filter(|path| path.starts_with('/')).collect();
        assert_eq!(templates.len(), 10, "{name}");
        let verdicts: Vec<Resolution> = templates.iter().map(|template| packed.resolve(template, Some(name))).collect();
        assert_eq!(verdicts.iter().filter(|verdict| **verdict == Resolution::Resolves).count(), 7, "{name}");
        for (template, verdict) in templates.iter().zip(verdicts) {
            assert_eq!(verdict, whole.resolve(template, Some(name)), "{template}");
        }
    }
    let size = packed.to_string().len();
    assert!(size < 12_000, "{size} bytes");
}
