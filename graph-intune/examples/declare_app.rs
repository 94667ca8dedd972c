//! Declares an app with a set of flags, a complex property, and rules of several derived types. With `GRAPH_TOKEN`, the app with the id in
//! the argument is patched; otherwise, one in an emulator.
//!
//! Source: a part of [Update win32LobApp](https://learn.microsoft.com/graph/api/intune-apps-win32lobapp-update).

mod shared;

use std::process::ExitCode;

use graph_core::emulator::Emulator;
use graph_core::{Flags, GraphComplex, GraphDerived, GraphEntity, GraphEnum, Untyped, graph_ids, graph_paths};

graph_ids! { MobileAppId; }

/// An app for Windows that Intune installs from its own package.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(
    odata_type = "microsoft.graph.win32LobApp",
    base("microsoft.graph.mobileLobApp", "microsoft.graph.mobileApp", "microsoft.graph.entity"),
    permissions(delegated("DeviceManagementApps.ReadWrite.All"), application("DeviceManagementApps.ReadWrite.All"))
)]
#[graph_paths(v1, "/deviceAppManagement/mobileApps/{mobileAppId}")]
struct Win32LobApp {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    applicable_architectures: Flags<WindowsArchitecture>,
    #[graph(rename = "minimumFreeDiskSpaceInMB")]
    minimum_free_disk_space_in_mb: Option<i32>,
    install_experience: Option<InstallExperience>,
    rules: Vec<Rule>,
}

/// Processor architectures that an app supports.
#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
#[graph(flags)]
enum WindowsArchitecture {
    None,
    X86,
    X64,
    Arm,
    Neutral,
    #[graph(other)]
    Other(String),
}

/// How the installer runs.
#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.win32LobAppInstallExperience")]
struct InstallExperience {
    run_as_account: RunAsAccount,
    device_restart_behavior: RestartBehavior,
}

/// The account that runs the installer.
#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
enum RunAsAccount {
    System,
    User,
    #[graph(other)]
    Other(String),
}

/// Whether the device restarts after the installation.
#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
enum RestartBehavior {
    BasedOnReturnCode,
    Allow,
    Suppress,
    Force,
    #[graph(other)]
    Other(String),
}

/// A rule that detects whether the app is installed. The base type is abstract: every value has a derived type.
#[derive(Clone, Debug, PartialEq, GraphDerived)]
#[graph(base = "microsoft.graph.win32LobAppRule")]
enum Rule {
    FileSystem(FileSystemRule),
    ProductCode(ProductCodeRule),
    #[graph(other)]
    Other(Untyped),
}

/// A file or folder that must exist.
#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.win32LobAppFileSystemRule", base = "microsoft.graph.win32LobAppRule")]
struct FileSystemRule {
    path: Option<String>,
    file_or_folder_name: Option<String>,
    check32_bit_on64_system: bool,
}

/// A product code that the installer must have registered.
#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.win32LobAppProductCodeRule", base = "microsoft.graph.win32LobAppRule")]
struct ProductCodeRule {
    product_code: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    shared::exit(run().await)
}

async fn run() -> shared::Result<()> {
    let graph = shared::client(&Emulator::new().with::<Win32LobApp>())?;
    let app = MobileAppId::new(shared::id(1, "app")?)?;

    // A setter of a collection replaces the whole collection. This patch also replaces the whole complex property.
    let file = FileSystemRule {
        path: Some(r"C:\Program Files\Contoso".to_owned()),
        file_or_folder_name: Some("contoso.exe".to_owned()),
        check32_bit_on64_system: false,
    };
    let product = ProductCodeRule { product_code: Some("{90140000-0011-0000-0000-0000000FF1CE}".to_owned()) };
    let patch = Win32LobApp::patch()
        .applicable_architectures([WindowsArchitecture::X64, WindowsArchitecture::Arm].into_iter().collect::<Flags<_>>())
        .install_experience(InstallExperience {
            run_as_account: RunAsAccount::System,
            device_restart_behavior: RestartBehavior::Suppress,
        })
        .rules(vec![Rule::FileSystem(file), Rule::ProductCode(product)]);
    println!("{}", serde_json::to_string_pretty(&patch)?);
    graph.patch(Win32LobApp::v1().mobile_apps(&app), patch).await?;

    // A setter of a complex property also takes a patch, which leaves the other properties of the complex value unchanged.
    let patch = Win32LobApp::patch().install_experience(InstallExperience::patch().run_as_account(RunAsAccount::User));
    println!("{}", serde_json::to_string_pretty(&patch)?);
    println!("{:#?}", graph.patch(Win32LobApp::v1().mobile_apps(&app), patch).await?.body);
    Ok(())
}
