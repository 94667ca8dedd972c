//! Wipes and scans managed devices, in an emulator: an entity, two of its actions, and a function.
//!
//! With `GRAPH_TOKEN`, the first argument is the id of the device to scan, and the second the id of the device to **wipe**.
//!
//! Source: [managedDevice](https://learn.microsoft.com/graph/api/resources/intune-devices-manageddevice) and its actions.

mod shared;

use std::process::ExitCode;

use graph_core::emulator::{Emulator, ErrorResponse};
use graph_core::http::StatusCode;
use graph_core::{Error, GraphAction, GraphEntity, GraphFunction, graph_ids, graph_paths};

graph_ids! { ManagedDeviceId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.managedDevice", base = "microsoft.graph.entity")]
#[graph_paths(v1, "/deviceManagement/managedDevices/{managedDeviceId}")]
struct ManagedDevice {
    #[graph(key)]
    id: String,
    device_name: Option<String>,
    #[graph(read_only)]
    management_state: Option<String>,
}

/// Removes everything from a device.
#[derive(Clone, Debug, GraphAction)]
#[graph(permissions(application("DeviceManagementManagedDevices.PrivilegedOperations.All")))]
#[graph_paths(v1, "/deviceManagement/managedDevices/{managedDeviceId}/wipe")]
struct Wipe {
    keep_user_data: Option<bool>,
    mac_os_unlock_code: Option<String>,
}

/// Lets Windows Defender scan a device.
#[derive(Clone, Debug, GraphAction)]
#[graph_paths(v1, "/deviceManagement/managedDevices/{managedDeviceId}/windowsDefenderScan")]
struct WindowsDefenderScan {
    quick_scan: bool,
}

/// Checks whether Windows devices of a domain find the service to enroll in.
#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = bool)]
#[graph_paths(v1, "/deviceManagement/verifyWindowsEnrollmentAutoDiscovery(domainName='{domainName}')")]
struct VerifyWindowsEnrollmentAutoDiscovery {
    domain_name: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    shared::exit(run().await)
}

async fn run() -> shared::Result<()> {
    let emulator = Emulator::new().with::<ManagedDevice>();
    let emulator = emulator
        .on::<Wipe>(|call| call.update_bound(|device: &mut ManagedDevice| device.management_state = Some("wipePending".into())));
    let emulator = emulator.on::<WindowsDefenderScan>(|call| match call.bound::<ManagedDevice>()?.management_state {
        Some(state) if state == "wipePending" => {
            Err(ErrorResponse::new(StatusCode::CONFLICT, "The device is about to be wiped."))
        }
        _ => Ok(()),
    });
    let emulator =
        emulator.on::<VerifyWindowsEnrollmentAutoDiscovery>(|call| Ok(call.parameters.domain_name.ends_with("contoso.com")));
    let graph = shared::client(&emulator)?;

    let domain = VerifyWindowsEnrollmentAutoDiscovery { domain_name: "contoso.com".into() };
    let path = VerifyWindowsEnrollmentAutoDiscovery::v1().verify_windows_enrollment_auto_discovery();
    println!("contoso.com is found: {}", graph.call(path, domain).await?.body);

    let (laptop, phone) = (ManagedDeviceId::new(shared::id(1, "laptop")?)?, ManagedDeviceId::new(shared::id(2, "phone")?)?);
    graph.call(Wipe::v1().wipe(&phone), Wipe { keep_user_data: Some(false), mac_os_unlock_code: None }).await?;
    let state = graph.get(ManagedDevice::v1().managed_devices(&phone)).await?.body.management_state;
    println!("phone: {}", state.as_deref().unwrap_or("managed"));

    let scan = |id| graph.call(WindowsDefenderScan::v1().windows_defender_scan(id), WindowsDefenderScan { quick_scan: true });
    let mut scans = graph.bulk([("laptop", scan(&laptop)), ("phone", scan(&phone))]);
    let mut failed = 0;
    while let Some((device, result)) = scans.next().await {
        failed += usize::from(result.is_err());
        println!("{device}: {}", result.map_or_else(|error: Error| format!("{error:#}"), |_| "is scanned".into()));
    }
    // The emulator refuses to scan the device that was wiped.
    if failed > 0 && shared::is_real() { Err(format!("{failed} devices were not scanned: see above.").into()) } else { Ok(()) }
}
