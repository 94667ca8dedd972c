use graph_core::emulator::Emulator;
use graph_core::{Client, DateTimeOffset, GraphEntity, GraphEnum, graph_ids, graph_paths};

graph_ids! { pub DeviceManagementScriptId; }

/// A PowerShell script that Intune runs on devices.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceManagementScript")]
#[graph_paths(beta, "/deviceManagement/deviceManagementScripts/{deviceManagementScriptId}")]
pub struct DeviceManagementScript {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>, // Option: the service's schema allows null
    pub run_as_account: RunAsAccount, // no Option: never null
    #[graph(read_only)]
    pub created_date_time: DateTimeOffset, // no setter
}

#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
pub enum RunAsAccount {
    System,
    User,
    #[graph(other)]
    Other(String), // a member that Graph adds later is kept as its text
}

/// Names a script, lets it run as the user who is signed in, and returns the script that the service has afterwards.
async fn set_up(graph: &Client, id: &str, name: &str) -> Result<DeviceManagementScript, Box<dyn std::error::Error>> {
    let path = DeviceManagementScript::beta().device_management_scripts(&DeviceManagementScriptId::new(id)?);
    let patch = DeviceManagementScript::patch().display_name(name).run_as_account(RunAsAccount::User);
    graph.patch(path.clone(), patch).await?;
    Ok(graph.get(path).await?.body)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::new().with::<DeviceManagementScript>();
    let script = set_up(&emulator.client(), "s1", "Map drives").await?;
    print!("{} runs as {:?}\n\n{}", script.display_name.unwrap_or_default(), script.run_as_account, emulator.journal());
    Ok(())
}

#[tokio::test]
async fn a_script_is_set_up() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::new().with::<DeviceManagementScript>();
    let script = set_up(&emulator.client(), "s1", "Map drives").await?;
    assert_eq!(script.display_name.as_deref(), Some("Map drives"));
    assert_eq!(emulator.journal().len(), 2); // a PATCH and a GET
    Ok(())
}
