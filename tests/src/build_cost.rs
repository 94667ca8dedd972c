//! The build cost of the framework's derives, compared with serde's two derives on the same structs.

use std::fmt;
use std::path::Path;

use crate::Result;
use crate::corpus::declare::{Declarations, declare};
use crate::corpus::facts::Corpus;
use crate::corpus::{Flavour, Profile, Purpose, WrittenCrate, by_schema, source_files};

/// Two crates with the same declarations: one for the framework, one for serde.
pub struct Pair {
    /// The number of declared entities.
    pub entities: usize,
    /// The number of properties in the declared entities and complex types.
    pub properties: usize,
    graph: WrittenCrate,
    serde: WrittenCrate,
}

/// User CPU seconds of one build of each crate, the lowest of several.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// The seconds of a build with the framework's derives.
    pub graph: f64,
    /// The seconds of a build with serde's derives.
    pub serde: f64,
}

impl Cost {
    /// Returns the framework's build cost divided by serde's build cost.
    pub fn ratio(self) -> f64 {
        self.graph / self.serde
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:6.2} s | {:6.2} s | {:5.2}", self.graph, self.serde, self.ratio())
    }
}

impl Pair {
    /// Writes both crates and builds their dependencies. `count` limits the number of entities; `None` means all.
    ///
    /// # Errors
    /// The corpus cannot be read, or a crate does not compile or does not decode its entities.
    pub fn prepare(folder: &Path, count: Option<usize>, std_derives: bool) -> Result<Self> {
        let mut corpus = Corpus::read(folder)?;
        corpus.thin_out(count.unwrap_or(usize::MAX / 2).min(corpus.pages.len()));
        let declarations = declare(&corpus, &|_, _| false);
        let size = count.map_or_else(|| "all".to_owned(), |count| count.to_string());
        let purpose = Purpose::Exercise { std_derives };
        // serde's derives cannot read a number in an internally tagged enum if serde_json keeps all digits.
        let write = |flavour, library: &str, features: &[&str]| {
            let name = format!("cost-{library}-{size}");
            let krate = WrittenCrate::write(&name, features, &source_files(&declarations, flavour, purpose))?;
            krate.compile(Profile::Check)?;
            krate.compile(Profile::Debug)?;
            run(&krate, folder)?;
            Ok::<_, Box<dyn std::error::Error>>(krate)
        };
        Ok(Self {
            entities: declarations.versions.iter().map(|version| version.pages.len()).sum(),
            properties: properties(&declarations),
            graph: write(Flavour::Graph, "graph", &["exact-numbers"])?,
            serde: write(Flavour::Serde, "serde", &[])?,
        })
    }

    /// Builds both crates in turn, `repetitions` times, and returns the lowest cost of each.
    ///
    /// # Errors
    /// A crate does not compile.
    pub fn measure(&self, profile: Profile, repetitions: usize) -> Result<Cost> {
        let mut best = Cost { graph: f64::INFINITY, serde: f64::INFINITY };
        for _ in 0..repetitions {
            best.graph = best.graph.min(build(&self.graph, profile)?);
            best.serde = best.serde.min(build(&self.serde, profile)?);
        }
        Ok(best)
    }
}

/// Two generated crates that declare the same entities. The derives of the first also check each entity against a schema file.
pub struct Checked {
    /// The number of lines of the declarations, and the number of bytes of the packed schemas.
    pub size: (usize, usize),
    checked: WrittenCrate,
    unchecked: WrittenCrate,
}

impl Checked {
    /// Writes the checked and the unchecked crate, and builds their dependencies.
    ///
    /// # Errors
    /// The corpus or the schemas cannot be read, or a crate does not compile.
    pub fn prepare(shared: &Path) -> Result<Self> {
        let corpus = Corpus::read(&shared.join("corpus"))?;
        let write = |checked: bool, name: &str| {
            let declared = by_schema::declare(&corpus, &shared.join("schema"), checked)?;
            // Both crates enable the feature `schema`, so that they differ only in the attribute key.
            let krate = WrittenCrate::write(name, &["exact-numbers", "schema"], &by_schema::declarations(&declared))?;
            krate.compile(Profile::Check)?;
            let lines = declared.versions.iter().flat_map(|version| &version.pages).map(|page| page.text.lines().count());
            let bytes = declared.versions.iter().map(|version| version.packed.len());
            Ok::<_, Box<dyn std::error::Error>>((krate, (lines.sum(), bytes.sum())))
        };
        let ((checked, size), (unchecked, _)) = (write(true, "cost-checked")?, write(false, "cost-unchecked")?);
        Ok(Self { size, checked, unchecked })
    }

    /// Runs `cargo check` on both crates in turn, `repetitions` times. Returns the lowest user CPU seconds: checked, unchecked.
    ///
    /// # Errors
    /// A crate does not compile.
    pub fn measure(&self, repetitions: usize) -> Result<(f64, f64)> {
        let mut best = (f64::INFINITY, f64::INFINITY);
        for _ in 0..repetitions {
            best.0 = best.0.min(build(&self.checked, Profile::Check)?);
            best.1 = best.1.min(build(&self.unchecked, Profile::Check)?);
        }
        Ok(best)
    }
}

fn properties(declarations: &Declarations) -> usize {
    declarations.versions.iter().map(crate::corpus::declare::Version::properties).sum()
}

/// Runs the generated program, which decodes, patches and encodes every entity. Fails if an entity does not decode.
fn run(krate: &WrittenCrate, folder: &Path) -> Result<()> {
    let output = std::process::Command::new(krate.program(Profile::Debug)).arg(folder).output()?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stdout).into()) }
}

pub(crate) fn build(krate: &WrittenCrate, profile: Profile) -> Result<f64> {
    krate.touch()?;
    let before = children_user_seconds()?;
    krate.compile(profile)?;
    Ok(children_user_seconds()? - before)
}

/// Returns the user CPU time of all child processes that have ended: cargo, rustc, the linker.
///
/// Linux counts it for the parent process, in hundredths of a second (`cutime` in proc_pid_stat(5)).
///
/// # Errors
/// The system is not Linux.
pub fn children_user_seconds() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").map_err(|error| format!("CPU time is read on Linux only: {error}"))?;
    let after_name = stat.rsplit_once(')').ok_or("/proc/self/stat has no process name")?.1;
    let ticks: f64 = after_name.split_whitespace().nth(13).ok_or("/proc/self/stat has no cutime")?.parse()?;
    Ok(ticks / 100.0)
}
