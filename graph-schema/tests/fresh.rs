//! Tests that the declarations that `declare` returns compile unchanged in a new crate that depends only on graph-core, and that their
//! entities can be patched.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// An entity to declare, and a patch that a user of the declaration might write.
struct Entity {
    /// The API version whose `$metadata` document has the entity type.
    metadata: &'static str,
    api: &'static str,
    name: &'static str,
    template: &'static str,
    /// Rust code that creates the path of the entity to patch.
    path: &'static str,
    /// Rust code that creates the patch.
    patch: &'static str,
    /// The expected JSON body of the patch's request.
    body: &'static str,
}

impl Entity {
    fn module(&self) -> String {
        self.name.rsplit('.').next().unwrap().to_lowercase()
    }
}

/// Entities outside Intune. Together they have nested, derived, open and recursive complex types, enumerations, flags, a singleton without
/// a key, and namespaces of their own.
const ENTITIES: &[Entity] = &[
    Entity {
        metadata: "v1.0",
        api: "v1",
        name: "message",
        template: "/users/{userId}/messages/{messageId}",
        path: "Message::v1().messages(&UserId::new(\"a\").unwrap(), &MessageId::new(\"b\").unwrap())",
        patch: "Message::patch().subject(\"Yes\").importance(Importance::High).body(ItemBody::patch().content_type(BodyType::Text))",
        body: r##"{"@odata.type":"#microsoft.graph.message","body":{"@odata.type":"#microsoft.graph.itemBody","contentType":"text"},"importance":"high","subject":"Yes"}"##,
    },
    Entity {
        metadata: "v1.0",
        api: "v1",
        name: "print",
        template: "/print",
        path: "Print::v1().print()",
        patch: "Print::patch().settings(PrintSettings::patch().document_conversion_enabled(true))",
        body: r##"{"@odata.type":"#microsoft.graph.print","settings":{"@odata.type":"#microsoft.graph.printSettings","documentConversionEnabled":true}}"##,
    },
    Entity {
        metadata: "v1.0",
        api: "v1",
        name: "conditionalAccessPolicy",
        template: "/identity/conditionalAccess/policies/{policyId}",
        path: "ConditionalAccessPolicy::v1().policies(&PolicyId::new(\"a\").unwrap())",
        patch: "ConditionalAccessPolicy::patch().conditions(ConditionalAccessConditionSet::patch()\
                .insider_risk_levels(graph_core::Flags::from_iter([ConditionalAccessInsiderRiskLevels::Minor, ConditionalAccessInsiderRiskLevels::Elevated]))\
                .users(ConditionalAccessUsers::patch().include_guests_or_external_users(ConditionalAccessGuestsOrExternalUsers::patch()\
                .external_tenants(AnyConditionalAccessExternalTenants::ConditionalAccessEnumeratedExternalTenants(\
                ConditionalAccessEnumeratedExternalTenants { membership_kind: None, members: vec![\"c\".into()] })))))",
        body: r##"{"@odata.type":"#microsoft.graph.conditionalAccessPolicy","conditions":{"@odata.type":"#microsoft.graph.conditionalAccessConditionSet","insiderRiskLevels":"minor,elevated","users":{"@odata.type":"#microsoft.graph.conditionalAccessUsers","includeGuestsOrExternalUsers":{"@odata.type":"#microsoft.graph.conditionalAccessGuestsOrExternalUsers","externalTenants":{"@odata.type":"#microsoft.graph.conditionalAccessEnumeratedExternalTenants","membershipKind":null,"members":["c"]}}}}}"##,
    },
    Entity {
        metadata: "v1.0",
        api: "v1",
        name: "microsoft.graph.security.alert",
        template: "/security/alerts_v2/{alertId}",
        path: "Alert::v1().alerts_v2(&AlertId::new(\"a\").unwrap())",
        patch: "Alert::patch().status(AlertStatus::Resolved).clear_assigned_to()",
        body: r##"{"@odata.type":"#microsoft.graph.security.alert","assignedTo":null,"status":"resolved"}"##,
    },
    Entity {
        metadata: "beta",
        api: "beta",
        name: "plannerTaskDetails",
        template: "/planner/tasks/{taskId}/details",
        path: "PlannerTaskDetails::beta().details(&TaskId::new(\"a\").unwrap())",
        patch: "PlannerTaskDetails::patch().checklist(PlannerChecklistItems { additional: [(\"item\".into(), 1.into())].into_iter().collect() })",
        body: r##"{"@odata.type":"#microsoft.graph.plannerTaskDetails","checklist":{"@odata.type":"#microsoft.graph.plannerChecklistItems","item":1}}"##,
    },
    Entity {
        metadata: "beta",
        api: "beta",
        name: "microsoft.graph.ediscovery.case",
        template: "/compliance/ediscovery/cases/{caseId}",
        path: "Case::beta().cases(&CaseId::new(\"a\").unwrap())",
        patch: "Case::patch().display_name(\"b\").closed_date_time(\"2026-01-01T00:00:00Z\".parse::<graph_core::DateTimeOffset>().unwrap())",
        body: r##"{"@odata.type":"#microsoft.graph.ediscovery.case","closedDateTime":"2026-01-01T00:00:00Z","displayName":"b"}"##,
    },
];

