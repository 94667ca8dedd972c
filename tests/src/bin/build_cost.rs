//! What the framework's derives cost to build.

use graph_tests::corpus::declare::declare;
use graph_tests::corpus::facts::Corpus;
use graph_tests::corpus::{Flavour, Profile, Purpose, WrittenCrate, source_files};

fn main() -> graph_tests::Result<()> {
    let folder = std::path::PathBuf::from(std::env::var("GRAPH_SHARED")?).join("corpus");
    let corpus = Corpus::read(&folder)?;
    let declarations = declare(&corpus, &|_, _| false);
    for failure in &declarations.failures {
        println!("{failure:?}");
    }
    let purpose = Purpose::Exercise { std_derives: std::env::args().any(|a| a == "std") };
    let reps = std::env::args().filter_map(|a| a.parse().ok()).next().unwrap_or(3);
    let mut crates = Vec::new();
    for flavour in [Flavour::Graph, Flavour::Serde] {
        let files = source_files(&declarations, flavour, purpose);
        let krate = WrittenCrate::write(if flavour == Flavour::Graph { "cost-graph" } else { "cost-serde" }, &files)?;
        krate.compile(Profile::Check)?;
        krate.compile(Profile::Debug)?;
        println!("{}", String::from_utf8_lossy(&std::process::Command::new(krate.program()).arg(&folder).output()?.stdout));
        crates.push(krate);
    }
    for profile in [Profile::Check, Profile::Debug] {
        let mut best = [f64::MAX; 2];
        for _ in 0..reps {
            for (krate, best) in crates.iter().zip(&mut best) {
                krate.touch()?;
                let before = user()?;
                krate.compile(profile)?;
                *best = best.min(user()? - before);
            }
        }
        println!("{profile:?}: graph {:.2}s serde {:.2}s ratio {:.3}", best[0], best[1], best[0] / best[1]);
    }
    Ok(())
}

fn user() -> graph_tests::Result<f64> {
    let text = std::fs::read_to_string("/proc/self/stat")?;
    let rest = text.rsplit(')').next().unwrap_or_default();
    Ok(rest.split_whitespace().nth(13).unwrap_or("0").parse::<f64>()? / 100.0)
}
