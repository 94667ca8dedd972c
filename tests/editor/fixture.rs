//! The programs that a run needs, and the crate that rust-analyzer opens.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// rust-analyzer, and the sources of the standard library that it reads.
#[derive(Debug)]
pub(crate) struct Installation {
    pub(crate) program: PathBuf,
    pub(crate) library: PathBuf,
}

/// Finds rust-analyzer, the macro server of the toolchain and the sources of the standard library.
///
/// Returns the reason if one of them is missing. A `rust-analyzer` of rustup without the component prints no version, so it is passed over.
///
/// # Errors
/// rustc cannot be started.
pub(crate) fn find() -> io::Result<Result<Installation, String>> {
    let prints_version =
        |program: &PathBuf| Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    let folders: Vec<PathBuf> = env::var_os("PATH").iter().flat_map(env::split_paths).collect();
    let programs = folders.iter().map(|folder| folder.join(format!("rust-analyzer{}", env::consts::EXE_SUFFIX)));
    let Some(program) = programs.filter(|program| program.is_file()).find(prints_version) else {
        return Ok(Err("rust-analyzer is not installed: run `rustup component add rust-analyzer`".to_owned()));
    };
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output()?.stdout;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot).trim());
    let server = sysroot.join("libexec").join(format!("rust-analyzer-proc-macro-srv{}", env::consts::EXE_SUFFIX));
    if !server.is_file() {
        return Ok(Err(format!("{} is missing: install the toolchain with rustup", server.display())));
    }
    // Debian's packages put the sources beside `/usr/bin`.
    let roots = [Some(sysroot.as_path()), program.parent().and_then(Path::parent), Some(Path::new("/usr"))];
    let libraries = roots.map(|root| root.map(|root| root.join("lib/rustlib/src/rust/library")));
    let library = libraries.into_iter().flatten().find(|library| library.is_dir());
    Ok(match library {
        Some(library) => Ok(Installation { program, library }),
        None => Err("the sources of the standard library are missing: run `rustup component add rust-src`".to_owned()),
    })
}

/// Returns the workspace's target folder.
///
/// # Errors
/// The path of the executable is unknown.
pub(crate) fn target() -> io::Result<PathBuf> {
    // The executable is `target/<profile>/examples/editor`.
    let executable = env::current_exe()?;
    Ok(executable.ancestors().nth(3).ok_or(io::ErrorKind::NotFound)?.to_owned())
}

/// Writes the crate with [`SOURCE`] into the target folder, and returns the crate's folder. The crate uses the crate versions of the
/// workspace.
///
/// # Errors
/// A file cannot be read or written.
pub(crate) fn write() -> io::Result<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let folder = target()?.join("editor");
    fs::create_dir_all(folder.join("src"))?;
    let manifest = format!(
        "[package]\nname = \"edited\"\nedition = \"2024\"\n\n[dependencies]\ngraph-core = {{ path = {:?}, default-features = false }}\n\n\
         [workspace]\n",
        workspace.join("graph-core"),
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    fs::write(folder.join("src/main.rs"), SOURCE)?;
    Ok(folder)
}

/// Declarations and their uses: `Group` has `graph_paths` below the derive, and `User` above it.
pub(crate) const SOURCE: &str = r#"use graph_core::{GraphEntity, GraphEnum, graph_ids, graph_paths, property};

graph_ids! { pub GroupId; pub UserId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
#[graph_paths(v1, "/groups/{groupId}")]
#[graph_paths(beta, root = "/groups/{groupId}/drive/root")]
pub struct Group {
    #[graph(key)]
    pub id: String,
    /// The name that the address book shows.
    pub display_name: Option<String>,
    #[graph(read_only)]
    pub mail: Option<String>,
}

#[graph_paths(v1, "/users/{userId}")]
#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    /// The town in the address.
    pub city: Option<String>,
    pub kind: Option<Kind>,
}

#[derive(Clone, Debug, PartialEq, GraphEnum)]
pub enum Kind {
    Member,
    #[graph(other)]
    Other(String),
}

fn uses_of_group(id: &GroupId, group: &Group) -> Option<String> {
    let _ = (Group::v1().groups(id), Group::v1().groups_collection(), Group::beta().root(id));
    let _ = property!(Group, display_name);
    let _: GroupPatch = Group::patch().display_name("Sales").clear_display_name();
    let _: GroupPatch = GroupPatch::diff(group, group);
    group.display_name.clone()
}

fn uses_of_user(id: &UserId, user: &User) -> Option<String> {
    let _ = (User::v1().users(id), property!(User, city));
    let _ = User::patch().city("Oslo").clear_city().set_or_clear_city(None).kind(Kind::Member);
    let User { city, .. } = user;
    city.clone()
}

fn main() {
    let _ = (uses_of_group, uses_of_user);
}
"#;