/// A default response, without `$select`, that the declaration of an entity must read.
struct DefaultResponse {
    entity: Entity,
    response: &'static str,
    /// Fields of the entity, each with its expected value.
    fields: &'static [(&'static str, &'static str)],
}

/// The default responses that the test reads. Their properties are those of the examples on the API pages; their values are invented.
const DEFAULT_RESPONSES: &[DefaultResponse] = &[
    DefaultResponse {
        entity: Entity {
            metadata: "v1.0",
            api: "v1",
            name: "user",
            template: "/users/{userId}",
            path: "User::v1().users(&UserId::new(\"a\").unwrap())",
            patch: "User::patch().job_title(\"Clerk\").business_phones(vec![])",
            body: r##"{"@odata.type":"#microsoft.graph.user","businessPhones":[],"jobTitle":"Clerk"}"##,
        },
        response: r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users/$entity","businessPhones":["+1 555 0100"],"displayName":"Ada Lee","givenName":"Ada","jobTitle":"Clerk","mail":"ada@example.com","mobilePhone":null,"officeLocation":"1/2","preferredLanguage":"en-US","surname":"Lee","userPrincipalName":"ada@example.com","id":"a"}"#,
        fields: &[
            ("business_phones", "Some(vec![String::from(\"+1 555 0100\")])"),
            ("mobile_phone", "None"),
            ("assigned_licenses", "None"),
            ("account_enabled", "None"),
        ],
    },
    DefaultResponse {
        entity: Entity {
            metadata: "v1.0",
            api: "v1",
            name: "deviceManagement",
            template: "/deviceManagement",
            path: "DeviceManagement::v1().device_management()",
            patch: "DeviceManagement::patch().subscription_state(DeviceManagementSubscriptionState::Active)",
            body: r##"{"@odata.type":"#microsoft.graph.deviceManagement","subscriptionState":"active"}"##,
        },
        response: r#"{"id":"a","settings":null,"intuneAccountId":null,"intuneBrand":null}"#,
        fields: &[("settings", "None"), ("intune_account_id", "None"), ("subscription_state", "None")],
    },
];

/// The source code of a test in the new crate: it reads the declared entity from a default response.
const READ_TEST: &str = r#"
#[tokio::test]
async fn NAME_from_a_default_response() {
    use fresh::NAME::*;
    let script = graph_core::testing::Script::new([graph_core::testing::Step::json(200, RESPONSE)]);
    let read = script.client().get(PATH).await.unwrap().body;
    FIELDS
}
"#;

/// The source code of a test in the new crate: the service receives the expected body, and afterwards has the patched values.
const TEST: &str = r#"
#[tokio::test]
async fn NAME() {
    use fresh::NAME::*;
    let emulator = graph_core::emulator::Emulator::new().with::<ENTITY>();
    let (graph, path, patch) = (emulator.client(), PATH, PATCH);
    let answer = graph.patch(path.clone(), patch.clone()).await.unwrap().body.unwrap();
    assert_eq!(std::str::from_utf8(emulator.journal().last().unwrap().body()).unwrap(), BODY);
    assert_eq!(graph.get(path).await.unwrap().body, answer);
    let mut again = answer.clone();
    patch.apply(&mut again).unwrap();
    assert_eq!(again, answer);
}
"#;

