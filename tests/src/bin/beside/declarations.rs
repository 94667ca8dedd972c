//! Crates with the same structs under the derives of several libraries.

use graph_tests::Result;
use graph_tests::build_cost::children_user_seconds;
use graph_tests::corpus::{Profile, WrittenCrate, graph_core};
use graph_tests::growth::median;
use graph_tests::synthetic;

const STRUCTS: usize = 100;
const PROPERTIES: usize = 12;

const SERDE: &str = "serde = { version = \"1\", features = [\"derive\"] }\n";

const BON: &str = "bon = \"3\"\n";

const KUBE: &str = "kube = { version = \"5\", default-features = false, features = [\"derive\"] }\n\
    k8s-openapi = { version = \"0.29\", features = [\"latest\", \"schemars\"] }\n\
    schemars = \"1\"\n\
    serde_json = \"1\"\n";

/// A way to declare a struct.
struct Way {
    name: &'static str,
    gives: &'static str,
    /// The name of the crate.
    krate: &'static str,
    dependencies: String,
    /// Returns the declaration of a struct with this name.
    declare: fn(&str) -> String,
}

/// Prints the table of the declarations.
pub(crate) fn compare(repetitions: usize) -> Result<()> {
    println!("| derive | gives | version | `cargo check` per property | to serde's two |\n|---|---|---|---:|---:|");
    let mut serde = f64::NAN;
    for way in ways()? {
        let (full, empty) = match (way.write(STRUCTS), way.write(0)) {
            (Ok(full), Ok(empty)) => (full, empty),
            (Err(error), _) | (_, Err(error)) => {
                println!("\n{} is left out: {error}\n", way.name);
                continue;
            }
        };
        let costs = (0..repetitions).map(|_| Ok(check(&full)? - check(&empty)?)).collect::<Result<Vec<f64>>>()?;
        let each = median(costs) / (STRUCTS * PROPERTIES) as f64 * 1e3;
        if way.krate == "serde" {
            serde = each;
        }
        let first = way.dependencies.split(' ').next().unwrap_or_default();
        let versions = full.tree(&["--depth", "1", "--edges", "normal"])?;
        let version = versions.iter().find_map(|line| line.strip_prefix(first)?.strip_prefix(" v")).unwrap_or_default();
        println!("| {} | {} | {first} {version} | {each:.2} ms | {:.2} |", way.name, way.gives, each / serde);
    }
    Ok(())
}

fn ways() -> Result<[Way; 4]> {
    Ok([
        Way {
            name: "serde's `Serialize` and `Deserialize`",
            gives: "JSON",
            krate: "serde",
            dependencies: SERDE.to_owned(),
            declare: |name| plain("serde::Serialize, serde::Deserialize", "", name),
        },
        Way {
            name: "`GraphEntity`, `graph_paths!`, `graph_ids!`",
            gives: "JSON, patch with setters, query properties, id type, path",
            krate: "graph",
            dependencies: graph_core(&["exact-numbers"])?,
            declare: |name| synthetic::entity(name, &synthetic::fields(PROPERTIES, "String")),
        },
        Way {
            name: "`bon::Builder`",
            gives: "builder",
            krate: "bon",
            dependencies: BON.to_owned(),
            declare: |name| plain("bon::Builder", "", name),
        },
        Way {
            name: "kube's `CustomResource`, with the three derives that it needs",
            gives: "JSON, JSON schema, resource type",
            krate: "kube",
            dependencies: format!("{KUBE}{SERDE}"),
            declare: |name| {
                let attribute =
                    format!("#[kube(group = \"example.com\", version = \"v1\", kind = \"{name}Resource\", namespaced)]\n");
                plain("kube::CustomResource, serde::Serialize, serde::Deserialize, schemars::JsonSchema", &attribute, name)
            },
        },
    ])
}

fn plain(derives: &str, attribute: &str, name: &str) -> String {
    let fields = synthetic::fields(PROPERTIES, "String");
    format!("#[derive(Clone, Debug, PartialEq, {derives})]\n{attribute}pub struct {name} {{\n{fields}}}\n")
}

impl Way {
    /// Writes a crate with this number of structs, and builds its dependencies.
    fn write(&self, structs: usize) -> Result<WrittenCrate> {
        let source: String = (0..structs).map(|n| (self.declare)(&format!("Entity{n}"))).collect();
        let files = [("src/main.rs".to_owned(), format!("#![allow(dead_code)]\n{source}\nfn main() {{}}\n"))];
        let krate = WrittenCrate::depending(&format!("declare-{structs}-{}", self.krate), &self.dependencies, &files)?;
        krate.fetch()?;
        krate.compile(Profile::Check)?;
        Ok(krate)
    }
}

/// Returns the user CPU seconds of `cargo check` of the crate, without its dependencies.
fn check(krate: &WrittenCrate) -> Result<f64> {
    krate.touch()?;
    let before = children_user_seconds()?;
    krate.compile(Profile::Check)?;
    Ok(children_user_seconds()? - before)
}
