use graph_core::emulator::Emulator; // feature "emulator", for your [dev-dependencies]
use graph_intune::{DeviceConfigurationId, DeviceConfigurationUserOverview as UserOverview};

#[tokio::test]
async fn twelve_users_are_pending() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::new().with::<UserOverview>();
    let graph = emulator.client(); // in memory; `emulator.serve(0)` gives a loopback port
    let path = UserOverview::v1().user_status_overview(&DeviceConfigurationId::new("a1b2")?);
    graph.patch(path.clone(), UserOverview::patch().pending_count(12)).await?;
    assert_eq!(graph.get(path).await?.body.pending_count, 12);
    Ok(())
}