/// The arguments of `graph-schema declare` that name the operations to declare.
const OPERATIONS: &[&str] = &[
    "--action",
    "managedDevice/wipe",
    "driveItem/createLink",
    "--function",
    "getOffice365ActivationsUserCounts",
    "summarizeDevicePerformanceDevices",
];
const OPERATIONS_TEST: &str = r#"
#[tokio::test]
async fn operations() {
    use fresh::operations::*;
    let emulator = graph_core::emulator::Emulator::new()
        .on::<Wipe>(|call| { assert_eq!(call.parameters.keep_user_data, Some(true)); Ok(()) })
        .on::<CreateLink>(|call| {
            assert_eq!((call.parameters.r#type.as_deref(), call.argument("driveItemId")), (Some("view"), Some("i")));
            Ok(Permission { additional: [("scope".to_owned(), "users".into())].into_iter().collect() })
        })
        .on::<SummarizeDevicePerformanceDevices>(|call| {
            assert_eq!(call.parameters.summarize_by, UserExperienceAnalyticsSummarizedBy::Model);
            Ok(vec![])
        });
    let graph = emulator.client();
    let wipe = Wipe { keep_enrollment_data: None, keep_user_data: Some(true), mac_os_unlock_code: None, persist_esim_data_plan: None };
    graph.call(Wipe::v1().wipe(&ManagedDeviceId::new("d").unwrap()), wipe).await.unwrap();
    let link = CreateLink {
        r#type: Some("view".into()), scope: None, expiration_date_time: None, password: None, message: None, recipients: vec![],
        retain_inherited_permissions: None, send_notification: None,
    };
    let path = CreateLink::v1().items_create_link(&DriveId::new("d").unwrap(), &DriveItemId::new("i").unwrap());
    assert_eq!(graph.call(path, link).await.unwrap().body.additional["scope"], "users");
    let by_model = SummarizeDevicePerformanceDevices { summarize_by: UserExperienceAnalyticsSummarizedBy::Model };
    let path = SummarizeDevicePerformanceDevices::v1().summarize_device_performance_devices();
    assert!(graph.call(path, by_model).await.unwrap().body.is_empty());
}
"#;

const MANIFEST: &str = r#"
[workspace]

[package]
name = "fresh"
version = "0.0.0"
edition = "2024"

[dependencies]
graph-core = { path = GRAPH_CORE, default-features = false }

[dev-dependencies]
graph-core = { path = GRAPH_CORE, default-features = false, features = ["emulator"] }
tokio = { version = "1", features = ["macros", "rt"] }
"#;

#[graph_test_attributes::needs_shared]
#[test]
fn declarations_compile_unchanged_in_a_fresh_crate_and_patch() {
    let shared = env::var_os("GRAPH_SHARED").unwrap();
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let krate = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fresh");
    let write = |file: &str, text: &str| fs::write(krate.join(file), text).unwrap();
    ["src", "tests"].iter().for_each(|folder| fs::create_dir_all(krate.join(folder)).unwrap());
    let (mut library, mut tests) = (String::from("#![deny(warnings)]\n"), String::new());
    // A5
    for DefaultResponse { entity, response, fields } in DEFAULT_RESPONSES {
        let fields = fields.iter().map(|(field, value)| format!("assert_eq!(read.{field}, {value});"));
        let test = READ_TEST.replace("NAME", &entity.module()).replace("PATH", entity.path);
        let test = test.replace("FIELDS", &fields.collect::<Vec<_>>().join("\n    "));
        tests += &test.replace("RESPONSE", &format!("{response:?}"));
    }
    for entity in ENTITIES.iter().chain(DEFAULT_RESPONSES.iter().map(|response| &response.entity)) {
        let name = entity.module();
        write(&format!("src/{name}.rs"), &declare(entity, &metadata(Path::new(&shared), entity.metadata)));
        library += &format!("pub mod {name};\n");
        let test = TEST.replace("NAME", &name).replace("ENTITY", entity.path.split("::").next().unwrap());
        let test = test.replace("PATH", entity.path).replace("PATCH", entity.patch);
        tests += &test.replace("BODY", &format!("{:?}", entity.body));
    }
    let v1 = metadata(Path::new(&shared), "v1.0");
    write("src/operations.rs", &run_declare(OPERATIONS, &v1));
    library += "pub mod operations;\n";
    tests += OPERATIONS_TEST;
    write("src/lib.rs", &library);
    write("tests/patch.rs", &tests);
    write("Cargo.toml", &MANIFEST.replace("GRAPH_CORE", &format!("{:?}", workspace.join("graph-core"))));
    fs::copy(workspace.join("Cargo.lock"), krate.join("Cargo.lock")).unwrap();
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["test", "--offline", "--quiet", "--target-dir", "target", "--test", "patch"]).current_dir(&krate);
    let output = cargo.env("CARGO_INCREMENTAL", "0").stdin(Stdio::null()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "see {}\n{}{}", krate.display(), text(&output.stdout), text(&output.stderr));
}

fn metadata(shared: &Path, version: &str) -> PathBuf {
    let files = fs::read_dir(shared.join("schema")).unwrap().map(|file| file.unwrap().path());
    let is_it = |file: &PathBuf| file.file_name().unwrap().to_str().unwrap().starts_with(version);
    files.into_iter().find(is_it).unwrap_or_else(|| panic!("there is no metadata of {version}"))
}

fn declare(entity: &Entity, metadata: &Path) -> String {
    run_declare(&[entity.name, "--api", entity.api, "--paths", entity.template], metadata)
}

/// Runs `graph-schema declare` with these arguments and returns the declarations.
fn run_declare(arguments: &[&str], metadata: &Path) -> String {
    let mut declare = Command::new(env!("CARGO_BIN_EXE_graph-schema"));
    let output = declare.arg("declare").args(arguments).args(["--quiet", "--schema"]).arg(metadata).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), said.as_str()), (Some(0), ""), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}
