//! The build cost of the actions of the service's schema, compared with serde's two derives on structs with the same fields.

use std::path::Path;

use graph_schema::declare::{Operations, Request, declare};

use crate::Result;
use crate::build_cost::build;
use crate::corpus::by_schema::metadata;
use crate::corpus::{Profile, WrittenCrate};

/// Three crates with the types that the actions use: one without the actions, one with them, and one with a struct for serde in place of
/// each action.
pub struct Actions {
    /// The number of actions.
    pub count: usize,
    crates: [WrittenCrate; 3],
}

const ALLOWED: &str = "#![allow(dead_code, unused_imports)]\n\nmod declared;\n\n";
const DERIVE: &str = "#[derive(Clone, Debug, GraphAction)]";
const OF_GRAPH: &str = "fn build<T: graph_core::model::GraphOperation>() {
    let read = T::read(graph_core::Json::Null, graph_core::model::ReadMode::Full);
    std::hint::black_box(read.as_ref().map(graph_core::PropertyValue::view)).ok();
}\n\n";
const OF_SERDE: &str = "fn build<T: serde::Serialize + serde::de::DeserializeOwned>() {
    let read = serde_json::from_value::<T>(graph_core::Json::Null);
    std::hint::black_box(read.map(|value| serde_json::to_string(&value))).ok();
}\n\n";

impl Actions {
    /// Declares the actions of the `v1.0` schema in the folder `schemas`, writes the crates, and builds their dependencies.
    ///
    /// # Errors
    /// The schema cannot be read, or a crate does not compile.
    pub fn prepare(schemas: &Path) -> Result<Self> {
        let request = Request { operations: Operations::All, ..Request::default() };
        let text = declare(&metadata(schemas, "v1.0")?, &request)?;
        let (mut types, mut actions) = (String::new(), Vec::new());
        for item in text.split("\n\n").filter(|item| !item.contains("GraphFunction)]")) {
            if item.contains(DERIVE) { actions.push(item) } else { types = types + item + "\n\n" }
        }
        let calls = actions.iter().filter_map(|item| item.split_once("\npub struct ")?.1.split([' ', ';']).next());
        let calls: String = calls.map(|name| format!("    build::<declared::{name}>();\n")).collect();
        let main = |build: &str| format!("{ALLOWED}{build}fn main() {{\n{calls}}}\n");
        let serde: Vec<String> = actions.iter().map(|item| with_serde(item)).collect();
        let write = |name: &str, declared: String, main: String| {
            let files = [("src/declared.rs".to_owned(), declared), ("src/main.rs".to_owned(), main)];
            let krate = WrittenCrate::write(name, &["exact-numbers"], &files)?;
            krate.compile(Profile::Check)?;
            krate.compile(Profile::Debug)?;
            Ok::<_, Box<dyn std::error::Error>>(krate)
        };
        let crates = [
            write("cost-no-actions", types.clone(), format!("{ALLOWED}fn main() {{}}\n"))?,
            write("cost-actions", types.clone() + &actions.join("\n\n"), main(OF_GRAPH))?,
            write("cost-serde-actions", types.clone() + &serde.join("\n\n"), main(OF_SERDE))?,
        ];
        Ok(Self { count: actions.len(), crates })
    }

    /// Builds the crates in turn, `repetitions` times. Returns the median user CPU milliseconds per action: first with the framework, then
    /// with serde.
    ///
    /// # Errors
    /// A crate does not compile.
    pub fn measure(&self, profile: Profile, repetitions: usize) -> Result<(f64, f64)> {
        let mut costs = [const { Vec::new() }; 3];
        for _ in 0..repetitions {
            for (costs, krate) in costs.iter_mut().zip(&self.crates) {
                costs.push(build(krate, profile)?);
            }
        }
        let [none, graph, serde] = costs.map(|mut costs| {
            costs.sort_by(f64::total_cmp);
            costs.get(costs.len() / 2).copied().unwrap_or(f64::NAN)
        });
        let each = |cost: f64| (cost - none) * 1000.0 / self.count as f64;
        Ok((each(graph), each(serde)))
    }
}

/// Returns the declaration of an action with serde's derives in place of the framework's attributes.
fn with_serde(item: &str) -> String {
    let (mut text, mut is_skipped) = (String::new(), false);
    for line in item.lines() {
        let begins = line.starts_with("#[graph");
        let skips = is_skipped || begins;
        is_skipped = skips && !line.ends_with(")]");
        if !skips {
            text = text + &line.replace("#[graph(rename", "#[serde(rename") + "\n";
        }
    }
    text.replace(DERIVE, "#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]\n#[serde(rename_all = \"camelCase\")]")
}
