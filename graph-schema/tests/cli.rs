//! Tests the command-line tool `graph-schema`: its output, files and exit codes.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{env, fs};

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run_with(arguments: &[&str], input: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graph-schema"));
    let mut child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn run(arguments: &[&str]) -> Ran {
    run_with(arguments, "")
}

/// The path of a temporary file, which is deleted when this value is dropped.
struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = env::temp_dir().join(format!("graph-schema-{}-{name}", std::process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

const METADATA: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="user"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
  <NavigationProperty Name="drive" Type="graph.drive"/><NavigationProperty Name="photo" Type="graph.photo"/></EntityType>
<EntityType Name="guest" BaseType="graph.user"><NavigationProperty Name="host" Type="graph.drive"/></EntityType>
<EntityType Name="drive"><Property Name="size" Type="Edm.Int64"/></EntityType>
<EntityType Name="photo"/>
<EntityContainer Name="c"><EntitySet Name="users" EntityType="graph.user"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

const PACKED: &str = "\
graph-schema 1
# Packed by `graph-schema pack` with --types
#   drive
namespace microsoft.graph
alias graph microsoft.graph

set users user

entity drive
  size Int64?

partial entity guest : user
  host -> drive

partial entity user
  drive -> drive
";

#[test]
fn pack_prints_the_part_that_the_types_need() {
    let metadata = File::new("pack.xml", METADATA);
    let ran = run(&["pack", metadata.path(), "--types", "drive", "drive"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, PACKED), "{}", ran.err);
    assert!(ran.err.ends_with("packed 1 types in full, 2 for paths only, 0 enumerations\n"), "{}", ran.err);
    assert_eq!(run(&["pack", metadata.path(), "--types", "drive", "--quiet"]).err, "");
}

#[test]
fn pack_keeps_the_named_paths() {
    let metadata = File::new("paths.xml", METADATA);
    let ran = run(&["pack", metadata.path(), "--types", "drive", "--paths", "/users/{userId}/photo"]);
    assert!(ran.out.contains("partial entity user\n  drive -> drive\n  photo -> photo\n"), "{}", ran.out);
    let ran = run(&["pack", metadata.path(), "--types", "drive", "--paths", "/users/{userId}/foto"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`foto` is not a navigation property of `user`"), "{}", ran.err);
}

#[test]
fn pack_keeps_the_navigation_properties_of_types_in_full() {
    let metadata = File::new("navigation.xml", METADATA);
    let ran = run(&["pack", metadata.path(), "--types", "guest", "--quiet"]);
    let (_, types) = ran.out.split_once("\n\nset users user\n\n").unwrap();
    let expected = "\
partial entity drive

entity guest : user
  host -> drive

partial entity photo

entity user key id
  id String
  drive -> drive
  photo -> photo
";
    assert_eq!(types, expected, "and those that it inherits");
}

#[test]
fn pack_leaves_the_old_file_alone_when_it_fails() {
    let (metadata, old) = (File::new("old.xml", METADATA), File::new("old.graph", "old"));
    let ran = run(&["pack", metadata.path(), "--types", "drvie", "--output", old.path()]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.ends_with("graph-schema: the schema has no entity type or complex type `drvie`; did you mean `drive`?\n"),
        "{}",
        ran.err
    );
    assert_eq!(fs::read_to_string(&old.0).unwrap(), "old");
    assert_eq!(run(&["pack", metadata.path(), "--types", "drive", "-o", old.path()]).out, "");
    assert_eq!(fs::read_to_string(&old.0).unwrap(), PACKED);
}

const REPORT: &str = "\
ok    /users/{userId}/drive
cast  /users/{userId}/host
                      ^^^^
      `host` is not declared on `user`, only on one type that derives from it; write `microsoft.graph.guest/host`
no    /users/{userId}/drvie
                      ^^^^^
      `drvie` is not a navigation property of `user`; did you mean `drive`?
";

#[test]
fn check_says_which_templates_resolve() {
    let packed = File::new("check.graph", PACKED);
    let templates = ["/users/{userId}/drive", "/users/{userId}/host", "/users/{userId}/drvie"];
    let ran = run(&[&["check", "--schema", packed.path()], &templates[..]].concat());
    assert_eq!((ran.code, ran.out.as_str()), (1, REPORT));
    assert!(ran.err.ends_with("1 resolve, 1 lack a cast, 1 do not resolve\n"), "{}", ran.err);
    assert_eq!(run(&["check", "--schema", packed.path(), templates[0]]).code, 0);
    assert_eq!(run(&["check", "--schema", packed.path(), templates[1]]).code, 1);
    assert_eq!(run(&["check", "--schema", packed.path(), "--elided-cast", templates[1]]).code, 0);
}

#[test]
fn check_takes_templates_from_a_file_or_the_standard_input() {
    let packed = File::new("input.graph", PACKED);
    let input = "# From the page\nPATCH /users/{userId}/drive\n\ndrive /users/{userId}/host\n  /users/{userId}/drvie\n";
    let listed = File::new("input.txt", input);
    assert_eq!(run_with(&["check", "--schema", packed.path()], input).out, REPORT);
    assert_eq!(run_with(&["check", "--schema", packed.path(), "--paths-from", "-"], input).out, REPORT);
    assert_eq!(run(&["check", "--schema", packed.path(), "--paths-from", listed.path()]).out, REPORT);
}

#[test]
fn check_sees_to_it_that_a_path_leads_to_the_type() {
    let packed = File::new("type.graph", PACKED);
    let wrong = "no    /users/{userId}\n             ^^^^^^^^\n      the path leads to `user`, which is neither `drive` nor a base of it\n";
    assert_eq!(run(&["check", "--schema", packed.path(), "--type", "drive", "/users/{userId}"]).out, wrong);
    assert_eq!(run_with(&["check", "--schema", packed.path()], "drive /users/{userId}").out, wrong);
    assert_eq!(run(&["check", "--schema", packed.path(), "--type", "drvie", "/users/{userId}"]).code, 2);
    let bare = run(&["check", "--schema", packed.path(), "users/{userId}"]);
    assert_eq!((bare.code, bare.out.lines().next()), (1, Some("no    users/{userId}")), "{}", bare.err);
    let prose = run(&["check", "--schema", packed.path(), "** not found"]);
    assert_eq!((prose.code, prose.out.lines().count()), (1, 3), "{}", prose.out);
}

#[test]
fn declare_prints_a_declaration() {
    let metadata = File::new("beta.xml", METADATA);
    let ran = run(&["declare", "user", "--schema", metadata.path(), "--paths", "/users/{userId}"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("#[graph_paths(beta, \"/users/{userId}\")]\npub struct User {"), "{}", ran.out);
    let ran = run(&[
        "declare",
        "user",
        "--schema",
        metadata.path(),
        "--api",
        "v1",
        "--paths",
        "/users/{userId}",
        "--checked-against",
        "v1.graph",
    ]);
    assert!(ran.out.contains("#[graph_paths(v1, schema = \"v1.graph\", \"/users/{userId}\")]"), "{}", ran.out);
}

#[test]
fn declare_warns_of_paths_that_do_not_resolve() {
    let metadata = File::new("warn.xml", METADATA);
    let ran = run(&["declare", "user", "--schema", metadata.path(), "--quiet", "--paths", "/user/{userId}"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.err, "warning: /user/{userId}\n  `user` is neither an entity set nor a singleton; did you mean `users`?\n");
    assert!(ran.out.contains("pub struct User"));
}

// Case D4
#[test]
fn declare_exits_with_2_and_one_line_on_hostile_metadata() {
    let hostile = |from: &str, to: &str| METADATA.replacen(from, to, 1);
    let key = r#"<PropertyRef Name="id"/>"#;
    for (metadata, expected) in [
        (
            hostile(key, r#"<PropertyRef Name="no"/>"#),
            "`microsoft.graph.user` cannot be declared: its key `no` is not one of its properties",
        ),
        (hostile(key, r#"<PropertyRef Name="id`)]"/>"#), "{file}: line 3: \"id`)]\" is not a name: use letters, digits and `_`"),
        (hostile(r#"Name="photo"/>"#, r#"Name="drive"/>"#), "{file}: line 7: `drive` is declared twice: remove one"),
    ] {
        let file = File::new("hostile.xml", &metadata);
        let ran = run(&["declare", "user", "--schema", file.path(), "--quiet"]);
        let expected = format!("graph-schema: {}\n", expected.replace("{file}", file.path()));
        assert_eq!((ran.code, ran.out.as_str(), ran.err), (2, "", expected));
    }
}

#[test]
fn a_wrong_command_line_is_an_error_with_its_fix() {
    let packed = File::new("usage.graph", PACKED);
    for (arguments, expected) in [
        (&[][..], "expected a command: `pack`, `check` or `declare`"),
        (&["pakc"], "`pakc` is not a command"),
        (&["--quiet"], "invalid option '--quiet'"),
        (&["pack"], "expected the metadata document to pack"),
        (&["pack", "a.xml"], "expected --types with the types to pack"),
        (&["pack", "a.xml", "b.xml"], "unexpected argument \"b.xml\""),
        (&["pack", "a.xml", "--types"], "missing argument for option '--types'"),
        (&["pack", "a.xml", "--schema", "b"], "invalid option '--schema'"),
        (&["check", "/a"], "expected --schema with a metadata document or a packed schema"),
        (&["declare", "--schema", "a"], "expected the type to declare"),
        (&["declare", "user", "--schema", "a", "--api", "v2"], "--api is `v1` or `beta`, not `v2`"),
        (&["check", "--schema", "no/such/file", "/a"], "no/such/file: No such file or directory"),
        (&["check", "--schema", packed.path(), "--paths-from", "no/such/file"], "no/such/file: No such file or directory"),
        (&["check", "--schema", packed.path()], "there is no template to check"),
    ] {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        let said = ran.err.lines().find(|line| line.starts_with("graph-schema: ")).unwrap_or_default();
        assert!(said.starts_with(&format!("graph-schema: {expected}")), "{arguments:?}: {}", ran.err);
    }
    let broken = File::new("broken.graph", "graph-schema 1\nnamespace n\nset a b\n");
    assert!(run(&["check", "--schema", broken.path(), "/a"]).err.ends_with("broken.graph: line 3: there is no type `b`\n"));
    let other = File::new("other.json", "{}");
    assert!(run(&["pack", other.path(), "--types", "a"]).err.ends_with("neither a $metadata document nor a packed schema\n"));
    let broken = File::new("broken.xml", "<a/>");
    assert!(
        run(&["check", "--schema", broken.path(), "/a"]).err.contains("broken.xml: line 1: not an OData 4 metadata document")
    );
}

#[test]
fn help_and_version_exit_with_success() {
    for arguments in [&["--help"][..], &["help"], &["pack", "-h"]] {
        let ran = run(arguments);
        assert!(ran.code == 0 && ran.out.starts_with("Checks paths and declarations"), "{arguments:?}");
    }
    assert_eq!(run(&["--version"]).out.trim(), env!("CARGO_PKG_VERSION"));
}

// A5
#[test]
fn declare_says_whether_properties_may_be_absent() {
    let packed =
        File::new("complete.graph", "graph-schema 1\nnamespace n\nset as a\nentity a key id\n  id String\n  size Int32\n");
    let declare = ["declare", "a", "--schema", packed.path()];
    let subset = run(&declare);
    assert!(
        subset.out.ends_with("    pub id: String,\n    #[graph(not_null)]\n    pub size: Option<i32>,\n}\n"),
        "{}",
        subset.out
    );
    let complete = run(&[&declare[..], &["--complete"]].concat());
    assert!(complete.out.ends_with("    pub id: String,\n    pub size: i32,\n}\n"), "{}", complete.out);
    assert_eq!(run(&["pack", packed.path(), "--types", "a", "--complete"]).code, 2);
}

/// A compact schema with an action and a function.
const OPERATIONS: &str = "\
graph-schema 1
namespace microsoft.graph

set devices device
singleton reports reports

entity device key id
  id String

entity reports

function report on reports
  period String
  -> Int32

action wipe on device
  all Boolean?
";

#[test]
fn declare_prints_the_named_actions_and_functions() {
    let schema = File::new("operations.graph", OPERATIONS);
    let ran = run(&["declare", "--schema", schema.path(), "--action", "wipe", "--function", "report", "--quiet"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for expected in [
        "#[graph_paths(v1, \"/devices/{deviceId}/wipe\")]\npub struct Wipe {\n    pub all: Option<bool>,\n}",
        "#[graph_paths(v1, \"/reports/report(period='{period}')\")]\npub struct Report {\n    pub period: String,\n}",
    ] {
        assert!(ran.out.contains(expected), "{}", ran.out);
    }
    assert!(!ran.out.contains("GraphEntity"), "{}", ran.out);
    let with_type =
        run(&["declare", "device", "--operations", "--schema", schema.path(), "--paths", "/devices/{id}", "/devices/{id}/wipe"]);
    assert_eq!(with_type.code, 0, "{}", with_type.err);
    assert!(with_type.out.contains("#[graph_paths(v1, \"/devices/{id}\")]\npub struct Device {"), "{}", with_type.out);
    assert!(with_type.out.contains("#[graph_paths(v1, \"/devices/{id}/wipe\")]\npub struct Wipe {"), "{}", with_type.out);
    assert!(!with_type.out.contains("Report"), "{}", with_type.out);
}

#[test]
fn pack_keeps_the_named_operations_and_names_them() {
    let schema = File::new("packed-operations.graph", OPERATIONS);
    let ran = run(&["pack", schema.path(), "--operations", "wipe", "--quiet"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let head = "graph-schema 1\n# Packed by `graph-schema pack` with --operations\n#   wipe\nnamespace microsoft.graph\n";
    assert!(ran.out.starts_with(head) && ran.out.ends_with("\naction wipe on device\n  all Boolean?\n"), "{}", ran.out);
}

#[test]
fn check_follows_operations_and_lists() {
    let schema = File::new("checked-operations.graph", OPERATIONS);
    let check = |line: &str| run_with(&["check", "--schema", schema.path(), "--quiet"], line);
    assert_eq!(check("GET /devices").out, "ok    /devices\n");
    assert!(check("/devices").out.ends_with("the path ends at a collection of `device`; add the key, `/{deviceId}`\n"));
    assert_eq!(check("PATCH /devices").code, 1);
    assert_eq!(check("POST /devices/{id}/wipe").out, "ok    /devices/{id}/wipe\n");
    let wrong = check("/reports/report");
    assert_eq!(wrong.code, 1);
    assert!(
        wrong.out.ends_with("`report` does not have the function's parameters; write `report(period='{period}')`\n"),
        "{}",
        wrong.out
    );
}

#[test]
fn declare_without_a_name_says_what_to_name() {
    let schema = File::new("unnamed-operations.graph", OPERATIONS);
    for (arguments, expected) in [
        (&["declare"][..], "expected the type to declare, or --action or --function with a name"),
        (&["declare", "--operations"], "expected the type whose operations to declare, before --operations"),
        (&["pack"], "expected the metadata document to pack"),
    ] {
        let ran = run(arguments);
        assert!(ran.code == 2 && ran.err.contains(expected), "{}", ran.err);
    }
    let ran = run(&["declare", "--schema", schema.path(), "--action", "wpie"]);
    assert!(
        ran.err.ends_with("graph-schema: the schema has no action or function `wpie`; did you mean `wipe`?\n"),
        "{}",
        ran.err
    );
    let ran = run(&["pack", schema.path(), "--operations", "wpie"]);
    assert!(
        ran.err.ends_with("graph-schema: the schema has no action or function `wpie`; did you mean `wipe`?\n"),
        "{}",
        ran.err
    );
}
