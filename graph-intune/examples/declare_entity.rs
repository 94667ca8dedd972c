//! Declares an entity that this crate does not have, and patches it in an emulator or, with `GRAPH_TOKEN`, in the service. The
//! argument is the id of the script.

mod shared;

use std::process::ExitCode;

use graph_core::emulator::Emulator;
use graph_core::{GraphEntity, GraphEnum, graph_ids, graph_paths};

graph_ids! { DeviceManagementScriptId; }

/// A PowerShell script that Intune runs on devices.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceManagementScript")]
#[graph_paths(beta, "/deviceManagement/deviceManagementScripts/{deviceManagementScriptId}")]
struct DeviceManagementScript {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    run_as_account: RunAsAccount,
}

/// The account that runs the script.
#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
enum RunAsAccount {
    System,
    User,
    #[graph(other)]
    Other(String),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    shared::exit(run().await)
}

async fn run() -> shared::Result<()> {
    let graph = shared::client(&Emulator::new().with::<DeviceManagementScript>())?;
    let id = DeviceManagementScriptId::new(shared::id(1, "script")?)?;
    let path = DeviceManagementScript::beta().device_management_scripts(&id);
    let patch = DeviceManagementScript::patch().display_name("Map drives").run_as_account(RunAsAccount::User);
    println!("{:#?}", graph.patch(path, patch).await?.body);
    Ok(())
}
