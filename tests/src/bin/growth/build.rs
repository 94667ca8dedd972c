//! Costs of synthetic crates: compiling them, and the instructions of their programs.

use std::fs;
use std::process::Child;
use std::thread::sleep;
use std::time::Duration;

use graph_tests::Result;
use graph_tests::build_cost::children_user_seconds;
use graph_tests::corpus::{Profile, WrittenCrate};
use graph_tests::growth::peak_kib_in;
use graph_tests::synthetic;
use graph_tests::valgrind;

use crate::table::Series;

/// Measures `cargo check` of crates with entities, without the time of an empty crate. `shape` returns the numbers of entities and of
/// properties per entity.
pub(crate) fn check(against: &str, sizes: &[usize], shape: fn(usize) -> (usize, usize)) -> Result<()> {
    let empty = check_crate(0, 1)?.0;
    let costs = sizes.iter().map(|&size| {
        let (entities, properties) = shape(size);
        check_crate(entities, properties)
    });
    let (seconds, mib): (Vec<f64>, _) = costs.collect::<Result<Vec<_>>>()?.into_iter().unzip();
    let seconds = seconds.into_iter().map(|seconds| seconds - empty).collect();
    Series { against, measured: "`cargo check`, user CPU", unit: " s", sizes, costs: seconds }.print();
    Series { against, measured: "`cargo check`, peak memory", unit: " MiB", sizes, costs: mib }.print();
    Ok(())
}

/// Returns the user CPU seconds of `cargo check` of a crate, and the peak memory of the compiler in MiB.
fn check_crate(entities: usize, properties: usize) -> Result<(f64, f64)> {
    let source = format!("#![allow(dead_code)]\n{}\nfn main() {{}}\n", synthetic::entities(entities, properties));
    let name = format!("growth-{entities}-of-{properties}");
    let krate = WrittenCrate::write(&name, &["exact-numbers"], &[("src/main.rs".to_owned(), source)])?;
    krate.compile(Profile::Check)?;
    krate.touch()?;
    let before = children_user_seconds()?;
    let kib = peak_kib_of(krate.cargo(Profile::Check).spawn()?)?;
    Ok((children_user_seconds()? - before, kib as f64 / 1024.0))
}

/// Waits for cargo. Returns the peak memory of the largest process that it started, in KiB.
fn peak_kib_of(mut cargo: Child) -> Result<usize> {
    let mut peak = 0;
    loop {
        // The peak of a process is kept until it ends, so a sample just before its end is enough.
        for compiler in children_of(cargo.id()) {
            let status = fs::read_to_string(format!("/proc/{compiler}/status")).unwrap_or_default();
            peak = peak.max(peak_kib_in(&status).unwrap_or_default());
        }
        match cargo.try_wait()? {
            Some(status) if status.success() => return Ok(peak),
            Some(_) => return Err("a crate does not compile".into()),
            None => sleep(Duration::from_millis(2)),
        }
    }
}

/// Returns the ids of the processes that any thread of a process has started (`children` in proc_pid_task(5)).
fn children_of(process: u32) -> Vec<String> {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let lists = threads.flatten().filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Counts the instructions of decoding and encoding one entity.
pub(crate) fn count(against: &str, sizes: &[usize]) -> Result<()> {
    let krate = WrittenCrate::write("growth-program", &["exact-numbers"], &[("src/main.rs".to_owned(), program(sizes))])?;
    krate.compile(Profile::Release)?;
    for (kind, measured) in [("decode", "decoding, instructions"), ("encode", "encoding, instructions")] {
        let count = |size: &usize| {
            let runs = valgrind::start(&krate.program(Profile::Release), &[kind, &size.to_string()])?;
            Ok(runs.finish()?.instructions)
        };
        let costs = sizes.iter().map(count).collect::<Result<Vec<_>>>()?;
        Series { against, measured, unit: "", sizes, costs }.print();
    }
    Ok(())
}

/// Returns the source of a program that takes `decode` or `encode`, a number of properties, and a number of calls.
fn program(sizes: &[usize]) -> String {
    let name = |size: &usize| format!("Entity{size}");
    let entities: String = sizes.iter().map(|size| synthetic::entity_of(&name(size), *size)).collect();
    let arms: String = sizes
        .iter()
        .map(|size| {
            format!(
                "        {size} => work::<{}>(kind, r##\"{}\"##, calls),\n",
                name(size),
                synthetic::response(&name(size), *size)
            )
        })
        .collect();
    format!(
        "use std::hint::black_box;\n\n{entities}\n\
         fn main() {{\n    let arguments: Vec<String> = std::env::args().skip(1).collect();\n\
         \x20   let [kind, size, calls] = &arguments[..] else {{ panic!(\"three arguments\") }};\n\
         \x20   let calls: usize = calls.parse().unwrap();\n    match size.parse().unwrap() {{\n{arms}        _ => panic!(\"a size\"),\n    }}\n}}\n\
         {WORK}"
    )
}

const WORK: &str = r#"
fn work<E: graph_core::model::PropertyValue + serde::Serialize + serde::de::DeserializeOwned>(kind: &str, body: &str, calls: usize) {
    let entity: E = serde_json::from_str(body).unwrap();
    for _ in 0..calls {
        if kind == "decode" {
            assert!(black_box(E::read_text(black_box(body.as_bytes()))).is_ok());
        } else {
            black_box(serde_json::to_vec(black_box(&entity)).unwrap());
        }
    }
}
"#;
