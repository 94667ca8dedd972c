//! The documented paths of the corpus against the service's own metadata.
//!
//! Needs the folder that the environment variable `GRAPH_SHARED` names; without it these tests say so and pass.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::PathBuf;

use graph_schema::csdl::read_csdl;
use graph_schema::{Schema, Verdict};
use serde_json::Value;

fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("GRAPH_SHARED").map(PathBuf::from);
    if shared.is_none() {
        println!("skipped: GRAPH_SHARED does not name the folder of the corpus");
    }
    shared
}

fn schema(shared: &std::path::Path, name: &str) -> Schema {
    let xml = fs::read_to_string(shared.join("schema").join(format!("{name}.csdl.xml"))).unwrap();
    read_csdl(&xml).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn lines(path: PathBuf) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}"))
}

#[test]
fn every_documented_path_gets_the_verdict_of_an_independent_resolver() {
    let Some(shared) = shared() else { return };
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
            Verdict::Resolves => "strict",
            Verdict::ElidesCast { .. } => "omitted_cast",
            Verdict::Fails(_) => "unresolved",
        };
        *counts.entry((version, mine)).or_default() += 1;
        if mine != text(row, "verdict") {
            differences.push(format!("{row}\n    {verdict:?}"));
        }
        if let Verdict::ElidesCast { strict, .. } = &verdict {
            assert_eq!(
                schemas[name].resolve(strict, Some(entities[&(version, text(row, "page"))])),
                Verdict::Resolves,
                "{strict}"
            );
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    println!("{counts:?}");
}
