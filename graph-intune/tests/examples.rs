//! Runs each example as a process against an emulator that fails, and checks what a user reads: one paragraph and the exit code 1.
#![allow(clippy::unwrap_used)] // A panic is how a test fails.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;
use std::{env, fs};

use graph_core::emulator::{Emulator, Fault, RetryAfter};
use graph_core::{GraphEntity, graph_ids, graph_paths};
use graph_intune::{DeviceConfigurationId, DeviceConfigurationUserOverview as UserOverview};
use http::StatusCode;

const TOKEN: &str = "secret-token-of-the-test";
const EXAMPLES: [&str; 6] = ["bulk_patch", "declare_app", "declare_entity", "manage_device", "patch_overview", "sync_devices"];

/// Returns a new folder, which also is the working folder of the example.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Returns the arguments with which the example does its work on the real service.
fn arguments(example: &str, folder: &Path) -> Vec<String> {
    let ids = folder.join("ids.txt");
    fs::write(&ids, "first\nsecond\n").unwrap();
    match example {
        "bulk_patch" => vec![ids.display().to_string()],
        "manage_device" => vec!["one".to_owned(), "two".to_owned()],
        "sync_devices" => vec![folder.join("devices.json").display().to_string()],
        "patch_overview" => Vec::new(),
        _ => vec!["one".to_owned()],
    }
}

async fn run(example: &str, folder: &Path, host: &str, arguments: Vec<String>) -> Output {
    // The test is `target/<profile>/deps/examples-…`.
    let program = env::current_exe().unwrap().ancestors().nth(2).unwrap().join("examples").join(example);
    assert!(program.with_extension(env::consts::EXE_EXTENSION).exists(), "run `cargo build -p graph-intune --examples` first");
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("GRAPH_TOKEN", TOKEN).env("GRAPH_HOST", host);
    command.env("GRAPH_CONFIGURATION_ID", "one").env("GRAPH_USER_STATUS_ID", "two");
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

/// Checks that the output is one paragraph with these texts, without a secret, and that the exit code is 1.
fn is_one_paragraph(example: &str, output: &Output, texts: &[&str]) {
    let (shown, printed) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    assert_eq!(output.status.code(), Some(1), "{example}: {shown}");
    assert!(shown.starts_with("error: ") && shown.trim_end().ends_with('.') && shown.lines().count() == 1, "{example}: {shown}");
    assert!(texts.iter().all(|text| shown.contains(text)), "{example}: {shown}");
    assert!(!shown.contains(TOKEN) && !printed.contains(TOKEN), "{example}: {shown}{printed}");
    assert!(!["Error {", "Error(", "Some("].iter().any(|debug| shown.contains(debug)), "{example}: {shown}");
}

/// Runs all examples against a service that always responds with this status and body.
async fn all_fail_with(name: &str, status: StatusCode, wait: Option<Duration>, texts: &[&str]) {
    let form = if wait.is_some() { RetryAfter::Seconds } else { RetryAfter::Missing };
    let fault = Fault::Status { status, wait: wait.unwrap_or_default(), form };
    for example in EXAMPLES {
        let emulator = Emulator::new().with::<UserOverview>();
        emulator.fail_next(vec![fault.clone(); 20]);
        let server = emulator.serve(0).await.unwrap();
        let folder = folder(&format!("{name}-{example}"));
        let output = run(example, &folder, &server.url(), arguments(example, &folder)).await;
        is_one_paragraph(example, &output, texts);
    }
}

#[tokio::test]
async fn a_wrong_token_is_one_paragraph() {
    all_fail_with("token", StatusCode::UNAUTHORIZED, None, &["401", "Set GRAPH_TOKEN to a new token"]).await;
}

#[tokio::test]
async fn a_missing_permission_is_one_paragraph() {
    all_fail_with("permission", StatusCode::FORBIDDEN, None, &["403", "Get a token with the permission"]).await;
}

#[tokio::test]
async fn an_unknown_object_is_one_paragraph() {
    all_fail_with("unknown", StatusCode::NOT_FOUND, None, &["404", "Check the id"]).await;
}

#[tokio::test]
async fn a_read_only_object_is_one_paragraph() {
    all_fail_with("read-only", StatusCode::BAD_REQUEST, None, &["400", "Change the request as the message"]).await;
}

#[tokio::test]
async fn a_wrong_host_is_one_paragraph() {
    for example in EXAMPLES {
        let folder = folder(&format!("host-{example}"));
        for host in ["graph.microsoft.com", "http://graph.microsoft.com"] {
            let output = run(example, &folder, host, arguments(example, &folder)).await;
            is_one_paragraph(example, &output, &["GRAPH_HOST cannot be used: "]);
        }
    }
}

#[tokio::test]
async fn a_throttled_service_is_one_paragraph() {
    let wait = Some(Duration::from_secs(3600));
    all_fail_with("throttled", StatusCode::TOO_MANY_REQUESTS, wait, &["429", "retry after 3600 s", "Wait as long as"]).await;
}

#[tokio::test]
async fn no_network_is_one_paragraph() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let host = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    // A bulk repeats a failed connection for minutes.
    let others = EXAMPLES.iter().filter(|example| **example != "bulk_patch");
    let runs = others.map(|example| {
        let (folder, host) = (folder(&format!("network-{example}")), host.clone());
        tokio::spawn(async move { (*example, run(example, &folder, &host, arguments(example, &folder)).await) })
    });
    for run in runs.collect::<Vec<_>>() {
        let (example, output) = run.await.unwrap();
        is_one_paragraph(example, &output, &["Check the network and GRAPH_HOST"]);
    }
}

#[tokio::test]
async fn a_bulk_resumes_with_the_objects_that_failed() {
    let emulator = Emulator::new().with::<UserOverview>();
    let second = DeviceConfigurationId::new("second").unwrap();
    emulator.fail_at(&UserOverview::beta().user_status_overview(&second), [Fault::status(StatusCode::FORBIDDEN)]);
    let server = emulator.serve(0).await.unwrap();
    let folder = folder("resume");
    let output = run("bulk_patch", &folder, &server.url(), arguments("bulk_patch", &folder)).await;
    is_one_paragraph("bulk_patch", &output, &["1 of 2 objects failed; the first, second: ", "--resume failed-ids.txt"]);
    assert_eq!(fs::read_to_string(folder.join("failed-ids.txt")).unwrap(), "second\n");

    emulator.clear_journal();
    let resumed = vec!["--resume".to_owned(), "failed-ids.txt".to_owned()];
    let output = run("bulk_patch", &folder, &server.url(), resumed).await;
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1 of 1 objects patched, 0 failed, 0 s\n");
    assert_eq!(fs::read_to_string(folder.join("failed-ids.txt")).unwrap(), "");
    let journal = format!("{:?}", emulator.journal());
    assert!(journal.contains("/second/") && !journal.contains("/first/"), "{journal}");
}

#[tokio::test]
async fn an_unwritable_file_is_one_paragraph() {
    let server = Emulator::new().with::<UserOverview>().serve(0).await.unwrap();
    let folder = folder("unwritable");
    let output = run("bulk_patch", &folder, &server.url(), vec!["missing.txt".to_owned()]).await;
    is_one_paragraph("bulk_patch", &output, &["cannot read the file missing.txt"]);
    // A folder cannot be replaced by a file, whoever runs the test.
    let file = vec![folder.display().to_string()];
    let output = run("sync_devices", &folder, &server.url(), file).await;
    is_one_paragraph("sync_devices", &output, &["cannot read the file"]);

    fs::create_dir(folder.join("failed-ids.txt")).unwrap();
    let emulator = Emulator::new().with::<UserOverview>();
    emulator.fail_next([Fault::status(StatusCode::FORBIDDEN)]);
    let server = emulator.serve(0).await.unwrap();
    let output = run("bulk_patch", &folder, &server.url(), arguments("bulk_patch", &folder)).await;
    is_one_paragraph("bulk_patch", &output, &["cannot write the file failed-ids.txt"]);
}

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.device", base = "microsoft.graph.directoryObject")]
#[graph_paths(v1, "/devices/{id}", "/devices/delta", "/devices/$count")]
struct Device {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    is_compliant: Option<bool>,
}

graph_ids! { DeviceId; }

#[tokio::test]
async fn an_expired_delta_link_reads_all_devices_again() {
    let emulator = Emulator::new().with::<Device>();
    let device = Device { id: "one".to_owned(), display_name: None, is_compliant: None };
    emulator.seed(&Device::v1().devices(&DeviceId::new("one").unwrap()), &device);
    let server = emulator.serve(0).await.unwrap();
    let folder = folder("expired");
    for (run_of, is_expired) in [("first", false), ("second", false), ("third", true)] {
        if is_expired {
            emulator.expire_delta_tokens();
        }
        let output = run("sync_devices", &folder, &server.url(), arguments("sync_devices", &folder)).await;
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && printed.contains("1 devices; "), "{run_of}: {output:?}");
        assert_eq!(printed.contains("the link in the file has expired"), is_expired, "{run_of}: {printed}");
    }
}
